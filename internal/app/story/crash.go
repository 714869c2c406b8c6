package story

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
)

// crash is the promise of intake: a mail that was acknowledged is there, whatever happens next.
func crash() act {
	return act{title: "A mail survives the crash of the desk", duties: []string{"1a", "11a", "11e"}, steps: []step{
		{"Aroha's runner hangs. She writes to the desk, with eight megabytes of log; her mail server hands the mail\n" +
			"over by SMTP. At the moment in which the desk has said “250 stored”, it is killed (SIGKILL).", killed},
		{"Forty seconds later it is started again. Nobody sends anything again.", restarted},
		{"Aroha's mail server was not sure that its good-bye was heard, and sends the same bytes once more.", sentTwice},
		{"Priya opens the ticket, reads, and answers in the page. For ten seconds she can take it back.", answered},
		{"Aroha reads her mailbox by IMAP.", oneReply},
	}}
}

// tries is how often the kill may come too late; each costs one more mail of Aroha's.
const tries = 5

func killed(ctx context.Context, s *stage) (string, error) {
	for range tries {
		s.letters++
		var err error
		if s.opening, err = opening(s.clock(ctx), s.letters); err != nil {
			return "", err
		}
		if err := s.post(ctx, s.opening); err != nil {
			return "", err
		}
		s.process.kill()
		c, err := s.beside.Intake.Counts(s.admin(ctx))
		if err != nil {
			return "", err
		}
		if c.Received != s.letters {
			return "", fmt.Errorf("of %d mails that were acknowledged, the ledger holds %d", s.letters, c.Received)
		}
		if c.Pending == 1 {
			return fmt.Sprintf("The process is gone; no page ever showed the mail. What lies on the disk:\n%d received = %d filed + %d held + %d dead + %d pending.",
				c.Received, c.Filed, c.Held, c.Dead, c.Pending), nil
		}
		if err := s.start(ctx); err != nil { // it was quicker than the kill
			return "", err
		}
	}
	return "", fmt.Errorf("the desk filed %d mails before it could be killed: this machine is too quick, or too busy, for the story", tries)
}

// outage is longer than a job stays with a runner that gives no sign of life (job.Config.Lease).
const outage = 40 * time.Second

func restarted(ctx context.Context, s *stage) (string, error) {
	s.bent += outage
	if err := s.start(ctx); err != nil {
		return "", err
	}
	d, err := s.filed(ctx, s.opening)
	if err != nil {
		return "", err
	}
	s.ticket = d.TicketID
	if err := s.tickets(ctx, s.letters); err != nil {
		return "", err
	}
	row, err := s.queueShows(ctx, "Runner jobs stuck since the upgrade")
	return fmt.Sprintf("The mail is filed: ticket #%d, %s in the queue.", s.ticket, row), err
}

func sentTwice(ctx context.Context, s *stage) (string, error) {
	if err := s.post(ctx, s.opening); err != nil {
		return "", err
	}
	c, err := s.beside.Intake.Counts(s.admin(ctx))
	if err != nil {
		return "", err
	}
	if c.Received != s.letters {
		return "", fmt.Errorf("the ledger holds %d deliveries, not %d", c.Received, s.letters)
	}
	return fmt.Sprintf("250 again, so that it stops; and no second delivery: still %d in the ledger.", c.Received), s.tickets(ctx, s.letters)
}

func answered(ctx context.Context, s *stage) (string, error) {
	err := s.priya.answer(ctx, s.ticket, "Kia ora Aroha,\n\nthe cache lock of the old version was left behind. Remove it and the jobs go on:\n\n"+
		"```sh\nsudo rm /var/lib/runner/cache.lock\nsudo systemctl restart runner\n```\n\nTell me whether they run.")
	if err != nil {
		return "", err
	}
	err = until(ctx, "Priya's reply leaves the desk", func(ctx context.Context) (bool, string, error) {
		mails, err := s.mailbox(ctx)
		return len(byPeople(mails)) > 0, fmt.Sprintf("%d mails in the mailbox", len(mails)), err
	})
	if err != nil {
		return "", err
	}
	t, err := s.beside.Tickets.Get(s.admin(ctx), s.ticket)
	if err == nil && t.Status != ticket.Pending {
		err = fmt.Errorf("the ticket is %s", t.Status)
	}
	return fmt.Sprintf("The reply is on its way and the ticket is %s: the customer has the word.", t.Status), err
}

// oneReply is what the act is about.
func oneReply(ctx context.Context, s *stage) (string, error) {
	if err := s.allSent(ctx); err != nil {
		return "", err
	}
	mails, err := s.mailbox(ctx)
	if err != nil {
		return "", err
	}
	replies := byPeople(mails)
	if len(replies) != 1 {
		return "", fmt.Errorf("the mailbox holds %d replies, not one", len(replies))
	}
	if n := len(mails) - 1; n != s.letters {
		return "", fmt.Errorf("%d mails were acknowledged %d times", s.letters, n)
	}
	s.reply = replies[0]
	if len(s.reply.InReplyTo) != 1 || s.reply.InReplyTo[0] != s.opening.messageID {
		return "", fmt.Errorf("the reply answers %q and not %s", s.reply.InReplyTo, s.opening.messageID)
	}
	return fmt.Sprintf("Exactly one reply, from “%s”, threaded below her mail by its headers;\nand one acknowledgement with the number of the ticket.", s.reply.From.Name), nil
}

// byPeople leaves out what a machine says of itself that it wrote.
func byPeople(mails []letter) (out []letter) {
	for _, m := range mails {
		if m.Header.Get("Auto-Submitted") != string(compose.AutoReplied) {
			out = append(out, m)
		}
	}
	return out
}

// filed waits until a mail is part of a ticket.
func (s *stage) filed(ctx context.Context, l envelope) (intake.Delivery, error) {
	d, err := s.settled(ctx, l)
	if err == nil && (d.State != intake.Filed || d.TicketID == 0) {
		err = errors.New("the mail is " + string(d.State) + ": " + d.Detail)
	}
	return d, err
}

// settled waits until the desk has decided on a mail.
func (s *stage) settled(ctx context.Context, l envelope) (d intake.Delivery, err error) {
	err = until(s.admin(ctx), "the desk reads the mail", func(ctx context.Context) (bool, string, error) {
		all, err := s.beside.Intake.Deliveries(ctx, intake.LogFilter{Text: l.messageID})
		if err != nil || len(all) == 0 {
			return false, "it is not in the mail log", err
		}
		d = all[0]
		return d.State != intake.Pending, "it is " + string(d.State), nil
	})
	return d, err
}
