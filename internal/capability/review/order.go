package review

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Agenda gives what an account goes through in its next call: its tickets in the customer's order, what was solved and
// decided since the last call, and what is still to be done.
func (s *Service) Agenda(ctx context.Context, organization int64) (Agenda, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Agenda{}, err
	}
	m, err := nextMeeting(ctx, s.DB.Read(), organization, s.DB.Now(ctx))
	if err != nil {
		return Agenda{}, err
	}
	return s.agenda(ctx, s.DB.Read(), organization, m)
}

// nextMeeting gives the planned meeting of an account that ends next, zero when there is none.
func nextMeeting(ctx context.Context, q db.Querier, organization int64, now time.Time) (Meeting, error) {
	all, err := meetingsOf(ctx, q, organization)
	for _, m := range slices.Backward(all) {
		if m.Open() && m.Ends().After(now) {
			return m, err
		}
	}
	return Meeting{}, err
}

// agenda gathers what is gone through in a meeting.
func (s *Service) agenda(ctx context.Context, q db.Querier, organization int64, m Meeting) (Agenda, error) {
	o, err := s.organization(ctx, q, organization)
	if err != nil {
		return Agenda{}, err
	}
	a := Agenda{OrganizationID: o.ID, Organization: o.Name, Meeting: m}
	before := m.At
	if m.ID == 0 {
		before = s.DB.Now(ctx)
	}
	if a.Since, err = lastHeld(ctx, q, o.ID, before); err != nil {
		return a, err
	}
	if a.Open, err = openInOrder(ctx, q, o.ID); err != nil {
		return a, err
	}
	since := a.Since
	if since.IsZero() {
		since = before.AddDate(0, 0, -2*daysAWeek)
	}
	if a.Solved, err = solvedItems(ctx, q, o.ID, since); err != nil {
		return a, err
	}
	if a.Decisions, err = decisionsBetween(ctx, q, o.ID, since, before); err != nil {
		return a, err
	}
	if a.Actions, err = openActions(ctx, q, o.ID); err != nil {
		return a, err
	}
	if a.Away, err = s.away(ctx, q, o, m, before); err != nil {
		return a, err
	}
	a.Risks, err = risksOf(ctx, q, o.ID, true)
	return a, err
}

// openInOrder lists the open tickets of an organization in the customer's order.
func openInOrder(ctx context.Context, q db.Querier, organization int64) ([]Item, error) {
	order, err := orderOf(ctx, q, organization)
	if err != nil {
		return nil, err
	}
	open, err := openItems(ctx, q, organization)
	return Arrange(open, order), err
}

// OpenOrder gives the numbers of an organization's open tickets in the order in which the customer wants them worked on; those
// that nobody has placed follow by age. Tickets that the customer does not know of are missing. The caller may see them.
func (s *Service) OpenOrder(ctx context.Context, q db.Querier, organization int64) ([]int64, error) {
	open, err := openInOrder(ctx, q, organization)
	return numbers(open), err
}

// PlacedOrder gives the numbers of the tickets that a customer gave a place, in that order, and of no others: where nobody placed
// any, somebody else's order may stand.
func (s *Service) PlacedOrder(ctx context.Context, organization int64) ([]int64, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return orderOf(ctx, s.DB.Read(), organization)
}

// Ordered is the fact that the order of a customer's tickets changed.
type Ordered struct {
	Tickets []int64 `json:"tickets"`
}

// EventKind implements event.Fact.
func (Ordered) EventKind() string { return "review.ordered" }

// PlaceTicket gives a ticket a place in the customer's order, from 0; too high a number is the last place.
func (s *Service) PlaceTicket(ctx context.Context, organization, ticketID int64, to int) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.reorder(ctx, organization, func(order []int64) ([]int64, error) {
		if !slices.Contains(order, ticketID) {
			return nil, fault.New(fault.Conflict, "Ticket #%d is not among the open tickets of this account. It may have been solved meanwhile", ticketID)
		}
		return Place(order, ticketID, to), nil
	})
}

// Reorder sets the places of several tickets at once, as numbers were typed beside them: equal numbers keep their order.
func (s *Service) Reorder(ctx context.Context, organization int64, places map[int64]int) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.reorder(ctx, organization, func(order []int64) ([]int64, error) {
		was := make(map[int64]int, len(order))
		for i, id := range order {
			was[id] = 2 * (i + 1)
			if to, ok := places[id]; ok && to != i+1 {
				was[id] = 2*to - 1 // before the one that has this number now
				if to > i+1 {
					was[id] = 2*to + 1
				}
			}
		}
		slices.SortStableFunc(order, func(a, b int64) int { return was[a] - was[b] })
		return order, nil
	})
}

func (s *Service) reorder(ctx context.Context, organization int64, change func(order []int64) ([]int64, error)) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := lockAccount(ctx, tx, organization); err != nil {
			return err
		}
		before, err := s.OpenOrder(ctx, tx, organization)
		if err != nil {
			return err
		}
		placed, err := orderOf(ctx, tx, organization)
		if err != nil {
			return err
		}
		order, err := change(before)
		if err != nil || slices.Equal(placed, order) { // by age is an order too, once the customer says so
			return err
		}
		if err := keepOrder(ctx, tx, organization, order); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "organization", ID: organization}, Ordered{Tickets: order})
	})
}
