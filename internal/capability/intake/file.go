package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// letter is a delivery on its way to a ticket.
type letter struct {
	Delivery
	*mailwire.Message
	own   []string // the desk's addresses
	files []ticket.NewAttachment
}

// File parses a pending delivery and makes it a ticket or a comment, or holds it. It may be called any number
// of times: only a pending delivery changes.
func (s *Service) File(ctx context.Context, id int64) error {
	d, err := findDelivery(ctx, s.DB.Read(), id)
	if err != nil || d.State != Pending {
		return err
	}
	m, err := s.understand(ctx, d)
	if err != nil {
		return err
	}
	if d.Channel == importChannel && plausible(m.Date, s.DB.Now(ctx)) {
		ctx = db.At(ctx, m.Date) // an old mailbox keeps its dates
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		// Read again under the lock: another process may have filed it meanwhile (mail.md E4, 12).
		d, err := lockDelivery(ctx, tx, id)
		if err != nil || d.State != Pending {
			return err
		}
		m.Delivery = m.describe(d)
		return s.settle(ctx, tx, &m)
	})
}

// understand reads the raw mail and puts its attachments into the blob store, outside any transaction.
func (s *Service) understand(ctx context.Context, d Delivery) (letter, error) {
	raw, size, done, err := s.Raw(ctx, d.Hash)
	if err != nil {
		return letter{}, err
	}
	defer done()
	m := letter{Delivery: d, Message: mailwire.Parse(ctx, raw, size, mailwire.DefaultLimits())}
	if err := ctx.Err(); err != nil {
		return m, err
	}
	if m.own, err = Addresses.Get(ctx, s.DB.Read()); err != nil {
		return m, err
	}
	for _, a := range m.Attachments {
		file, err := s.store(ctx, a)
		if err != nil {
			return m, fmt.Errorf("attachment %q: %w", a.Name, err)
		}
		m.files = append(m.files, file)
	}
	return m, nil
}

func (s *Service) store(ctx context.Context, a mailwire.Attachment) (ticket.NewAttachment, error) {
	r, err := a.Open()
	if err != nil {
		return ticket.NewAttachment{}, err
	}
	defer r.Close()
	ref, err := s.Blobs.Put(ctx, r)
	return ticket.NewAttachment{Name: ticket.CleanName(a.Name), ContentType: a.ContentType, Size: ref.Size, Hash: ref.Hash,
		ContentID: a.ContentID, Inline: a.Inline}, err
}

// describe fills the ledger's columns that the message tells.
func (m *letter) describe(d Delivery) Delivery {
	d.Sender, d.Subject = m.sender(), m.Message.Subject
	d.Automatic, d.MessageID, d.ContentHash = string(m.Message.Automatic), m.Message.MessageID, m.Message.ContentHash
	return d
}

// sender is whom the mail is from, by the best word there is; never empty. An address of our own in From is
// a web form's or a scanner's: Reply-To then names the person.
func (m *letter) sender() string {
	candidates := []string{m.From.Address}
	if _, ours := own(m.own, m.From.Address); ours && len(m.ReplyTo) > 0 {
		candidates = []string{m.ReplyTo[0].Address, m.From.Address}
	}
	candidates = append(candidates, m.Message.Sender.Address, m.ReturnPath, m.EnvFrom)
	for _, a := range candidates {
		if a = people.Normalize(a); strings.Contains(a, "@") {
			return a
		}
	}
	return "unknown@sender.invalid"
}

// settle decides what becomes of the mail, in one transaction with doing it.
func (s *Service) settle(ctx context.Context, tx *db.Tx, m *letter) error {
	if twin, ok, err := sameMail(ctx, tx, m.Delivery, tx.Now().Add(-14*24*time.Hour)); err != nil {
		return err
	} else if ok {
		return s.alsoDelivered(ctx, tx, m, twin)
	}
	target, err := s.thread(ctx, tx, m)
	if err != nil {
		return err
	}
	if reason, detail, err := s.verdict(ctx, tx, m, target); err != nil {
		return err
	} else if reason != "" && !m.Released {
		return s.hold(ctx, tx, m, reason, detail)
	}
	return s.fileTo(ctx, tx, m, target)
}

// alsoDelivered files the second copy of a mail that came by two ways: one comment, two rows.
func (s *Service) alsoDelivered(ctx context.Context, tx *db.Tx, m *letter, twin Delivery) error {
	d := m.Delivery
	d.State, d.SameAs, d.TicketID, d.CommentID, d.FiledAt = Filed, twin.ID, twin.TicketID, twin.CommentID, tx.Now()
	d.Detail = fmt.Sprintf("The same mail as delivery %d, which came by %s; it is one comment", twin.ID, twin.Channel)
	return saveDelivery(ctx, tx, d)
}

func (s *Service) hold(ctx context.Context, tx *db.Tx, m *letter, reason, detail string) error {
	d := m.Delivery
	d.State, d.Reason, d.Detail, d.FiledAt = Held, reason, detail, tx.Now()
	if err := saveDelivery(ctx, tx, d); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, event.Subject{Type: "delivery", ID: d.ID}, HeldBack{Reason: reason})
}

// fileTo writes the mail to its ticket, or to a new one.
func (s *Service) fileTo(ctx context.Context, tx *db.Tx, m *letter, to target) error {
	who, err := s.People.Ensure(access.AsSystem(ctx, "mail"), tx, m.From.Name, m.Delivery.Sender)
	if err != nil {
		return err
	}
	actx := access.With(ctx, access.Principal{UserID: who.ID, Name: who.Name, Role: access.System, Via: "mail"})
	ticketID, commentID, err := s.write(actx, tx, m, to, who)
	if err != nil {
		return err
	}
	if err := s.remark(actx, tx, m, to, ticketID); err != nil {
		return err
	}
	if err := s.report(ctx, tx, m, to); err != nil {
		return err
	}
	d := m.Delivery
	d.State, d.Reason, d.TicketID, d.CommentID, d.FiledAt = Filed, "", ticketID, commentID, tx.Now()
	if err := saveDelivery(ctx, tx, d); err != nil {
		return err
	}
	return s.Log.Append(actx, tx, event.Subject{Type: "delivery", ID: d.ID}, MailFiled{Ticket: ticketID, Comment: commentID})
}

func (s *Service) write(ctx context.Context, tx *db.Tx, m *letter, to target, who people.User) (ticketID, commentID int64, err error) {
	if to.ticket.ID != 0 && to.ticket.Status != ticket.Closed {
		return s.answer(ctx, tx, m, to, who)
	}
	ccs, err := s.companions(ctx, tx, m, who)
	if err != nil {
		return 0, 0, err
	}
	n := ticket.NewTicket{Subject: m.Message.Subject, RequesterID: who.ID, Channel: "mail", CCs: ccs, FollowUpOf: to.ticket.ID,
		Comment: m.comment(who, nil, true)}
	if to.ticket.ID != 0 {
		n.Organization, n.GroupID = to.ticket.OrganizationID, to.ticket.GroupID
	}
	t, err := s.Tickets.CreateIn(ctx, tx, n)
	if err != nil {
		return 0, 0, err
	}
	return t.ID, t.FirstComment, nil
}

// answer adds the mail to the ticket it belongs to. Words of someone who is not on the ticket stay inside:
// an engineer decides whether the sender may take part (tickets.md, Statuses).
func (s *Service) answer(ctx context.Context, tx *db.Tx, m *letter, to target, who people.User) (ticketID, commentID int64, err error) {
	sent, err := s.Tickets.Sent(ctx, tx, to.ticket.ID)
	if err != nil {
		return 0, 0, err
	}
	public := to.participant
	c := m.comment(who, sent, public)
	c.Outside = !to.participant && !who.Role.Staff()
	u := ticket.Update{Comment: &c}
	if public && m.Bounce == nil {
		ccs, err := s.companions(ctx, tx, m, who)
		if err != nil {
			return 0, 0, err
		}
		u.AddCCs = newcomers(ccs, to.ticket)
	}
	_, added, err := s.Tickets.UpdateIn(ctx, tx, to.ticket.ID, u)
	return to.ticket.ID, added.ID, err
}

// report tells the sending side of a bounce.
func (s *Service) report(ctx context.Context, tx *db.Tx, m *letter, to target) error {
	if m.Bounce == nil || m.Bounce.Kind != "failed" || s.Bounced == nil {
		return nil
	}
	err := s.Bounced(access.AsSystem(ctx, "mail"), tx, Bounce{Outbox: to.outbox, MessageID: m.Bounce.OriginalMessageID,
		Recipient: m.Bounce.Recipient, Hard: m.Bounce.Hard, Text: m.Bounce.Diagnostic})
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// newcomers are the people of a mail that the ticket does not know yet.
func newcomers(ids []int64, t ticket.Ticket) []int64 {
	known := map[int64]bool{t.RequesterID: true}
	for _, id := range append(append([]int64{}, t.CCs...), t.Followers...) {
		known[id] = true
	}
	var out []int64
	for _, id := range ids {
		if !known[id] {
			out = append(out, id)
		}
	}
	return out
}

func plausible(t, now time.Time) bool {
	return t.Year() >= 1990 && t.Before(now)
}

// poisoned files a mail that no try could file as a ticket with the raw mail attached: nothing disappears
// (mail.md E5).
func (s *Service) poisoned(ctx context.Context, tx *db.Tx, id int64, cause error) error {
	d, err := lockDelivery(ctx, tx, id)
	if err != nil || d.State != Pending {
		return err
	}
	sentence, _ := fault.Public(cause)
	if fault.KindOf(cause) == fault.Internal {
		sentence = firstLine(errors.Unwrap(cause), cause)
	}
	return s.bury(ctx, tx, d, ReasonPoison, sentence)
}

func firstLine(inner, outer error) string {
	text := outer.Error()
	if inner != nil {
		text = inner.Error()
	}
	line, _, _ := strings.Cut(text, "\n")
	return line
}
