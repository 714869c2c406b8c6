package queue

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Taken is a ticket that somebody pulled.
type Taken struct {
	Ticket   ticket.Ticket
	Position int // from the top, 1 is the heaviest
}

// TakeTop gives the signed-in person the heaviest ticket that waits for us and that they may take; ok is false when
// there is none. Two who pull at once never get the same: the second goes on to the next.
func (s *Service) TakeTop(ctx context.Context) (t Taken, ok bool, err error) {
	me, err := s.me(ctx)
	if err != nil {
		return t, false, err
	}
	l, err := s.line(ctx, s.DB.Read(), s.DB.Now(ctx))
	if err != nil {
		return t, false, err
	}
	may, err := s.mayTake(ctx, me.UserID)
	if err != nil {
		return t, false, err
	}
	accounts, others, err := s.above(ctx, s.DB.Read(), me.UserID, l.Tickets)
	if err != nil {
		return t, false, err
	}
	for i, w := range append(accounts, others...) {
		if !w.Ours() || !may(w) {
			continue
		}
		taken, free, err := s.takeFree(ctx, me.UserID, w, Pulled{To: me.UserID, Position: i + 1, Weight: w.Weight.Total})
		if err != nil || free {
			return Taken{Ticket: taken, Position: i + 1}, free, err
		}
	}
	return t, false, nil
}

// takeFree assigns a ticket if it is free still.
func (s *Service) takeFree(ctx context.Context, userID int64, w Waiting, fact Pulled) (t ticket.Ticket, free bool, err error) {
	err = s.DB.Do(ctx, func(tx *db.Tx) (err error) {
		t, err = s.lock(ctx, tx, w.ID)
		if free = err == nil && t.AssigneeID == 0 && t.Status.Live(); !free {
			return gone(err)
		}
		t, err = s.assign(ctx, tx, t.ID, userID, fact, MovePulled)
		return err
	})
	return t, free, err
}

// assign gives a locked ticket to the one who takes it.
func (s *Service) assign(ctx context.Context, tx *db.Tx, id, userID int64, fact Pulled, kind Kind) (ticket.Ticket, error) {
	t, _, err := s.Tickets.UpdateIn(ctx, tx, id, ticket.Update{AssigneeID: &userID})
	if err != nil {
		return t, err
	}
	if err := record(ctx, tx, Move{TicketID: id, Kind: kind, ToUser: userID}); err != nil {
		return t, err
	}
	return t, s.Log.Append(ctx, tx, event.Ticket(id), fact)
}

// mayTake knows which tickets somebody may be given: not their own request, none that the desk keeps from them, and
// none of a group that has its tickets pushed to members of its own. All others are everybody's.
func (s *Service) mayTake(ctx context.Context, userID int64) (func(Waiting) bool, error) {
	q := s.DB.Read()
	users, err := s.People.Named(ctx, q, userID)
	if err != nil {
		return nil, err
	}
	rules, err := PushKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	groups, err := s.People.Groups(ctx, q)
	if err != nil {
		return nil, err
	}
	closed := map[int64]bool{}
	for _, r := range rules {
		i := slices.IndexFunc(groups, func(g people.Group) bool { return g.ID == r.GroupID })
		closed[r.GroupID] = i >= 0 && !slices.Contains(groups[i].Members, userID)
	}
	return func(w Waiting) bool { return !closed[w.GroupID] && s.suits(ctx, users[userID], w) }, nil
}

// suits reports whether somebody can be given a ticket at all.
func (s *Service) suits(ctx context.Context, u people.User, w Waiting) bool {
	return w.RequesterID != u.ID && u.Role.Allows(access.UpdateTickets) && (s.May == nil || s.May(ctx, u, w) == nil)
}
