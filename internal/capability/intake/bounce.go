package intake

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Bounce is a report about a mail of ours that did not arrive, or not yet.
type Bounce struct {
	Outbox    int64  // by the return path; 0 where only the Message-ID is known
	MessageID string // of the mail that it is about, without <>; may be empty
	TicketID  int64  // 0 where it belongs to none
	CommentID int64
	Recipient string // empty where the report names nobody
	Hard      bool   // trying again will not help
	Text      string // what the other server said
}

// report passes a bounce of one of our mails to the sending side. It does so before the verdict: the reply
// did not arrive, whatever becomes of the report.
func (s *Service) report(ctx context.Context, tx *db.Tx, m *letter, to target) error {
	b := m.Message.Bounce
	if b == nil || s.Bounced == nil || (b.Kind != "failed" && b.Kind != "delayed") || to.outbox == 0 && to.ticket.ID == 0 {
		return nil
	}
	err := s.Bounced(access.AsSystem(ctx, "mail"), tx, Bounce{Outbox: to.outbox, MessageID: b.OriginalMessageID, TicketID: to.ticket.ID, CommentID: to.comment,
		Recipient: b.Recipient, Hard: b.Hard, Text: b.Diagnostic})
	if fault.Is(err, fault.NotFound) {
		return nil // about a mail that a colleague sent by hand; the note on the ticket tells
	}
	return err
}
