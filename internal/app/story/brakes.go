package story

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/capability/intake"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
)

// brakes keep two machines from talking to one another.
func brakes() act {
	return act{title: "Machines do not talk to machines", duties: []string{"1a"}, steps: []step{
		{"Aroha goes on leave. Her out-of-office answers the desk's mail.", onLeave},
		{"And a forwarding rule sends Priya's own reply back to the desk, as it is.", comesBack},
	}}
}

func onLeave(ctx context.Context, s *stage) (string, error) {
	before, err := s.mailbox(ctx)
	if err != nil {
		return "", err
	}
	mail, err := answerTo(s.reply, s.clock(ctx), "I am away until the 30th.\n", compose.AutoReplied)
	if err != nil {
		return "", err
	}
	if err := s.post(ctx, mail); err != nil {
		return "", err
	}
	d, err := s.filed(ctx, mail)
	if err != nil {
		return "", err
	}
	if d.TicketID != s.ticket || d.Automatic != "auto-reply" {
		return "", fmt.Errorf("it was taken for %q and filed in #%d", d.Automatic, d.TicketID)
	}
	return fmt.Sprintf("Filed in #%d as what it is, for Priya to see. Nobody answers it.", s.ticket), s.nothingNew(ctx, len(before))
}

func comesBack(ctx context.Context, s *stage) (string, error) {
	before, err := s.mailbox(ctx)
	if err != nil {
		return "", err
	}
	back := envelope{messageID: s.reply.MessageID, raw: s.reply.raw, from: customer, to: Desk}
	if err := s.post(ctx, back); err != nil {
		return "", err
	}
	d, err := s.settled(ctx, back)
	if err != nil {
		return "", err
	}
	if d.State != intake.Held || d.Reason != intake.ReasonOwn {
		return "", fmt.Errorf("the mail is %s %s", d.State, d.Reason)
	}
	return "Held, with the reason: “" + d.Detail + "”.", s.nothingNew(ctx, len(before))
}

// nothingNew verifies that the desk sent no mail since the mailbox held n. What it would have sent lies in
// the outbox since the transaction in which the mail was filed.
func (s *stage) nothingNew(ctx context.Context, n int) error {
	if err := s.allSent(ctx); err != nil {
		return err
	}
	mails, err := s.mailbox(ctx)
	if err == nil && len(mails) != n {
		err = fmt.Errorf("the mailbox held %d mails and now holds %d", n, len(mails))
	}
	return err
}
