package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// settleEmergency engages the engineers of an account as an emergency opens, and lets nothing ring once it is over.
func (s *Service) settleEmergency(ctx context.Context, tx *db.Tx, t ticket.Ticket) error {
	if s.Emergency == nil {
		return nil
	}
	known, err := engagementsOf(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	var e Emergency
	open := t.Stage == ticket.Emergency
	if open {
		if e, open, err = s.Emergency(ctx, tx, t.ID); err != nil {
			return err
		}
	}
	for _, k := range known {
		if open && k.EmergencyID == e.ID || !k.SettledAt.IsZero() {
			continue
		}
		if err := s.settled(ctx, tx, k); err != nil {
			return err
		}
	}
	if !open || !e.Paged || t.OrganizationID == 0 {
		return nil
	}
	all, err := s.EngineersOf(ctx, tx, t.OrganizationID)
	if err != nil {
		return err
	}
	for _, a := range all {
		if slices.ContainsFunc(known, func(k Engagement) bool { return k.EmergencyID == e.ID && k.AssignmentID == a.ID }) {
			continue
		}
		if err := s.open(ctx, tx, t, a, e.ID); err != nil {
			return err
		}
	}
	return nil
}

// settled keeps that an emergency is over for whoever was engaged.
func (s *Service) settled(ctx context.Context, tx *db.Tx, e Engagement) error {
	e.SettledAt = tx.Now()
	if err := updateEngagement(ctx, tx, e); err != nil || s.Quiet == nil || e.Outcome != WasEngaged {
		return err
	}
	return s.Quiet(ctx, tx, EngagementSubject(e.ID), "over")
}

// open keeps what becomes of engaging the engineer of an account, and pages them where that is agreed.
func (s *Service) open(ctx context.Context, tx *db.Tx, t ticket.Ticket, a Assignment, emergency int64) error {
	e := Engagement{TicketID: t.ID, EmergencyID: emergency, AssignmentID: a.ID, OrganizationID: a.OrganizationID, Organization: a.Organization,
		EngineerID: a.UserID, At: tx.Now()}
	e, opens, err := s.judge(ctx, tx, a, e, tx.Now())
	if err != nil {
		return err
	}
	if e.ID, err = insertEngagement(ctx, tx, e); err != nil {
		return err
	}
	switch e.Outcome {
	case WasEngaged:
		return s.ring(ctx, tx, t, e)
	case Outside:
		if err := awaitMorning(ctx, tx, e.ID, opens); err != nil {
			return err
		}
	case Absent:
		if err := s.tellAbsent(ctx, tx, a, e); err != nil {
			return err
		}
	}
	return s.noteEngaged(ctx, tx, e)
}

// judge decides whom an emergency engages at an instant: inside the agreed hours the engineer, or whoever covers while they are
// away. Outside of them nobody is woken; opens is when the hours begin next, zero for never.
func (s *Service) judge(ctx context.Context, q db.Querier, a Assignment, e Engagement, at time.Time) (_ Engagement, opens time.Time, err error) {
	w, err := s.watching(ctx, q, at, at.Add(time.Minute))
	if err != nil {
		return e, opens, err
	}
	sc, err := w.scene(ctx, a)
	if err != nil {
		return e, opens, err
	}
	c, there, err := sc.charge(at)
	e.UserID, e.Cover = c.UserID, c.Cover
	switch {
	case err != nil:
		return e, opens, err
	case !sc.contract.In(at):
		e.Outcome = Outside
		if next, ok := sc.contract.Next(at); ok {
			opens = next
		}
	case !there || sc.away(at) && !c.Cover:
		e.Outcome, e.UserID = Absent, 0
	default:
		e.Outcome = WasEngaged
	}
	return e, opens, nil
}

// ring pages whoever is engaged, and has them follow the ticket. They follow as nobody's deed but the desk's.
func (s *Service) ring(ctx context.Context, tx *db.Tx, t ticket.Ticket, e Engagement) error {
	if s.Ring != nil {
		title := fmt.Sprintf("Your account %s has an emergency: #%d %s", e.Organization, t.ID, t.Subject)
		if err := s.Ring(ctx, tx, Alarm{Key: e.alarmKey(), Subject: EngagementSubject(e.ID), Title: title, To: e.UserID}); err != nil {
			return err
		}
	}
	if err := s.noteEngaged(ctx, tx, e); err != nil || t.AssigneeID == e.UserID {
		return err
	}
	_, _, err := s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{AddFollowers: []int64{e.UserID}})
	return err
}

func (s *Service) noteEngaged(ctx context.Context, tx *db.Tx, e Engagement) error {
	return s.Log.Append(ctx, tx, event.Ticket(e.TicketID), Engaged{Engagement: e.ID, User: e.UserID, Cover: e.Cover, Outcome: e.Outcome})
}

// tellAbsent tells the engineer's manager that a minute of the contract has nobody, while it matters.
func (s *Service) tellAbsent(ctx context.Context, tx *db.Tx, a Assignment, e Engagement) error {
	users, err := s.People.Named(ctx, tx, a.UserID)
	if err != nil {
		return err
	}
	u := users[a.UserID]
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("account-absent-", e.ID), Subject: fmt.Sprintf("Nobody is there for the emergency of %s", a.Organization),
		Lead: fmt.Sprintf("#%d came inside the agreed hours of %s. %s is away and nobody covers, so whoever is on call works alone.",
			e.TicketID, a.Organization, u.Name),
		Path: ticketPath(e.TicketID)}, u.ManagerID == 0, u.ManagerID)
}
