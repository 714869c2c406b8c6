package notify

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/compose"
	"github.com/daywatch/daywatch/internal/platform/markup"
)

// Refusal is the kind of a mail that answers one which became no ticket; see Courtesy.
const Refusal Kind = "refusal"

// Courtesy answers a mail that became no ticket: why, and what to do. The caller sees to it that no machine is answered,
// and nobody often.
type Courtesy struct {
	Cause         string // the same for the same mail: it is answered once
	Address, Name string
	Subject       string
	Body          string // Markdown, with what strangers chose escaped
	Plain         string // the same without escapes, for the part that nobody renders
	InReplyTo     string // Message-ID of the mail, without <>; may be empty
}

// SendCourtesy queues the answer in the caller's transaction; false where nothing goes out: to the desk's own addresses, and
// while the brake of all automatic answers is shut. It is answered as RFC 3834 §3 asks: automatic, and without a return path.
func (s *Service) SendCourtesy(ctx context.Context, tx *db.Tx, c Courtesy) (bool, error) {
	if err := access.Check(ctx, access.CommentPublic); err != nil {
		return false, err
	}
	from, err := MailFrom.Get(ctx, tx)
	if err != nil || silent(ctx) {
		return false, err
	}
	if own, err := s.own(ctx, tx, from, c.Address); err != nil || own {
		return false, err
	}
	if shut, err := s.braking(ctx, tx); err != nil || shut {
		return false, err
	}
	templates, err := MailTemplates.Get(ctx, tx)
	if err != nil {
		return false, err
	}
	m := Mail{
		Kind: Refusal, Cause: c.Cause, Audience: c.Address, MessageID: newMessageID(from.host(s.Host)), Subject: c.Subject,
		Automatic: compose.AutoReplied, Recipients: []Recipient{{Address: c.Address, Name: c.Name, Role: To}},
		From: from.sender(""), ReplyTo: from.replyTo(s.Key, 0), InReplyTo: c.InReplyTo,
	}
	if c.InReplyTo != "" {
		m.References = []string{c.InReplyTo}
	}
	asHTML, _ := markup.MarkdownMail(c.Body)
	_, asText := markup.MarkdownMail(c.Plain)
	var b body
	b.part(strings.TrimRight(asText, "\n"), asHTML)
	m.Text, m.HTML = b.within(templates.Layout)
	_, err = s.post(ctx, tx, m)
	return err == nil, err
}

// DeskName is what the desk calls itself in mails. The caller may know it.
func (s *Service) DeskName(ctx context.Context, q db.Querier) (string, error) {
	from, err := MailFrom.Get(ctx, q)
	return from.deskName(), err
}

// braking reports whether the desk answers nothing more for now.
func (s *Service) braking(ctx context.Context, tx *db.Tx) (bool, error) {
	b, err := MailBrakes.Get(ctx, tx)
	if err != nil {
		return false, err
	}
	now := tx.Now()
	desk, shut, err := answersOfDesk(ctx, tx, now.Add(-time.Duration(b.GlobalMinutes)*time.Minute))
	return b.judge("", nil, desk, shut, now) != NoBrake, err
}
