package queue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Rehome is a wish to send a ticket to the region that its customer prefers.
type Rehome struct {
	TicketID int64
	Region   string  // key; empty: the ticket's own
	Note     string  // internal; may be empty
	Hot      HotKind // the customer is heated up; empty: not
}

// The tags of a rehome, as views and reports know them (tickets.md, Transfers).
const (
	TagRehomed  = "rehome_initiated"
	TagReceived = "rehome_received"
)

// homeward is a ticket on its way to a region.
type homeward struct {
	TicketID              int64
	Region, From          string
	Waits                 bool
	At                    time.Time
	RoundFrom, RoundUntil time.Time
	Turns                 int
}

// Rehome sends a ticket to the region that its customer prefers. While it waits for the customer it stays with its
// owner, and their next public word takes it from them; else it is in the queue at once.
func (s *Service) Rehome(ctx context.Context, r Rehome) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.rehome(ctx, tx, r) })
}

func (s *Service) rehome(ctx context.Context, tx *db.Tx, r Rehome) error {
	t, err := s.lock(ctx, tx, r.TicketID)
	if err != nil {
		return err
	}
	if !t.Status.Live() {
		return fault.New(fault.Conflict, "Ticket #%d is %s: it can stay where it is", t.ID, t.Status)
	}
	if err := s.refuseKept(ctx, tx, t); err != nil {
		return err
	}
	to, err := s.target(ctx, tx, t, r.Region)
	if err != nil {
		return err
	}
	from, err := s.whereFrom(ctx, tx, t)
	if err != nil {
		return err
	}
	if from == to.Key && t.AssigneeID != 0 {
		return fault.Field("region", "This ticket is in %s already", to.Name)
	}
	if r.Hot, err = s.hot(ctx, tx, t, to, r.Hot); err != nil {
		return err
	}
	h := homeward{TicketID: t.ID, Region: to.Key, From: from, At: tx.Now(), Waits: t.Status == ticket.Pending && t.AssigneeID != 0}
	note, err := s.rehomeNote(ctx, tx, h, r.Note)
	if err != nil {
		return err
	}
	u := ticket.Update{Region: &to.Key, AddTags: []string{TagRehomed}, RemoveTags: []string{TagReceived}, Comment: note}
	if _, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, u); err != nil {
		return err
	}
	if err := storeHomeward(ctx, tx, h); err != nil {
		return err
	}
	if err := s.tellRehome(ctx, tx, t, h, r.Hot); err != nil || h.Waits {
		return err
	}
	return s.sendHome(ctx, tx, t, h)
}

// target is the region that a ticket is to go to.
func (s *Service) target(ctx context.Context, q db.Querier, t ticket.Ticket, asked string) (people.Region, error) {
	if asked == "" {
		asked = t.Region
	}
	if asked == "" {
		return people.Region{}, fault.Field("region", "This customer prefers no region. Choose the one that the ticket is to go to")
	}
	regions, err := people.Regions.Get(ctx, q)
	if err != nil {
		return people.Region{}, err
	}
	r, ok := regionOf(regions, asked)
	if !ok {
		return r, fault.Field("region", "There is no region %q", asked)
	}
	return r, nil
}

func regionOf(regions []people.Region, key string) (people.Region, bool) {
	i := slices.IndexFunc(regions, func(r people.Region) bool { return r.Key == key })
	if i < 0 {
		return people.Region{}, false
	}
	return regions[i], true
}

// whereFrom is the region of whoever has the ticket, else of who moves it; empty where that is not known.
func (s *Service) whereFrom(ctx context.Context, q db.Querier, t ticket.Ticket) (string, error) {
	actor, _ := access.From(ctx)
	users, err := s.People.Named(ctx, q, t.AssigneeID, actor.UserID)
	if err != nil {
		return "", err
	}
	if u, ok := users[t.AssigneeID]; ok {
		return u.Region, nil
	}
	return users[actor.UserID].Region, nil
}

// rehomeNote says on the ticket what was done: whoever reads the thread sees it where it happened.
func (s *Service) rehomeNote(ctx context.Context, q db.Querier, h homeward, more string) (*ticket.NewComment, error) {
	regions, err := people.Regions.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	name := func(key string) string {
		if r, ok := regionOf(regions, key); ok {
			return r.Name
		}
		return "all regions"
	}
	text := fmt.Sprintf("Rehome initiated from %s to %s.", name(h.From), name(h.Region))
	if h.Waits {
		text += " It stays with its owner until the customer writes."
	}
	if more = strings.TrimSpace(more); more != "" {
		text += "\n\n" + more
	}
	return &ticket.NewComment{Body: text}, nil
}

func (s *Service) tellRehome(ctx context.Context, tx *db.Tx, t ticket.Ticket, h homeward, hot HotKind) error {
	m := Move{TicketID: t.ID, Kind: MoveRehomed, FromUser: t.AssigneeID, FromRegion: h.From, ToRegion: h.Region}
	if err := record(ctx, tx, m); err != nil {
		return err
	}
	if hot != "" {
		m.Kind, m.Detail = MoveHot, string(hot)
		if err := record(ctx, tx, m); err != nil {
			return err
		}
	}
	return s.Log.Append(ctx, tx, event.Ticket(t.ID), RehomeBegan{From: h.From, To: h.Region, Waits: h.Waits, Hot: hot})
}

// sendHome puts a rehomed ticket into the queue of its region, and begins to count the rounds it goes there.
func (s *Service) sendHome(ctx context.Context, tx *db.Tx, t ticket.Ticket, h homeward) error {
	h.Waits = false
	if err := s.planRound(ctx, tx, h, tx.Now()); err != nil || t.AssigneeID == 0 {
		return err
	}
	return s.unassign(ctx, tx, t, nil, Rehomed, MoveReleased)
}

// received ends a rehome: somebody has the ticket, or nobody needs it there any more.
func (s *Service) received(ctx context.Context, tx *db.Tx, t ticket.Ticket, h homeward, by int64) error {
	if err := deleteHomeward(ctx, tx, t.ID); err != nil {
		return err
	}
	u := ticket.Update{RemoveTags: []string{TagRehomed}}
	if by != 0 {
		u.AddTags = []string{TagReceived}
		if err := record(ctx, tx, Move{TicketID: t.ID, Kind: MoveReceived, ToUser: by, FromRegion: h.From, ToRegion: h.Region,
			Detail: fmt.Sprint(h.Turns)}); err != nil {
			return err
		}
	}
	if t.Status != ticket.Closed {
		if _, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, u); err != nil {
			return err
		}
	}
	return s.Log.Append(ctx, tx, event.Ticket(t.ID), RehomeEnded{Region: h.Region, To: by, Turns: h.Turns})
}
