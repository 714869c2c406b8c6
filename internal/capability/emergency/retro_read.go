package emergency

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Board lists the retrospectives: what is due first, then stubs, then what was done; with the actions that are open.
func (s *Service) Board(ctx context.Context) ([]Retro, []Action, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, nil, err
	}
	retros, err := boardRetros(ctx, s.DB.Read())
	if err != nil {
		return nil, nil, err
	}
	actions, err := openActions(ctx, s.DB.Read())
	return retros, actions, err
}

// RetrosOf lists the retrospectives of a ticket, the newest first.
func (s *Service) RetrosOf(ctx context.Context, ticketID int64) ([]Retro, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listRetros(ctx, s.DB.Read(), ticketID)
}

// RetroPage is a retrospective with what it is about.
type RetroPage struct {
	Retro
	Emergency Emergency
	Actions   []Action
	Moments   []Moment
}

// Moment is something that happened in the emergency: an event of the ticket's log, or a line of the investigation log.
type Moment struct {
	At    time.Time
	Event event.Event
	Line  Line // ID 0: it is an event
}

// Retro gives a retrospective with the timeline of its emergency.
func (s *Service) Retro(ctx context.Context, id int64) (p RetroPage, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return p, err
	}
	q := s.DB.Read()
	if p.Retro, err = findRetro(ctx, q, id); err != nil {
		return p, err
	}
	if p.Emergency, err = findByID(ctx, q, p.EmergencyID); err != nil {
		return p, err
	}
	if p.Actions, err = findActions(ctx, q, id); err != nil {
		return p, err
	}
	events, err := event.Of(ctx, q, event.Ticket(p.TicketID), 0)
	if err != nil {
		return p, err
	}
	lines, err := findLines(ctx, q, p.TicketID)
	p.Moments = timeline(p.Emergency, events, lines)
	return p, err
}

// timeline puts what belongs to an emergency into the order in which it happened. Lines stand for the events that tell of
// them.
func timeline(e Emergency, events []event.Event, lines []Line) (all []Moment) {
	within := func(at time.Time) bool {
		return !at.Before(e.At) && (e.Open() || !at.After(e.ClosedAt))
	}
	told := []string{ticket.Created{}.EventKind(), ticket.Commented{}.EventKind(), Opened{}.EventKind(), Answered{}.EventKind(),
		Decided{}.EventKind(), Closed{}.EventKind(), Called{}.EventKind(), CallChanged{}.EventKind(), Reminded{}.EventKind(),
		Offered{}.EventKind(), Refused{}.EventKind(), Withdrawn{}.EventKind(), ShiftEnding{}.EventKind()}
	for _, ev := range events {
		if within(ev.At) && slices.Contains(told, ev.Kind) {
			all = append(all, Moment{At: ev.At, Event: ev})
		}
	}
	for _, l := range lines {
		if within(l.At) {
			all = append(all, Moment{At: l.At, Line: l})
		}
	}
	slices.SortStableFunc(all, func(a, b Moment) int { return a.At.Compare(b.At) })
	return all
}
