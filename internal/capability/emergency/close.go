package emergency

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Ending is how an emergency ended. Besides these, nobody stops answering for one but by a hand-over that somebody accepted.
type Ending string

// The endings.
const (
	Solved     Ending = "solved"
	Left       Ending = "left"       // the customer left, went silent, or needs nothing any more
	Downgraded Ending = "downgraded" // it was none
	Lowered    Ending = "lowered"    // somebody set the stage of the ticket back
	Replaced   Ending = "replaced"   // a new, linked emergency has somebody who answers for it
)

// Ended is how one ends and by whom.
type Ended struct {
	Ending   Ending
	By       int64 // 0: the desk itself
	FollowUp int64 // ticket; 0: none
}

// end closes a locked emergency with its page, its call and its hand-over. The ticket is the caller's.
func (s *Service) end(ctx context.Context, tx *db.Tx, e Emergency, how Ended) error {
	e.Ending, e.ClosedBy, e.ClosedAt = how.Ending, how.By, tx.Now()
	if err := saveEnd(ctx, tx, e); err != nil {
		return err
	}
	if err := s.Settle(ctx, tx, event.Ticket(e.TicketID), string(how.Ending)); err != nil {
		return err
	}
	if c, ok, err := findOpenCall(ctx, tx, e.ID); err != nil {
		return err
	} else if ok {
		c.EndedAt = tx.Now()
		if err := saveCall(ctx, tx, c); err != nil {
			return err
		}
	}
	if h, ok, err := findOpenHandOver(ctx, tx, e.ID); err != nil {
		return err
	} else if ok {
		if err := s.endHandOver(ctx, tx, h, endedWithEmergency); err != nil {
			return err
		}
	}
	return s.Log.Append(ctx, tx, event.Ticket(e.TicketID), Closed{Ending: how.Ending, FollowUp: how.FollowUp})
}

// Closing ends an emergency that is resolved.
type Closing struct {
	TicketID int64
	Words    string // public, to the customer; may be empty
	FollowUp *FollowUp
}

// FollowUp is the ticket in which the work goes on that is left: a reply to the solved one would count as an emergency, and
// would be missed after the shift (oncall-and-incidents.md, CEOC stages: close).
type FollowUp struct {
	Subject  string
	Priority ticket.Priority
	Body     string // its first, public words
	Mine     bool   // the engineer who closes goes on with it
}

// Resolve solves the ticket of an emergency and opens the linked ticket in which the rest of the work goes on, both or none.
// It gives the new ticket's number, 0 for none.
func (s *Service) Resolve(ctx context.Context, c Closing) (int64, error) {
	me, err := s.me(ctx)
	if err != nil {
		return 0, err
	}
	if err := c.FollowUp.check(); err != nil {
		return 0, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (int64, error) {
		e, t, err := s.lock(ctx, tx, c.TicketID)
		if err != nil {
			return 0, err
		}
		next, err := s.goOn(ctx, tx, t, c.FollowUp, me.UserID)
		if err != nil {
			return 0, err
		}
		if next != 0 {
			if err := saveFollowUp(ctx, tx, e.ID, next); err != nil {
				return 0, err
			}
		}
		if err := s.end(ctx, tx, e, Ended{Ending: Solved, By: me.UserID, FollowUp: next}); err != nil {
			return 0, err
		}
		_, _, err = s.Tickets.UpdateIn(ctx, tx, t.ID, ticket.Update{Status: new(ticket.Solved), Stage: new(ticket.NextReply), Comment: publicly(c.Words)})
		return next, err
	})
}

func (f *FollowUp) check() error {
	switch {
	case f == nil:
		return nil
	case strings.TrimSpace(f.Subject) == "":
		return fault.Field("subject", "Say in a line what is left to do")
	case f.Priority < ticket.Urgent || f.Priority > ticket.Low:
		return fault.Field("priority", "Choose the priority of the work that is left")
	case strings.TrimSpace(f.Body) == "":
		return fault.Field("body", "Write how the new ticket begins: the customer gets it")
	}
	return nil
}

// goOn opens the linked ticket; 0 where nothing is left.
func (s *Service) goOn(ctx context.Context, tx *db.Tx, t ticket.Ticket, f *FollowUp, me int64) (int64, error) {
	if f == nil {
		return 0, nil
	}
	n := ticket.NewTicket{Subject: f.Subject, RequesterID: t.RequesterID, Organization: t.OrganizationID, Priority: f.Priority, Severity: t.Severity,
		FollowUpOf: t.ID, Channel: "web", Region: &t.Region, CCs: t.CCs, Stage: ticket.NextReply,
		Comment: ticket.NewComment{Public: true, Body: f.Body, AuthorID: me}}
	if f.Mine {
		n.AssigneeID = me
	}
	next, err := s.Tickets.CreateIn(ctx, tx, n)
	return next.ID, err
}

// Leave ends the emergency of a customer who left or went silent: the ticket goes on at high priority, and the words say
// that a new emergency is welcome.
func (s *Service) Leave(ctx context.Context, ticketID int64, words string) error {
	me, err := s.me(ctx)
	if err != nil {
		return err
	}
	if strings.TrimSpace(words) == "" {
		return fault.Field("words", "Write what the customer reads when they come back")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, t, err := s.lock(ctx, tx, ticketID)
		if err != nil {
			return err
		}
		if err := s.end(ctx, tx, e, Ended{Ending: Left, By: me.UserID}); err != nil {
			return err
		}
		_, _, err = s.Tickets.UpdateIn(ctx, tx, t.ID,
			ticket.Update{Priority: new(ticket.High), Stage: new(ticket.NextReply), Status: new(ticket.Pending), Comment: publicly(words)})
		return err
	})
}
