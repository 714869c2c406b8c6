package intake

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// loopHeader is on every mail this desk sends, with the desk's own mark.
const loopHeader = "X-Daywatch-Desk"

// verdict says why a mail is to be held, in a word and a sentence; empty means that it is filed.
func (s *Service) verdict(ctx context.Context, tx *db.Tx, m *letter, to target) (reason, detail string, err error) {
	if reason, detail, err = s.unwelcome(ctx, tx, m); err != nil || reason != "" {
		return reason, detail, err
	}
	switch {
	case m.quiet() && !to.open(): // neither a new ticket nor a follow-up is asked for
		reason, detail = m.astray()
		return reason, detail, nil
	case m.Message.Automatic.Machine():
		return s.tooMany(ctx, tx, m)
	}
	return "", "", nil
}

// unwelcome says why a mail is held whatever it is about.
func (s *Service) unwelcome(ctx context.Context, tx *db.Tx, m *letter) (reason, detail string, err error) {
	why, blocked, err := s.People.IsBlocked(ctx, tx, m.Delivery.Sender)
	switch {
	case err != nil:
		return "", "", err
	case blocked:
		return ReasonBlocked, blockedSentence(m.Delivery.Sender, why), nil
	case m.fromUs(s.Desk):
		return ReasonOwn, "This desk wrote this mail itself; filing it would start a loop", nil
	case m.Message.Automatic == mailwire.Loop:
		return ReasonLoop, "The mail goes in circles: " + m.AutoReason, nil
	case m.Spam.Flagged:
		return ReasonSpam, spamSentence(m.Spam), nil
	}
	return "", "", nil
}

// astray says why an automatic mail that belongs to no open ticket is held.
func (m *letter) astray() (reason, detail string) {
	if m.Message.Automatic == mailwire.BounceReport {
		return ReasonBounce, "A report about a mail that belongs to no open ticket of this desk"
	}
	return ReasonAutoReply, "An automatic answer that belongs to no open ticket: " + m.AutoReason
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
