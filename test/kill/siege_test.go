package kill

import (
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// siege is a desk between real mail servers, and what it must not lose.
type siege struct {
	size
	t      *testing.T
	rig    *rig.Rig
	desk   *program.Desk
	inside *app.Desk // the same desk in the test's process: it writes replies, and looks
	ana    people.User
	asked  []ticket.Ticket // waiting for a reply each
	want   []string        // the subjects of mails sent, each to be a ticket once
	mails  int             // in the customer's mailbox, at the last look
}

func begin(t *testing.T, database string, n size) *siege {
	t.Helper()
	return beginIn(t, t.TempDir(), database, n)
}

func beginIn(t *testing.T, dir, database string, n size) *siege {
	t.Helper()
	s := &siege{size: n, t: t, desk: program.NewDesk(t, dir, database)}
	s.rig = rig.Start(t, rig.Options{DeskPort: s.desk.LMTP})
	s.inside = s.desk.Open()
	s.ana = s.desk.SetUp(s.inside, program.Setup{Rig: s.rig, Fetch: true, Undo: 1, UnknownWait: 1})
	for i := range n.replies {
		s.asked = append(s.asked, s.ask(i))
	}
	return s
}

// ask opens the ticket that reply number i will answer. Its requester is an address of his own in the
// customer's mailbox.
func (s *siege) ask(i int) ticket.Ticket {
	s.t.Helper()
	ctx := access.AsSystem(s.t.Context(), "test")
	local, domain, _ := strings.Cut(rig.Customer, "@")
	customer, err := db.InTx(ctx, s.inside.DB, func(tx *db.Tx) (people.User, error) {
		return s.inside.People.Ensure(ctx, tx, "Ada", fmt.Sprintf("%s+%d@%s", local, i, domain))
	})
	if err != nil {
		s.t.Fatal(err)
	}
	made, err := s.inside.Tickets.Create(ctx, ticket.NewTicket{Subject: fmt.Sprint("asked ", i), RequesterID: customer.ID, Channel: "web",
		Comment: ticket.NewComment{Public: true, Format: ticket.Text, Body: "How?"}})
	if err != nil {
		s.t.Fatal(err)
	}
	return made
}

// share gives the part of n that belongs to one round of all.
func (s *siege) share(n, round int) (from, to int) {
	return n * round / s.rounds, n * (round + 1) / s.rounds
}

// send sends the round's share of everything.
func (s *siege) send(round int) {
	s.t.Helper()
	for i, to := s.share(s.lmtp, round); i < to; i++ {
		s.deliver(fmt.Sprint("lmtp ", i), program.Address)
	}
	for i, to := s.share(s.imap, round); i < to; i++ {
		s.deliver(fmt.Sprint("imap ", i), rig.User)
	}
	s.rig.Flush() // Postfix waits longer after each death
	for i, to := s.share(s.replies, round); i < to; i++ {
		s.reply(i)
	}
}

// reply answers the ticket that waits for reply number i.
func (s *siege) reply(i int) {
	s.t.Helper()
	_, err := s.inside.Tickets.Send(program.As(s.t.Context(), s.ana), ticket.Reply{TicketID: s.asked[i].ID, Public: true, Body: answer(i)})
	if err != nil {
		s.t.Fatalf("reply %d: %v", i, err)
	}
}

// answer is what reply number i says and no other does.
func answer(i int) string { return fmt.Sprintf("This is answer-%d-to-you.", i) }

func (s *siege) deliver(subject, to string) {
	s.t.Helper()
	name := strings.ReplaceAll(subject, " ", "-")
	s.rig.Deliver(name+"@customer.test", []string{to}, fmt.Sprintf(
		"From: <%s@customer.test>\r\nTo: <%s>\r\nSubject: %s\r\nMessage-ID: <%s@customer.test>\r\nDate: Sun, 01 Mar 2026 09:30:00 +0000\r\n\r\nThe words of %s.\r\n",
		name, to, subject, name, subject))
	s.want = append(s.want, subject)
}

// awaitRest waits until the survivors have done all that is left to do.
func (s *siege) awaitRest() {
	s.t.Helper()
	s.rig.Flush()
	s.rig.AwaitEmptyQueue()
	box := s.rig.IMAP(s.t)
	rig.Eventually(s.t, "the mailbox to be emptied", func() bool {
		left, _ := s.rig.Count(s.t, box, "INBOX")
		return left == 0
	})
	rig.Eventually(s.t, "all mail to be filed", func() bool { return s.counts().Pending == 0 })
	rig.Eventually(s.t, "all replies to be sent", func() bool { return s.waiting() == 0 })
	s.rig.AwaitEmptyQueue()
}

// waiting counts the replies that are written and not sent, still in their undo time or in the outbox.
func (s *siege) waiting() int {
	s.t.Helper()
	settled := 0
	for _, m := range s.outbox() {
		if !m.SettledAt.IsZero() {
			settled++
		}
	}
	return s.replies - settled
}

func (s *siege) counts() intake.Counts {
	s.t.Helper()
	c, err := s.inside.Intake.Counts(s.system())
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// outbox reads the replies that the desk sent or has to send.
func (s *siege) outbox() (all []notify.Mail) {
	s.t.Helper()
	for before := int64(0); ; {
		mails, next, err := s.inside.Notify.Outbox(s.system(), notify.Filter{Kind: notify.Reply}, before)
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, mails...)
		if before = next; next == 0 {
			return all
		}
	}
}
