package notify

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// post puts a mail into the outbox in the transaction of its cause; it gives 0 where the cause has its mail
// already, and where nobody is left to mail.
func (s *Service) post(ctx context.Context, tx *db.Tx, m Mail) (int64, error) {
	if len(m.Recipients) == 0 {
		return 0, nil
	}
	id, err := insertMail(ctx, tx, m)
	if err != nil || id == 0 {
		return 0, err
	}
	m.ID = id
	if err := s.address(ctx, tx, &m); err != nil {
		return 0, err
	}
	if m.TicketID != 0 {
		err := s.Tickets.RememberMessageID(ctx, tx, ticket.MessageID{
			ID: bare(m.MessageID), TicketID: m.TicketID, CommentID: m.CommentID, Direction: ticket.Out})
		if err != nil {
			return 0, err
		}
		s.publish(tx, fmt.Sprint("ticket:", m.TicketID), "mail")
	}
	tx.AfterCommit(tx.Signal(signal))
	return id, nil
}

// signal wakes the sender.
const signal = "outbox"

// address gives a mail its return path and, where the desk had no address when it was written, its sender.
func (s *Service) address(ctx context.Context, tx *db.Tx, m *Mail) error {
	from, err := MailFrom.Get(ctx, tx)
	if err != nil || from.Address == "" {
		return err
	}
	if m.From.Address == "" {
		m.From.Address = from.Address
		if m.From.Name == "" {
			m.From.Name = from.Name
		}
		if m.ReplyTo == "" {
			m.ReplyTo = from.replyTo(s.Key, m.TicketID)
		}
	}
	m.EnvelopeFrom = from.envelope(s.Key, m.ID, m.Automatic)
	return setEnvelope(ctx, tx, *m)
}
