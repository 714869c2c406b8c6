package intake

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// File parses a pending delivery and makes it a ticket or a comment, or holds it. It may be called any number
// of times: only a pending delivery changes.
func (s *Service) File(ctx context.Context, id int64) error {
	return s.file(access.AsSystem(ctx, "mail"), id, 0)
}

// file is File for a mail that chain others answer, one the other.
func (s *Service) file(ctx context.Context, id int64, chain int) error {
	d, err := findDelivery(ctx, s.DB.Read(), id)
	if err != nil || d.State != Pending {
		return err
	}
	m, err := s.understand(ctx, d)
	if err != nil {
		return err
	}
	if err := s.fileAnswered(ctx, &m, chain); err != nil {
		return err
	}
	if m.imported() && plausible(m.Date, s.DB.Now(ctx)) {
		ctx = db.At(ctx, m.Date) // an old mailbox keeps its dates
	}
	for range filings {
		if err = s.fileIn(ctx, m); !db.IsUnique(err) {
			break
		}
	}
	return err
}

// filings is how often a mail is filed anew at once: two mails of a new sender may make the person at the
// same moment, and the second then finds them.
const filings = 3

func (s *Service) fileIn(ctx context.Context, m letter) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		// Read again under the lock: another process may have filed it meanwhile (mail.md E4, 12).
		d, err := lockDelivery(ctx, tx, m.ID)
		if err != nil || d.State != Pending {
			return err
		}
		m.Delivery = m.describe(d)
		return s.settle(ctx, tx, &m)
	})
}

func plausible(t, now time.Time) bool {
	return t.Year() >= 1990 && t.Before(now)
}

// settle decides what becomes of the mail, in one transaction with doing it.
func (s *Service) settle(ctx context.Context, tx *db.Tx, m *letter) error {
	if err := holdMessageID(ctx, tx, m.Message.MessageID); err != nil {
		return err
	}
	if twin, ok, err := sameMail(ctx, tx, m.Delivery, m.since()); err != nil {
		return err
	} else if ok && m.TicketID == 0 { // a dead letter that is read again stays on its ticket
		return s.alsoDelivered(ctx, tx, m, twin)
	}
	if done, err := s.answersInvitation(ctx, tx, m); err != nil || done {
		return err
	}
	to, err := s.thread(ctx, tx, m)
	if err != nil {
		return err
	}
	if err := s.report(ctx, tx, m, to); err != nil {
		return err
	}
	reason, detail, err := s.verdict(ctx, tx, m, to)
	if err != nil {
		return err
	}
	if reason == "" && !m.Released {
		if reason, detail, err = s.atDoor(ctx, tx, m, to); err != nil {
			return err
		}
	}
	if reason != "" && !m.Released {
		return s.hold(ctx, tx, m, reason, detail)
	}
	return s.fileTo(ctx, tx, m, to)
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
	who, err := s.People.Ensure(ctx, tx, m.From.Name, m.Delivery.Sender)
	if err != nil {
		return err
	}
	actx := access.With(ctx, access.Principal{UserID: who.ID, Name: who.Name, Role: access.System, Via: m.way()})
	ticketID, commentID, err := s.write(actx, tx, m, to, who)
	if err != nil {
		return err
	}
	if err := s.remark(actx, tx, m, to, who, ticketID); err != nil {
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
	if err := s.leaveOut(ctx, tx, m); err != nil {
		return 0, 0, err
	}
	if to.open() {
		return s.answer(ctx, tx, m, to, who)
	}
	ccs, err := s.companions(ctx, tx, m, who)
	if err != nil {
		return 0, 0, err
	}
	n := ticket.NewTicket{Subject: m.Message.Subject, RequesterID: who.ID, Channel: m.way(), CCs: ccs, FollowUpOf: to.ticket.ID,
		GroupID: to.ticket.GroupID, Comment: m.comment(who, nil, true)}
	if to.participant {
		n.Organization = to.ticket.OrganizationID
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
	c := m.comment(who, sent, to.participant)
	c.Outside = !to.participant && !who.Role.Staff()
	u := ticket.Update{Comment: &c}
	if to.participant && m.Bounce == nil {
		ccs, err := s.companions(ctx, tx, m, who)
		if err != nil {
			return 0, 0, err
		}
		u.AddCCs = newcomers(ccs, to.ticket)
	}
	if to.by == byDelivery {
		m.correct(&u, to.ticket, who)
	}
	_, added, err := s.Tickets.UpdateIn(ctx, tx, to.ticket.ID, u)
	return to.ticket.ID, added.ID, err
}
