package notify

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// Outcome is what became of one recipient of a reply or an acknowledgement, for the ticket's page.
type Outcome struct {
	Recipient
	OutboxID  int64
	Kind      Kind
	State     State     // of the mail
	NextTryAt time.Time // zero where no try is to come
}

// Unsure reports whether the mail went out and no answer came: it may have arrived.
func (o Outcome) Unsure() bool { return o.Outcome == submit.Unknown }

// Deliveries gives the outcomes of a ticket's mails to the customer, by comment.
func (s *Service) Deliveries(ctx context.Context, ticketID int64) (map[int64][]Outcome, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	mails, err := customerMails(ctx, s.DB.Read(), ticketID)
	if err != nil {
		return nil, err
	}
	all := map[int64][]Outcome{}
	for _, m := range mails {
		for _, r := range m.Recipients {
			o := Outcome{Recipient: r, OutboxID: m.ID, Kind: m.Kind, State: m.State}
			if r.open() && m.State == Queued {
				o.NextTryAt = m.NextTryAt
			}
			all[m.CommentID] = append(all[m.CommentID], o)
		}
	}
	return all, nil
}

// HeldAnswers lists the automatic answers about a ticket that a brake held back, newest first.
func (s *Service) HeldAnswers(ctx context.Context, ticketID int64) ([]Braked, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return brakesOf(ctx, s.DB.Read(), ticketID, pageSize)
}
