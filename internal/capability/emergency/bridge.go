package emergency

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// CallOf gives the call that goes on for an emergency, and its timers; ok is false where there is none.
func (s *Service) CallOf(ctx context.Context, emergencyID int64) (c Call, next []Deadline, ok bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return c, nil, false, err
	}
	c, ok, err = findOpenCall(ctx, s.DB.Read(), emergencyID)
	if err != nil || !ok {
		return c, nil, false, err
	}
	timers, err := TimersKey.Get(ctx, s.DB.Read())
	return c, c.Deadlines(timers), true, err
}

// StartCall begins a call with the customer of an emergency's ticket; where to join may be empty. The customer is not there
// yet: their silence counts from now.
func (s *Service) StartCall(ctx context.Context, ticketID int64, link string) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	link = strings.TrimSpace(link)
	if u, err := url.Parse(link); link != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
		return fault.Field("link", "%q is no link to a call: paste one that begins with https://", fault.Clip(link, 80))
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, _, err := s.lock(ctx, tx, ticketID)
		if err != nil {
			return err
		}
		if _, ok, err := findOpenCall(ctx, tx, e.ID); err != nil || ok {
			if err == nil {
				err = fault.New(fault.Conflict, "A call of #%d goes on already. End it first", ticketID)
			}
			return err
		}
		now := tx.Now()
		c := Call{EmergencyID: e.ID, Link: link, StartedBy: me.UserID, StartedAt: now, BreakFrom: now, SilentSince: now, ProblemAt: now}
		if err := insertCall(ctx, tx, &c); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(ticketID), Called{Call: c.ID}); err != nil {
			return err
		}
		return armCall(ctx, tx, c)
	})
}

// ChangeCall notes what happened in the call of an emergency's ticket. Redefined needs the problem in words.
func (s *Service) ChangeCall(ctx context.Context, ticketID int64, what CallChange, problem string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	problem = strings.TrimSpace(problem)
	switch {
	case !slices.Contains(CallChanges(), what):
		return fault.Field("what", "%q is nothing that happens in a call", string(what))
	case what == Redefined && problem == "":
		return fault.Field("problem", "Say in a sentence what the problem is now")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, _, err := s.lock(ctx, tx, ticketID)
		if err != nil {
			return err
		}
		c, ok, err := findOpenCall(ctx, tx, e.ID)
		if err == nil && !ok {
			err = fault.New(fault.Conflict, "No call of #%d goes on", ticketID)
		}
		if err != nil {
			return err
		}
		if what == Redefined {
			c.Problem = problem
			if err := s.addLine(ctx, tx, ticketID, problem); err != nil {
				return err
			}
		}
		return s.changeCall(ctx, tx, e, c, what)
	})
}

func (s *Service) changeCall(ctx context.Context, tx *db.Tx, e Emergency, c Call, what CallChange) error {
	timers, err := TimersKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	c = c.After(what, timers, tx.Now())
	if err := saveCall(ctx, tx, c); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, event.Ticket(e.TicketID), CallChanged{Call: c.ID, What: what}); err != nil {
		return err
	}
	return armCall(ctx, tx, c)
}

// hearOnCall follows the thread while a call goes on: the customer who writes is there. Our word alone does not make them
// silent, for they may speak and not write.
func (s *Service) hearOnCall(ctx context.Context, tx *db.Tx, e Emergency, what touched) error {
	if !what.heard {
		return nil
	}
	c, ok, err := findOpenCall(ctx, tx, e.ID)
	if err != nil || !ok || c.SilentSince.IsZero() {
		return err
	}
	return s.changeCall(ctx, tx, e, c, CustomerHere)
}
