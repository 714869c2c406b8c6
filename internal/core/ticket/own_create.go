package ticket

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OwnNew is what a customer opens a ticket with.
type OwnNew struct {
	FormID      int64 // of OwnForms; 0 where there are none
	Subject     string
	Body        string
	Severity    Severity            // 1 to 4: sets the priority, once
	Region      string              // key of the region by whose hours the clock is to run; empty: all regions
	Fields      map[string][]string // by key; answers to questions that are not asked are dropped
	CCs         []string            // addresses
	Attachments []int64             // of OwnUpload
	FollowUpOf  int64               // a closed ticket of the customer's; 0: none
	// Also is done with the ticket, or neither is; nil does nothing. Its fault is the form's.
	Also func(ctx context.Context, tx *db.Tx, ticketID int64) error
}

// ticket is what conditions of a form look at.
func (n OwnNew) ticket() Ticket {
	return Ticket{Subject: n.Subject, Status: New, Severity: n.Severity, Priority: PriorityOf(n.Severity), Channel: ownChannel,
		FormID: n.FormID, Region: n.Region, Fields: n.Fields, Stage: FirstReply}
}

// OwnCreate opens a ticket of the customer's own and gives its number. fault.Forbidden with NotEntitled in its chain
// where the organization has no right to one; fault.Invalid names the question that wants an answer.
func (s *Service) OwnCreate(ctx context.Context, n OwnNew) (int64, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return 0, err
	}
	who := customerOf(ctx)
	id, err := db.InTx(ctx, s.db, func(tx *db.Tx) (int64, error) {
		standing, err := s.standing(ctx, tx, who, n, tx.Now())
		if err != nil {
			return 0, err
		}
		if !standing.MayAsk() {
			return 0, fault.Wrap(fault.Forbidden, NotEntitled{standing}, "Your organization cannot open tickets at the moment. What you wrote is kept")
		}
		if n.Fields, err = s.answers(ctx, tx, n); err != nil {
			return 0, err
		}
		if n.FollowUpOf, err = s.followable(ctx, tx, who, n.FollowUpOf); err != nil {
			return 0, err
		}
		ccs, err := s.companions(ctx, tx, who, n.CCs)
		if err != nil {
			return 0, err
		}
		t, err := s.CreateIn(asDesk(ctx), tx, NewTicket{Subject: n.Subject, RequesterID: who.id, Severity: n.Severity, FollowUpOf: n.FollowUpOf,
			Channel: ownChannel, CCs: ccs, Region: &n.Region, FormID: n.FormID, Fields: n.Fields,
			Comment: NewComment{Public: true, Format: Text, Body: n.Body, Attachments: n.Attachments, MayAnswer: true}})
		if err == nil && n.Also != nil {
			err = n.Also(ctx, tx, t.ID)
		}
		return t.ID, err
	})
	var not NotEntitled
	if errors.As(err, &not) {
		return 0, cmp.Or(s.turnAway(ctx, who, n, not.Refusal), err)
	}
	return id, err
}

// answers checks what every ticket needs and gives the answers to what the form asks.
func (s *Service) answers(ctx context.Context, tx *db.Tx, n OwnNew) (map[string][]string, error) {
	switch {
	case strings.TrimSpace(n.Subject) == "":
		return nil, fault.Field("subject", "Say in a line what it is about")
	case strings.TrimSpace(n.Body) == "":
		return nil, fault.Field("body", "Describe what happens and what you expected")
	case n.Severity < 1 || n.Severity > 4:
		return nil, fault.Field("severity", "Choose how severe it is, from 1 to 4")
	}
	asked, err := s.questions(ctx, tx, n)
	if err != nil {
		return nil, err
	}
	answers := map[string][]string{}
	for _, q := range asked.Questions {
		values, err := q.clean(n.Fields[q.Key])
		switch {
		case err != nil:
			return nil, err
		case len(values) > 0:
			answers[q.Key] = values
		case q.Required:
			return nil, fault.Field("field:"+q.Key, "%s needs an answer", q.Title)
		}
	}
	if len(answers) == 0 {
		return nil, nil // a follow-up then keeps what was said before
	}
	return answers, nil
}

// followable gives the number of a closed ticket that the customer may see; another one is no ground for a follow-up.
func (s *Service) followable(ctx context.Context, tx *db.Tx, who customer, id int64) (int64, error) {
	if id == 0 {
		return 0, nil
	}
	t, err := s.loadOwn(ctx, tx, who, id)
	if err != nil {
		return 0, err
	}
	if t.Status != Closed {
		return 0, fault.New(fault.Conflict, "Ticket #%d is not closed: answer there", id)
	}
	return id, nil
}
