package intake

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// loopHeader is on every mail this desk sends, with the desk's own mark.
const loopHeader = "X-Daywatch-Desk"

// verdict says why a mail is to be held, in a word and a sentence; empty means that it is filed.
func (s *Service) verdict(ctx context.Context, tx *db.Tx, m *letter, to target) (reason, detail string, err error) {
	if why, blocked, err := s.People.IsBlocked(ctx, tx, m.Delivery.Sender); err != nil {
		return "", "", err
	} else if blocked {
		return ReasonBlocked, blockedSentence(m.Delivery.Sender, why), nil
	}
	switch {
	case m.fromUs(s.Desk):
		return ReasonOwn, "This desk wrote this mail itself; filing it would start a loop", nil
	case m.Message.Automatic == mailwire.Loop:
		return ReasonLoop, "The mail goes in circles: " + m.AutoReason, nil
	case m.Spam.Flagged:
		return ReasonSpam, spamSentence(m.Spam), nil
	case m.Message.Automatic == mailwire.AutoReply && to.ticket.ID == 0:
		return ReasonAutoReply, "An automatic answer that belongs to no ticket: " + m.AutoReason, nil
	case m.Message.Automatic == mailwire.BounceReport && to.ticket.ID == 0 && to.outbox == 0:
		return ReasonBounce, "A report about a mail that this desk did not send, or cannot trace", nil
	case m.Message.Automatic.Machine():
		return s.tooMany(ctx, tx, m)
	}
	return "", "", nil
}

// fromUs reports whether the desk sent the mail: our mark stands in its top header. A customer's answer
// quotes our mail in its body at most.
func (m *letter) fromUs(desk string) bool {
	for _, v := range m.Header.Values(loopHeader) {
		if strings.EqualFold(strings.TrimSpace(v), desk) {
			return true
		}
	}
	return false
}

// tooMany is the brake on machines that write without end.
func (s *Service) tooMany(ctx context.Context, tx *db.Tx, m *letter) (reason, detail string, err error) {
	brakes, err := MailBrakes.Get(ctx, tx)
	if err != nil {
		return "", "", err
	}
	n, err := automaticSince(ctx, tx, m.Delivery.Sender, tx.Now().Add(-time.Hour))
	if err != nil || n < brakes.PerSenderHour {
		return "", "", err
	}
	return ReasonLoop, fmt.Sprintf("%s sent %d automatic mails within an hour; the rest is held", m.Delivery.Sender, n), nil
}

func blockedSentence(sender, why string) string {
	if why == "" {
		return "Mail from " + sender + " is blocked"
	}
	return "Mail from " + sender + " is blocked: " + why
}

func spamSentence(s mailwire.Spam) string {
	if s.Status == "" {
		return "A filter before this desk marked it as spam"
	}
	return "A filter before this desk marked it as spam: " + s.Status
}
