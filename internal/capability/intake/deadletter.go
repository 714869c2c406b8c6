package intake

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const (
	deadSubject = "[unreadable mail] "
	deadTag     = "unreadable_mail"
)

// poisoned gives up a mail that no try could file: it becomes a ticket with the raw mail attached, so that
// nothing disappears (mail.md E5).
func (s *Service) poisoned(ctx context.Context, tx *db.Tx, id int64, tries int, cause error) error {
	d, err := lockDelivery(ctx, tx, id)
	if err != nil || d.State != Pending {
		return err
	}
	ctx = access.AsSystem(ctx, "mail")
	d.Attempts, d.Error = tries, trouble(cause)
	sentence := fmt.Sprintf("Delivery %d could not be filed in %d tries: %s\n\nOnce the cause is mended, read it again from the mail log.", id, tries, d.Error)
	if d.TicketID, d.CommentID, err = s.bury(ctx, tx, &d); err != nil {
		return err
	}
	if err := s.note(ctx, tx, d.TicketID, sentence); err != nil {
		return err
	}
	d.State, d.Reason, d.Detail, d.FiledAt = Dead, ReasonPoison, "It could not be read and is a ticket with the raw mail attached", tx.Now()
	if err := saveDelivery(ctx, tx, d); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Subject{Type: "delivery", ID: id}, MailFiled{Ticket: d.TicketID, Comment: d.CommentID})
}

// bury makes the ticket of a dead letter. One that was read again in vain keeps the ticket it has.
func (s *Service) bury(ctx context.Context, tx *db.Tx, d *Delivery) (ticketID, commentID int64, err error) {
	if d.TicketID != 0 {
		t, err := s.Tickets.Load(ctx, tx, d.TicketID)
		if err == nil && t.Status != ticket.Closed {
			return d.TicketID, d.CommentID, nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return 0, 0, err
		}
	}
	file, err := s.whole(ctx, tx, *d)
	if err != nil {
		return 0, 0, err
	}
	d.Sender, d.Subject = s.salvage(ctx, *d)
	who, err := s.People.Ensure(ctx, tx, "", d.Sender)
	if err != nil {
		return 0, 0, err
	}
	t, err := s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{
		Subject: deadSubject + d.Subject, RequesterID: who.ID, Channel: "mail", Tags: []string{deadTag},
		Comment: ticket.NewComment{AuthorID: who.ID, Public: true, Format: ticket.Text, DeliveryID: d.ID,
			Body: "This mail could not be read. It is attached as it came.", Files: file},
	})
	return t.ID, t.FirstComment, err
}

// correct gives the ticket of a dead letter the subject and the requester that the mail has, now that it can
// be read.
func (m *letter) correct(u *ticket.Update, t ticket.Ticket, who people.User) {
	if strings.HasPrefix(t.Subject, deadSubject) {
		u.Subject, u.RemoveTags = &m.Message.Subject, []string{deadTag}
	}
	if u.Comment.Public && who.ID != t.RequesterID {
		u.RequesterID = &who.ID
	}
}

// whole is the raw mail as an attachment.
func (s *Service) whole(ctx context.Context, tx *db.Tx, d Delivery) ([]ticket.NewAttachment, error) {
	raw, err := findRaw(ctx, tx, d.Hash)
	if err != nil {
		return nil, err
	}
	if raw.bytes != nil {
		if _, err := s.Blobs.Put(ctx, bytes.NewReader(raw.bytes)); err != nil {
			return nil, err
		}
	}
	return []ticket.NewAttachment{{Name: "message.eml", ContentType: "message/rfc822", Size: raw.size, Hash: d.Hash}}, nil
}

// salvage reads sender and subject with the plainest means, since the real parser is what failed. It makes do
// with what it gets.
func (s *Service) salvage(ctx context.Context, d Delivery) (sender, subject string) {
	sender, subject = nobody, "(no subject)"
	if nameable(d.EnvFrom) {
		sender = d.EnvFrom
	}
	raw, size, done, err := s.Raw(ctx, d.Hash)
	if err != nil {
		return sender, subject
	}
	defer done()
	head := io.NewSectionReader(raw, 0, min(size, 64<<10))
	h, _ := textproto.NewReader(bufio.NewReader(head)).ReadMIMEHeader() // a partial header is still one
	words := mime.WordDecoder{}
	if v, err := words.DecodeHeader(h.Get("Subject")); err == nil && strings.TrimSpace(v) != "" {
		subject = strings.TrimSpace(db.Text(v))
	}
	if a, err := mail.ParseAddress(h.Get("From")); err == nil && nameable(a.Address) {
		sender = db.Text(a.Address)
	}
	return sender, subject
}

// trouble is the first line of what went wrong: the engineer's note holds no stack.
func trouble(cause error) string {
	if fault.KindOf(cause) != fault.Internal {
		sentence, _ := fault.Public(cause)
		return sentence
	}
	return firstLine(cause.Error())
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
