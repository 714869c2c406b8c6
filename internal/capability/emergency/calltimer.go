package emergency

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const callKind = "emergency.call"

type callArgs struct {
	Call  int64     `json:"call"`
	Timer Timer     `json:"timer"`
	At    time.Time `json:"at"`
}

// armCall lets a job wait for each deadline of a call. Jobs of deadlines that moved find that when they run.
func armCall(ctx context.Context, tx *db.Tx, c Call) error {
	timers, err := TimersKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	for _, d := range c.Deadlines(timers) {
		a := callArgs{c.ID, d.Timer, d.At}
		if _, err := job.Enqueue(ctx, tx, callKind, a, job.Options{At: d.At, Unique: fmt.Sprintf("%d:%s:%d", c.ID, d.Timer, d.At.UnixMicro())}); err != nil {
			return err
		}
	}
	return nil
}

// callIsDue tells who answers for the emergency that a timer ran out, once.
func (s *Service) callIsDue(ctx context.Context, j job.Job) error {
	var a callArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "emergency")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := findCall(ctx, tx, a.Call)
		if err != nil {
			return err
		}
		e, err := findByID(ctx, tx, c.EmergencyID)
		if err != nil {
			return err
		}
		t, err := s.Tickets.Lock(ctx, tx, e.TicketID)
		if err != nil {
			return err
		}
		if c, err = findCall(ctx, tx, a.Call); err != nil { // as it is under the lock
			return err
		}
		timers, err := TimersKey.Get(ctx, tx)
		if err != nil || !slices.ContainsFunc(c.Deadlines(timers), func(d Deadline) bool { return d.Timer == a.Timer && d.At.Equal(a.At) }) {
			return err
		}
		if first, err := tellOnce(ctx, tx, c.ID, a.Timer, a.At); err != nil || !first {
			return err
		}
		if err := s.Log.Append(ctx, tx, event.Ticket(t.ID), Reminded{Call: c.ID, Timer: a.Timer}); err != nil {
			return err
		}
		if a.Timer == BreakOver {
			return s.changeCall(ctx, tx, e, c, BreakEnded)
		}
		return s.remind(ctx, tx, e, c, a)
	})
}

// remind mails who answers for the emergency, or who began the call where nobody does.
func (s *Service) remind(ctx context.Context, tx *db.Tx, e Emergency, c Call, a callArgs) error {
	to := e.Responsible
	if to == 0 {
		to = c.StartedBy
	}
	users, err := s.People.Named(ctx, tx, to)
	if err != nil {
		return err
	}
	subject, lead := a.Timer.words(e.TicketID)
	return s.Tell(ctx, tx, Notice{Cause: fmt.Sprintf("emergency-call:%d:%s:%d", c.ID, a.Timer, a.At.Unix()), To: []people.User{users[to]},
		Subject: subject, Lead: lead, Path: ticketPath(e.TicketID)})
}

func ticketPath(id int64) string { return fmt.Sprint("/tickets/", id) }

// words are the subject of a reminder and what is to be done.
func (t Timer) words(ticketID int64) (subject, lead string) {
	switch t {
	case BreakDue:
		return fmt.Sprintf("#%d: time for a break", ticketID),
			"The call has gone on for long. Tell the customer about a break, and begin it on the ticket: it is also the moment for a hand-over."
	case FollowUpDue:
		return fmt.Sprintf("#%d: the customer is silent", ticketID), "Ask whether they are still there. Without an answer the call is closed next."
	case CloseDue:
		return fmt.Sprintf("#%d: still no word from the customer", ticketID),
			"Close the call on the ticket: it goes on at high priority, and the customer reads that a new emergency is welcome."
	case RedefineDue:
		return fmt.Sprintf("#%d: what is the problem now?", ticketID),
			"The call has gone on for hours. Say anew what the problem is, together with the customer, and write it down on the ticket."
	}
	return fmt.Sprintf("#%d: the break is over", ticketID), "The call goes on."
}
