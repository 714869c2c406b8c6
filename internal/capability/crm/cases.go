package crm

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const caseKind = "crm.cases"

// subscribers follow tickets after their commits: a CRM that is away never delays one.
func (s *Service) subscribers() []event.Subscriber {
	return []event.Subscriber{{Name: "crm-cases", Kinds: []string{ticket.Created{}.EventKind(), ticket.Changed{}.EventKind()}, Handle: s.follow}}
}

// follow notes what the CRM should know of a ticket: whether it is open.
func (s *Service) follow(ctx context.Context, e event.Event) error {
	if e.Kind == (ticket.Changed{}).EventKind() {
		if c, err := event.Decode[ticket.Changed](e); err != nil || c.Field != "status" && c.Field != "organization" {
			return err
		}
	}
	w, err := WriteBackKey.Get(ctx, s.DB.Read())
	if err != nil || !w.Cases || s.Restricted {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		t, err := s.Tickets.Load(ctx, tx, e.Subject.ID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		account, err := accountOf(ctx, tx, t.OrganizationID)
		if err != nil || account == "" {
			return err
		}
		wanted := caseOpen
		if !t.Status.Live() {
			wanted = caseClosed
		}
		changed, err := wantCase(ctx, tx, t.ID, account, wanted)
		if err != nil || !changed {
			return err
		}
		_, err = job.Enqueue(ctx, tx, caseKind, nil, job.Options{Unique: "now"})
		return err
	})
}

// What a case is, or should be.
const (
	caseOpen   = "open"
	caseClosed = "closed"
)

// caseWork is a case that the CRM does not know as it should be.
type caseWork struct {
	ticketID int64
	account  string
	wanted   string
	tries    int
}

const casesAtOnce = 100

// sendCases tells the CRM of cases. Each is an upsert by the ticket's number: to send it again after a crash makes no second case.
// A failure waits and is tried again, later each time; the tickets know nothing of it.
func (s *Service) sendCases(ctx context.Context, _ job.Job) error {
	ctx = access.AsSystem(ctx, "crm")
	w, err := WriteBackKey.Get(ctx, s.DB.Read())
	if err != nil || !w.Cases || s.Restricted {
		return err
	}
	due, err := dueCases(ctx, s.DB.Read(), s.DB.Now(ctx), casesAtOnce)
	if err != nil {
		return err
	}
	client, err := s.client(ctx)
	if fault.Is(err, fault.Invalid) { // nothing is connected; the cases wait for it
		return nil
	}
	if err != nil {
		return err
	}
	for _, c := range due {
		id, err := client.Upsert(ctx, w.CaseObject, w.CaseField, s.externalID(c.ticketID), s.caseOf(c, w))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.toldCase(ctx, tx, c, id, err) }); err != nil {
			return err
		}
		if fault.Is(err, fault.Unavailable) { // the others would fare no better
			break
		}
	}
	return s.sendLater(ctx)
}

// externalID is what the case of a ticket is found by.
func (s *Service) externalID(ticketID int64) string { return fmt.Sprintf("%s-%d", s.Host, ticketID) }

// caseOf is what the CRM is told of a ticket: that it is there, and where. What customers write stays in the desk.
func (s *Service) caseOf(c caseWork, w WriteBack) map[string]any {
	values := map[string]any{"Subject": fmt.Sprintf("Support ticket #%d", c.ticketID), "AccountId": c.account, "Status": w.OpenWord}
	if c.wanted == caseClosed {
		values["Status"] = w.ClosedWord
	}
	if w.CaseLink != "" {
		values[w.CaseLink] = s.Link(fmt.Sprint("/tickets/", c.ticketID))
	}
	return values
}

// toldCase notes how the telling went.
func (s *Service) toldCase(ctx context.Context, tx *db.Tx, c caseWork, id string, cause error) error {
	if cause == nil {
		return caseTold(ctx, tx, c.ticketID, id, c.wanted)
	}
	said, _ := fault.Public(cause)
	wait := s.Backoff(c.tries+1, salesforce.Wait(cause))
	if !fault.Is(cause, fault.Unavailable) { // somebody must mend something first
		wait = max(wait, time.Hour)
	}
	s.Logger.Warn("crm: a case was not told", "ticket", c.ticketID, "tries", c.tries+1, "err", cause)
	return caseFailed(ctx, tx, c.ticketID, tx.Now().Add(wait), said)
}

// sendLater has the cases that wait told when the first of them is due.
func (s *Service) sendLater(ctx context.Context) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		at, err := nextCase(ctx, tx)
		if err != nil || at.IsZero() {
			return err
		}
		at = latest(at, tx.Now())
		_, err = job.Enqueue(ctx, tx, caseKind, nil, job.Options{At: at, Unique: fmt.Sprint(at.UnixMicro())})
		return err
	})
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
