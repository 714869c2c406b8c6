package intake

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// bury makes a ticket of a mail that cannot be read, with the raw mail attached and the trouble as a note.
func (s *Service) bury(ctx context.Context, tx *db.Tx, d Delivery, reason, trouble string) error {
	ctx = access.AsSystem(ctx, "mail")
	d.Sender, d.Subject = s.salvage(ctx, tx, d)
	who, err := s.People.Ensure(ctx, tx, "", d.Sender)
	if err != nil {
		return err
	}
	file, err := s.whole(ctx, tx, d)
	if err != nil {
		return err
	}
	t, err := s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{
		Subject: "[unreadable mail] " + d.Subject, RequesterID: who.ID, Channel: "mail", Tags: []string{"unreadable_mail"},
		Comment: ticket.NewComment{AuthorID: who.ID, Public: true, Format: ticket.Text, Channel: "mail", DeliveryID: d.ID,
			Body: "This mail could not be read. It is attached as it came.", Files: file},
	})
	if err != nil {
		return err
	}
	if err := s.note(ctx, tx, t.ID, fmt.Sprintf("Delivery %d could not be filed after %d tries: %s\n\nOnce the cause is mended, read it again from the mail log.", d.ID, maxTries, trouble)); err != nil {
		return err
	}
	d.State, d.Reason, d.Detail, d.Error = Dead, reason, "It could not be read and is a ticket with the raw mail attached", trouble
	d.TicketID, d.CommentID, d.FiledAt = t.ID, t.FirstComment, tx.Now()
	if err := saveDelivery(ctx, tx, d); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Subject{Type: "delivery", ID: d.ID}, MailFiled{Ticket: t.ID, Comment: t.FirstComment})
}

// whole is the raw mail as an attachment.
func (s *Service) whole(ctx context.Context, tx *db.Tx, d Delivery) ([]ticket.NewAttachment, error) {
	raw, err := findRaw(ctx, tx, d.Hash)
	if err != nil {
		return nil, err
	}
	if raw.bytes != nil {
		if _, err := s.Blobs.Put(ctx, strings.NewReader(string(raw.bytes))); err != nil {
			return nil, err
		}
	}
	return []ticket.NewAttachment{{Name: "message.eml", ContentType: "message/rfc822", Size: d.Size, Hash: d.Hash}}, nil
}

// salvage reads sender and subject with the plainest means, since the real parser is what failed.
func (s *Service) salvage(ctx context.Context, tx *db.Tx, d Delivery) (sender, subject string) {
	sender, subject = "unknown@sender.invalid", "(no subject)"
	if addressable(d.EnvFrom) {
		sender = d.EnvFrom
	}
	raw, err := findRaw(ctx, tx, d.Hash)
	if err != nil || raw.bytes == nil {
		return sender, subject
	}
	head := io.LimitReader(strings.NewReader(string(raw.bytes)), 64<<10)
	h, _ := textproto.NewReader(bufio.NewReader(head)).ReadMIMEHeader() // a partial header is still one
	if v := strings.TrimSpace(clean(h.Get("Subject"))); v != "" {
		subject = v
	}
	if a, err := mail.ParseAddress(h.Get("From")); err == nil && addressable(a.Address) {
		sender = a.Address
	}
	return sender, subject
}
