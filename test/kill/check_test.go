package kill

import (
	"context"
	"net/mail"
	"regexp"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/test/rig"
)

func (s *siege) system() context.Context { return access.AsSystem(s.t.Context(), "test") }

// checkFiled asks for one ticket with one comment for every mail that was sent, and for an account that
// balances.
func (s *siege) checkFiled() {
	s.t.Helper()
	c := s.counts()
	if c.Received != len(s.want) || c.Received != c.Filed+c.Held+c.Dead+c.Pending || c.Filed != len(s.want) {
		s.t.Errorf("the account says %+v, want %d mails, all filed", c, len(s.want))
	}
	bySubject := map[string][]ticket.Row{}
	for _, row := range s.tickets() {
		bySubject[row.Subject] = append(bySubject[row.Subject], row)
	}
	for _, subject := range s.want {
		rows := bySubject[subject]
		if len(rows) != 1 {
			s.t.Errorf("%q is %d tickets, want 1", subject, len(rows))
			continue
		}
		thread, err := s.inside.Tickets.Thread(s.system(), rows[0].ID)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(thread.Comments) != 1 || !strings.Contains(thread.Comments[0].Body, "words of "+subject) && subject != twinSubject {
			s.t.Errorf("%q has %d comments, want 1 with its own words: %+v", subject, len(thread.Comments), thread.Comments)
		}
	}
	if n := len(s.want) + s.replies; len(s.tickets()) != n {
		s.t.Errorf("%d tickets, want %d", len(s.tickets()), n)
	}
	processed, _ := s.rig.Count(s.t, s.rig.IMAP(s.t), "Processed")
	if processed != uint32(s.imap) {
		s.t.Errorf("%d mails were moved aside, want %d", processed, s.imap)
	}
}

func (s *siege) tickets() (all []ticket.Row) {
	s.t.Helper()
	for cursor := ""; ; {
		p, err := s.inside.Tickets.List(s.system(), ticket.ListRequest{Sort: "created", Cursor: cursor, Limit: 200})
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, p.Rows...)
		if cursor = p.Next; cursor == "" {
			return all
		}
	}
}

// checkReplies asks for every reply at least once in the customer's mailbox, always under its one Message-ID,
// and more than once only where the desk says so.
func (s *siege) checkReplies() {
	s.t.Helper()
	copies := s.copies()
	twice, flagged := 0, 0
	for _, m := range s.outbox() {
		n := copies[m.MessageID]
		if n > 1 {
			twice++
		}
		if m.MaybeTwice() {
			flagged++
		}
		if n == 0 || m.State != notify.Sent {
			s.t.Errorf("mail %d is %s and arrived %d times", m.ID, m.State, n)
		}
		if n > m.Recipients[0].Copies {
			s.t.Errorf("mail %d arrived %d times, and the desk counts %d", m.ID, n, m.Recipients[0].Copies)
		}
		delete(copies, m.MessageID)
	}
	if len(copies) > 0 {
		s.t.Errorf("the customer got mails that are no replies of the outbox: %v", copies)
	}
	out, err := s.inside.Notify.Counts(s.system())
	if err != nil || out.Twice != flagged || out.Failed != 0 {
		s.t.Errorf("the outbox says %+v, %v; want %d possibly twice", out, err, flagged)
	}
	s.t.Logf("%d rounds: %d mails filed once, %d replies in %d mails; %d arrived twice, %d are shown as possibly sent twice",
		s.rounds, len(s.want), s.replies, s.mails, twice, flagged)
}

var answers = regexp.MustCompile(`answer-\d+-to-you`)

// copies counts what lies in the customer's mailbox by Message-ID, after making sure that each answer has one
// such id and each id one answer.
func (s *siege) copies() map[string]int {
	s.t.Helper()
	n, idOf, textOf := map[string]int{}, map[string]string{}, map[string]string{}
	mails := s.rig.Mails(s.t, rig.Customer, "INBOX")
	s.mails = len(mails)
	for _, raw := range mails {
		m, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			s.t.Fatal(err)
		}
		id, text := m.Header.Get("Message-Id"), answers.FindString(raw)
		if id == "" || text == "" {
			s.t.Fatalf("a mail without Message-ID or answer:\n%s", raw)
		}
		if other, ok := idOf[text]; ok && other != id {
			s.t.Errorf("%s has the Message-IDs %s and %s", text, id, other)
		}
		if other, ok := textOf[id]; ok && other != text {
			s.t.Errorf("%s stands for %s and %s", id, text, other)
		}
		idOf[text], textOf[id] = id, text
		n[id]++
	}
	return n
}
