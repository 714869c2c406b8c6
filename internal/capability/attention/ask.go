package attention

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

// Asking is what somebody asks for a ticket.
type Asking struct {
	TicketID int64
	Urgency  Urgency
	Kind     Kind
	Reason   string // the business case, in their words
	Wanted   string // what shall come of it
}

// longest is how much somebody may write in one field, in characters.
const longest = 4000

// typed checks the words of a request.
func (a Asking) typed() (Asking, error) {
	a.Reason, a.Wanted = strings.TrimSpace(a.Reason), strings.TrimSpace(a.Wanted)
	switch {
	case !slices.Contains(Urgencies(), a.Urgency):
		return a, fault.Field("urgency", "Choose how urgent it is: %s, %s or %s", Urgent, Timely, NotUrgent)
	case !slices.Contains(Kinds(), a.Kind):
		return a, fault.Field("kind", "Choose the reason that fits best")
	case a.Reason == "":
		return a, fault.Field("reason", "Say why this ticket needs attention: what is at stake, for whom, by when")
	case len([]rune(a.Reason)) > longest:
		return a, fault.Field("reason", "Up to %d characters are kept here; this has %d", longest, len([]rune(a.Reason)))
	case a.Wanted == "":
		return a, fault.Field("wanted", "Say what shall come of it, such as a call today or another engineer")
	case len([]rune(a.Wanted)) > longest:
		return a, fault.Field("wanted", "Up to %d characters are kept here; this has %d", longest, len([]rune(a.Wanted)))
	}
	return a, nil
}

// Ask takes a request of any member of the team for one ticket (tickets.md, STAR). It goes to the manager on call, whose
// clock runs from now. What belongs elsewhere or comes too early is fault.Conflict over a Refusal.
func (s *Service) Ask(ctx context.Context, a Asking) (Request, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return Request{}, err
	}
	a, err := a.typed()
	if err != nil {
		return Request{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Request, error) { return s.ask(ctx, tx, a) })
}

func (s *Service) ask(ctx context.Context, tx *db.Tx, a Asking) (r Request, err error) {
	t, err := s.Tickets.Lock(ctx, tx, a.TicketID)
	if err != nil {
		return r, err
	}
	at, err := s.situation(ctx, tx, t, a.Kind, tx.Now())
	if err != nil {
		return r, err
	}
	if refusal, ok := at.judge(); !ok {
		return r, refusal.fault()
	}
	actor, _ := access.From(ctx)
	r = Request{TicketID: t.ID, By: actor.UserID, Urgency: a.Urgency, Kind: a.Kind, Reason: a.Reason, Wanted: a.Wanted, State: Waiting, At: tx.Now(),
		DueAt: tx.Now().Add(time.Duration(at.rules.Minutes[a.Urgency]) * time.Minute), Subject: t.Subject}
	if r.ManagerID, err = s.manager(ctx, tx, tx.Now()); err != nil {
		return r, err
	}
	if r.ID, err = insertRequest(ctx, tx, r); err != nil {
		return r, err
	}
	note := ticket.Update{AddTags: []string{TagSubmitted}, Comment: &ticket.NewComment{AuthorID: actor.UserID, Channel: actor.Via, Body: r.note()}}
	if _, _, err := s.Tickets.UpdateIn(access.AsSystem(ctx, "attention"), tx, t.ID, note); err != nil {
		return r, err
	}
	if err := s.Log.Append(ctx, tx, event.Ticket(t.ID), Requested{Request: r.ID, Urgency: r.Urgency, Kind: r.Kind, Manager: r.ManagerID}); err != nil {
		return r, err
	}
	if err := s.arm(ctx, tx, r, at.rules); err != nil {
		return r, err
	}
	return r, s.tell(ctx, tx, r.notice("asked", "Attention is asked for #%d"), whom(r.ManagerID)...)
}

// note is the internal note that stands in the thread.
func (r Request) note() string {
	return fmt.Sprintf("**Attention request %d** (%s)\n\n%s\n\n**Wanted:** %s", r.ID, strings.ReplaceAll(string(r.Urgency), "_", " "), r.Reason, r.Wanted)
}

// notice tells of the request; cause is the same for the same news.
func (r Request) notice(cause, subject string) Notice {
	return Notice{Cause: fmt.Sprintf("attention:%d:%s", r.ID, cause), Subject: fmt.Sprintf(subject, r.TicketID) + ": " + r.Subject,
		Lead: r.Reason, Lines: []string{"Wanted: " + r.Wanted, "A manager looks by " + r.DueAt.UTC().Format("15:04 UTC, 2 January")}, Path: r.Path()}
}

// Path is the page of the request.
func (r Request) Path() string { return fmt.Sprint("/attention/", r.ID) }

// whom is a list of one, or of nobody.
func whom(id int64) []int64 {
	if id == 0 {
		return nil
	}
	return []int64{id}
}

// manager gives the manager on call who is asked first; 0 for nobody.
func (s *Service) manager(ctx context.Context, q db.Querier, at time.Time) (int64, error) {
	if s.OnDuty == nil {
		return 0, nil
	}
	on, err := s.OnDuty(ctx, q, at)
	if err != nil || len(on) == 0 {
		return 0, err
	}
	return on[0], nil
}

// situation gathers all that a request is judged by.
func (s *Service) situation(ctx context.Context, q db.Querier, t ticket.Ticket, kind Kind, now time.Time) (at situation, err error) {
	at = situation{now: now, kind: kind, ticket: t, open: true}
	if at.rules, err = Stars.Get(ctx, q); err != nil {
		return at, err
	}
	forms, err := s.Tickets.FormsIn(access.AsSystem(ctx, "attention"), q)
	if err != nil {
		return at, err
	}
	for _, f := range forms {
		if f.ID == t.FormID {
			at.form = f
		}
	}
	if s.Incident != nil {
		if at.incident, err = s.Incident(ctx, q, t.ID); err != nil {
			return at, err
		}
	}
	if s.Hours != nil {
		if at.open, at.opens, err = s.Hours(ctx, q, at.rules.Calendar, now); err != nil {
			return at, err
		}
	}
	asked, err := requestsOf(ctx, q, t.ID)
	at.asked = slices.ContainsFunc(asked, func(r Request) bool { return r.State.Open() })
	return at, err
}

// May tells before anything is typed whether attention can be asked for a ticket, and the reason against it.
func (s *Service) May(ctx context.Context, t ticket.Ticket) (Refusal, bool, error) {
	if err := access.Check(ctx, access.CommentPrivate); err != nil {
		return Refusal{}, false, err
	}
	q := s.DB.Read()
	at, err := s.situation(ctx, q, t, Stalled, s.DB.Now(ctx))
	if err != nil {
		return Refusal{}, false, err
	}
	r, ok := at.judge()
	return r, ok, nil
}

// engineerOf finds somebody active of the team who works on tickets.
func (s *Service) engineerOf(ctx context.Context, q db.Querier, id int64) (people.User, error) {
	users, err := s.People.Named(ctx, q, id)
	u, known := users[id]
	if err == nil && (!known || !u.Active || !u.Role.Allows(access.UpdateTickets)) {
		err = fault.Field("engineer", "Choose an engineer of the team")
	}
	return u, err
}
