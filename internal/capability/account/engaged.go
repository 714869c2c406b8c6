package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// EngageNow engages the engineer of an account in an emergency that came outside the agreed hours, or in a gap, and goes on.
// Outside of these hours it is fault.Conflict: nobody is woken.
func (s *Service) EngageNow(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, t, err := s.hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if e.Outcome == WasEngaged || !e.SettledAt.IsZero() {
			return fault.New(fault.Conflict, "There is nobody to engage: they are engaged already, or the emergency is over")
		}
		a, err := findAssignment(ctx, tx, e.AssignmentID)
		if err != nil {
			return err
		}
		e.At = tx.Now()
		e, _, err = s.judge(ctx, tx, a, e, tx.Now())
		switch {
		case err != nil:
			return err
		case e.Outcome == Outside:
			return fault.New(fault.Conflict, "It is outside the agreed hours of %s, and outside of these nobody is woken", a.Organization)
		case e.Outcome == Absent:
			return fault.New(fault.Conflict, "Nobody is there for %s: the engineer is away, and nobody covers. Ask somebody for cover first", a.Organization)
		}
		if err := updateEngagement(ctx, tx, e); err != nil {
			return err
		}
		return s.ring(access.AsSystem(ctx, "account"), tx, t, e)
	})
}

// hold locks the ticket of an engagement, and reads it.
func (s *Service) hold(ctx context.Context, tx *db.Tx, id int64) (Engagement, ticket.Ticket, error) {
	e, err := findEngagement(ctx, tx, id)
	if err != nil {
		return e, ticket.Ticket{}, err
	}
	t, err := s.Tickets.Lock(ctx, tx, e.TicketID)
	if err != nil {
		return e, t, err
	}
	e, err = findEngagement(ctx, tx, id) // it may have changed before the lock
	return e, t, err
}

// LockTicket locks the ticket that the page of an engagement tells of, before the page itself is locked.
func (s *Service) LockTicket(ctx context.Context, tx *db.Tx, id int64) error {
	_, _, err := s.hold(ctx, tx, id)
	return err
}

// Find gives an engagement; fault.NotFound when there is none. The caller may see it.
func (s *Service) Find(ctx context.Context, q db.Querier, id int64) (Engagement, error) {
	return findEngagement(ctx, q, id)
}

// Answered is told that somebody acknowledged the page of an engagement.
func (s *Service) Answered(ctx context.Context, tx *db.Tx, id, by int64) error {
	e, _, err := s.hold(ctx, tx, id)
	if err != nil || by != e.UserID || !e.AnsweredAt.IsZero() {
		return err
	}
	e.AnsweredAt = tx.Now()
	if err := updateEngagement(ctx, tx, e); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Ticket(e.TicketID), Came{Engagement: e.ID, User: by})
}

// TakePart keeps what an engaged engineer does: takes over, shadows or informs. It answers their page. Whoever is on call stays
// responsible until they hand the emergency over.
func (s *Service) TakePart(ctx context.Context, id int64, part Part) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if !slices.Contains(Parts(), part) {
		return fault.Field("part", "Choose what you do: take over, shadow or inform")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, _, err := s.hold(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case e.UserID != actor(ctx):
			return fault.New(fault.Forbidden, "Only the one who is engaged says what they do")
		case !e.SettledAt.IsZero():
			return fault.New(fault.Conflict, "The emergency is over")
		}
		if s.Quiet != nil {
			if err := s.Quiet(ctx, tx, EngagementSubject(e.ID), "answered"); err != nil {
				return err
			}
		}
		if e.AnsweredAt.IsZero() {
			e.AnsweredAt = tx.Now()
		}
		e.Part, e.PartAt = part, tx.Now()
		if err := updateEngagement(ctx, tx, e); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Ticket(e.TicketID), Came{Engagement: e.ID, User: e.UserID, Part: part})
	})
}

const morningKind = "account.morning"

type morningArgs struct {
	Engagement int64 `json:"engagement"`
}

// awaitMorning has the engineer find what happened outside their hours as the next of these begin.
func awaitMorning(ctx context.Context, tx *db.Tx, id int64, opens time.Time) error {
	if opens.IsZero() {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, morningKind, morningArgs{id}, job.Options{At: opens, Unique: fmt.Sprint(id)})
	return err
}

// morning tells whoever is in charge by then what happened outside the agreed hours. It rings nowhere.
func (s *Service) morning(ctx context.Context, tx *db.Tx, m morningArgs) error {
	e, t, err := s.hold(ctx, tx, m.Engagement)
	if err != nil || e.Outcome != Outside {
		return err
	}
	c, ok, err := s.InCharge(ctx, tx, e.OrganizationID, tx.Now())
	if err != nil || !ok {
		return err
	}
	lead := fmt.Sprintf("#%d came at %s, outside the agreed hours, so you were not woken. It is over.", t.ID, stamp(e.At))
	if e.SettledAt.IsZero() {
		lead = fmt.Sprintf("#%d came at %s, outside the agreed hours, so you were not woken. It goes on.", t.ID, stamp(e.At))
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("account-morning-", e.ID), Subject: e.Organization + " had an emergency", Lead: lead,
		Path: ticketPath(t.ID)}, false, c.UserID)
}
