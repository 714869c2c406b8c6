package story

import (
	"context"
	"fmt"
	"html"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/notify"
)

// wholeAccount draws the line below the morning.
func wholeAccount() act {
	return act{title: "The account of the morning", duties: []string{"P3"}, steps: []step{
		{"Every mail that was acknowledged is somewhere; every mail that left did so once.", balance},
	}}
}

func balance(ctx context.Context, s *stage) (string, error) {
	c, err := s.beside.Intake.Counts(s.admin(ctx))
	if err != nil {
		return "", err
	}
	// Aroha's first mail, her answer, her out-of-office, Priya's own reply, and Tomas.
	if want := s.letters + 4; c.Received != want || c.Filed+c.Held+c.Dead+c.Pending != want {
		return "", fmt.Errorf("%d mails were acknowledged, but the ledger says %+v", want, c)
	}
	if c.Held != 1 || c.Dead != 0 || c.Pending != 0 {
		return "", fmt.Errorf("one mail should be held, and none dead or pending: %+v", c)
	}
	if err := s.allSent(ctx); err != nil {
		return "", err
	}
	mails, err := s.mailbox(ctx)
	if err != nil {
		return "", err
	}
	if err := onceEach(mails); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d received = %d filed + %d held + %d dead + %d pending.\nAroha's mailbox: %d mails, all different, one of them the reply.",
		c.Received, c.Filed, c.Held, c.Dead, c.Pending, len(mails)), s.tickets(ctx, s.letters+1)
}

// onceEach verifies that no mail came twice and that one of them is a person's.
func onceEach(mails []letter) error {
	ids := map[string]bool{}
	for _, m := range mails {
		if ids[m.MessageID] {
			return fmt.Errorf("the mail %s came twice", m.MessageID)
		}
		ids[m.MessageID] = true
	}
	if n := len(byPeople(mails)); n != 1 {
		return fmt.Errorf("the mailbox holds %d replies, not one", n)
	}
	return nil
}

// allSent waits until the outbox is empty, and verifies that the mailboxes hold what left, each mail once for
// each recipient.
func (s *stage) allSent(ctx context.Context) error {
	return until(s.admin(ctx), "the outbox and the mailboxes agree", func(ctx context.Context) (bool, string, error) {
		mails, _, err := s.beside.Notify.Outbox(ctx, notify.Filter{}, 0)
		if err != nil {
			return false, "", err
		}
		sent, got := 0, 0
		for _, m := range mails {
			if m.State != notify.Sent {
				return false, fmt.Sprintf("“%s” is %s %s", m.Subject, m.State, m.LastError), nil
			}
			sent += len(m.Recipients)
		}
		for _, address := range mailboxes() {
			box, err := s.office.Read(ctx, address)
			if err != nil {
				return false, "", err
			}
			got += len(box)
		}
		return sent == got, fmt.Sprintf("%d left the desk, %d lie in mailboxes", sent, got), nil
	})
}

// tickets verifies how many there are.
func (s *stage) tickets(ctx context.Context, want int) error {
	n, _, err := s.beside.Tickets.Count(s.admin(ctx), "")
	if err == nil && n != want {
		err = fmt.Errorf("there are %d tickets, not %d", n, want)
	}
	return err
}

// queueShows verifies that a subject stands in the queue that Priya sees, and says in words that it does.
func (s *stage) queueShows(ctx context.Context, subject string) (string, error) {
	page, err := s.priya.open(ctx, "/tickets")
	if err == nil && !strings.Contains(html.UnescapeString(page), subject) {
		err = fmt.Errorf("the queue does not show “%s”", subject)
	}
	return "“" + subject + "”", err
}
