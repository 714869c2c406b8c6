package notify

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/mailwire/token"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// MailAck says whether a new ticket is acknowledged with its number.
var MailAck = settings.Key[bool]{Name: "mail.ack", Default: true}

// acknowledge answers the mail that opened a ticket, where nothing forbids it.
func (s *Service) acknowledge(ctx context.Context, tx *db.Tx, w writing) error {
	on, err := MailAck.Get(ctx, tx)
	if err != nil || !on {
		return err
	}
	to := w.author()
	if to.Email == "" || !to.Active {
		return nil
	}
	if own, err := s.own(ctx, tx, w.from, to.Email); err != nil || own {
		return err
	}
	if may, err := s.mayAnswer(ctx, tx, w, to.Email); err != nil || !may {
		return err
	}
	m := Mail{
		Kind: Ack, Cause: fmt.Sprint("ticket:", w.ticket.ID), TicketID: w.ticket.ID, CommentID: w.comment.ID,
		MessageID:  token.MessageID(s.Key, w.ticket.ID, w.comment.ID, w.from.host(s.Host)),
		Subject:    fill(w.templates.AckSubject, w.values()),
		Automatic:  compose.AutoReplied,
		Recipients: []Recipient{{Address: to.Email, Name: to.Name, Role: To}},
		From:       w.from.sender(""),
		ReplyTo:    w.from.replyTo(s.Key, w.ticket.ID),
	}
	if m.InReplyTo, m.References, err = s.thread(ctx, tx, w.ticket.ID); err != nil {
		return err
	}
	var b body
	b.filled(w.templates.Ack, w.values())
	b.quiet("", s.inPortal(w))
	m.Text, m.HTML = b.within(w.templates.Layout)
	_, err = s.post(ctx, tx, m)
	return err
}
