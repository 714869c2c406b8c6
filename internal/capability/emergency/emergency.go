package emergency

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// How is the way in which a ticket became an emergency.
type How string

// The ways in.
const (
	ByForm    How = "form"    // the customer chose the form of emergencies
	ByAddress How = "address" // mail to an address for emergencies
	ByAPI     How = "api"
	ByHand    How = "hand" // an engineer declared it, or set the stage
)

// Emergency is a time in which a ticket is an emergency. A ticket can have several, one after the other.
type Emergency struct {
	ID             int64
	TicketID       int64
	OrganizationID int64 // 0: none
	How            How
	By             int64 // who made it one; 0: the desk itself
	At             time.Time
	Right          Right
	RightWhy       string // a word: see Judge
	Pages          Loudness
	Responsible    int64 // who answers for it; 0: nobody yet
	ResponsibleAt  time.Time
	Decision       Decision
	Criterion      Criterion
	Reason         string
	DecidedBy      int64
	DecidedAt      time.Time
	ShiftToldAt    time.Time // when the one responsible was told that their shift ends; zero: not yet
	Ending         Ending
	ClosedBy       int64
	ClosedAt       time.Time // zero: it is open
	FollowUp       int64     // ticket; 0: none
}

// Open reports whether it goes on.
func (e Emergency) Open() bool { return e.ClosedAt.IsZero() }

// Loudness is how an emergency makes people look.
type Loudness string

// The degrees of loudness.
const (
	PageHigh Loudness = "high" // through quiet hours
	PageLow  Loudness = "low"
	PageNone Loudness = "none" // it only stands on the list
)

// Of gives the emergencies of a ticket, the newest first.
func (s *Service) Of(ctx context.Context, ticketID int64) ([]Emergency, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findAll(ctx, s.DB.Read(), ticketID)
}

// Live is an open emergency with its ticket, as lists show it.
type Live struct {
	Emergency
	Ticket ticket.Row
	// HandOver is how the hand-over stands that is under way; ID 0: none is.
	HandOver HandOver
	// ShiftEnds is when the one responsible is no longer on call, where that is soon or over; zero: later, or not on call.
	ShiftEnds time.Time
}

// Open lists the emergencies that are not over: the clock that ends first stands first.
func (s *Service) Open(ctx context.Context) ([]Live, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	q := s.DB.Read()
	all, err := listOpen(ctx, q)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, e := range all {
		ids[i] = e.TicketID
	}
	rows, err := s.Tickets.Rows(ctx, ids...)
	if err != nil {
		return nil, err
	}
	byID := map[int64]ticket.Row{}
	for _, r := range rows {
		byID[r.ID] = r
	}
	var live []Live
	for _, e := range all {
		row, ok := byID[e.TicketID]
		if !ok {
			continue
		}
		l := Live{Emergency: e, Ticket: row}
		if l.HandOver, _, err = findOpenHandOver(ctx, q, e.ID); err != nil {
			return nil, err
		}
		if l.ShiftEnds, err = s.shiftEnds(ctx, q, e.Responsible, s.DB.Now(ctx)); err != nil {
			return nil, err
		}
		live = append(live, l)
	}
	sortLive(live)
	return live, nil
}

// Repeats lists the other emergencies of a customer in the last days, as Timers.RepeatDays says, the newest first.
func (s *Service) Repeats(ctx context.Context, e Emergency) ([]Emergency, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	if e.OrganizationID == 0 {
		return nil, nil
	}
	timers, err := TimersKey.Get(ctx, s.DB.Read())
	if err != nil {
		return nil, err
	}
	return findRepeats(ctx, s.DB.Read(), e, s.DB.Now(ctx).AddDate(0, 0, -timers.RepeatDays))
}

// Busy reports whether somebody answers for an emergency that is not over, so that the next one goes to the next person.
func (s *Service) Busy(ctx context.Context, q db.Querier, userID int64, _ time.Time) (bool, error) {
	return answersForOne(ctx, q, userID)
}
