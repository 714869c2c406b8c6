package notify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// stuckAfter is how long a reply may wait before its author hears of it.
const stuckAfter = time.Hour

// tellFailed tells those who wait for an answer that a mail did not arrive, and remembers addresses that do
// not exist.
func (s *Service) tellFailed(ctx context.Context, tx *db.Tx, m Mail, r Recipient) error {
	if r.Outcome == submit.Failed && noSuchAddress(r) {
		if err := s.People.MarkMailFails(ctx, tx, r.Address, true); err != nil {
			return err
		}
	}
	if err := s.tellNews(ctx, tx, m, r); err != nil {
		return err
	}
	n := Note{Kind: Bounced, Cause: fmt.Sprintf("outbox:%d:%s", m.ID, r.Address), Detail: said(r)}
	return s.tellConcerned(ctx, tx, m, n)
}

// tellStuck tells once that a reply has not gone out for long.
func (s *Service) tellStuck(ctx context.Context, tx *db.Tx, m Mail) error {
	if m.State != Queued || m.Kind != Reply || tx.Now().Sub(m.FirstTryAt) < stuckAfter {
		return nil
	}
	detail := m.LastError
	for _, r := range m.Recipients {
		if r.open() {
			detail = said(r)
		}
	}
	return s.tellConcerned(ctx, tx, m, Note{Kind: MailStuck, Cause: fmt.Sprint("outbox:", m.ID), Detail: detail})
}

// tellConcerned tells who wrote the mail and who has the ticket. Nobody is told about mail to engineers:
// that would go on for ever.
func (s *Service) tellConcerned(ctx context.Context, tx *db.Tx, m Mail, n Note) error {
	if m.Kind == Notification {
		return nil
	}
	concerned := []int64{m.ActorID}
	if m.TicketID != 0 {
		t, err := s.Tickets.Load(ctx, tx, m.TicketID)
		if err != nil {
			return err
		}
		concerned = append(concerned, t.AssigneeID)
	}
	staff, err := s.staffOnly(ctx, tx, concerned...)
	if err != nil {
		return err
	}
	n.TicketID, n.CommentID = m.TicketID, m.CommentID
	return s.tellAll(ctx, tx, n, idsOf(staff)...)
}

func said(r Recipient) string {
	words := r.Said
	if r.Code != 0 {
		words = strings.Join(strings.Fields(fmt.Sprintf("%d %s %s", r.Code, r.Enhanced, r.Said)), " ")
	}
	return r.Address + ": " + words
}

// noSuchAddress tells refusals of the address from those of the mail: RFC 3463 §3.2 has the former in
// subject 1, and the disabled mailbox in 2.1.
func noSuchAddress(r Recipient) bool {
	if r.Enhanced == "" {
		return r.Code == 550 || r.Code == 551 || r.Code == 553
	}
	return strings.HasPrefix(r.Enhanced, "5.1.") && r.Enhanced != "5.1.7" && r.Enhanced != "5.1.8" || r.Enhanced == "5.2.1"
}

// Report is what a bounce says about a mail of ours.
type Report struct {
	Outbox    int64  // by the return path; 0 where only the Message-ID is known
	MessageID string // of the mail it came back for, with or without <>; for Outbox 0
	CommentID int64  // the comment it came back for, where a relay gave the mail an id of its own; 0: unknown
	Recipient string // empty where the report names nobody we wrote to
	Hard      bool   // for good
	Text      string // the words of the report
}

// mail finds the mail that a report is about.
func (b Report) mail(ctx context.Context, tx *db.Tx) (id int64, err error) {
	if id = b.Outbox; id == 0 && b.MessageID != "" {
		id, err = mailByMessageID(ctx, tx, "<"+bare(b.MessageID)+">")
	}
	if err == nil && id == 0 && b.CommentID != 0 {
		id, err = mailByComment(ctx, tx, b.CommentID)
	}
	if err == nil && id == 0 {
		return 0, fault.New(fault.NotFound, "No mail of this desk went out as %s", b.MessageID)
	}
	return id, err
}

// Bounced takes in a report that a mail did not arrive, in the transaction that files the report. A report
// about no mail of ours is fault.NotFound.
func (s *Service) Bounced(ctx context.Context, tx *db.Tx, b Report) error {
	id, err := b.mail(ctx, tx)
	if err != nil {
		return err
	}
	m, err := lockMail(ctx, tx, id)
	if err != nil {
		return err
	}
	r := m.reported(b.Recipient)
	if r == nil || m.State == Sending {
		return nil // the note that intake files stands alone
	}
	r.Said, r.At, r.Code, r.Enhanced = b.Text, tx.Now(), 0, ""
	if !b.Hard {
		return saveOutcome(ctx, tx, m)
	}
	return s.bounceHard(ctx, tx, m, r)
}

func (s *Service) bounceHard(ctx context.Context, tx *db.Tx, m Mail, r *Recipient) error {
	r.Outcome = submit.Failed
	if len(m.open()) == 0 {
		m.State = m.verdict()
	}
	if err := saveOutcome(ctx, tx, m); err != nil {
		return err
	}
	if err := s.People.MarkMailFails(ctx, tx, r.Address, true); err != nil {
		return err
	}
	if m.TicketID != 0 {
		s.publish(tx, fmt.Sprint("ticket:", m.TicketID), "mail")
	}
	return s.tellFailed(ctx, tx, m, *r)
}

// reported finds whom a report speaks of: the address it names, or the only one there is, for a mail that
// was forwarded comes back from an address we never wrote to.
func (m Mail) reported(address string) *Recipient {
	for i := range m.Recipients {
		if strings.EqualFold(m.Recipients[i].Address, strings.TrimSpace(address)) || len(m.Recipients) == 1 {
			return &m.Recipients[i]
		}
	}
	return nil
}
