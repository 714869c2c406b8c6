package notifyui

import (
	"context"
	"fmt"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Delivered says, per comment of a ticket, how its mail fared with each recipient.
func (u *UI) Delivered(ctx context.Context, ticketID int64) (map[int64]g.Node, error) {
	all, err := u.Notify.Deliveries(ctx, ticketID)
	if err != nil {
		return nil, err
	}
	held, err := u.Notify.HeldAnswers(ctx, ticketID)
	if err != nil {
		return nil, err
	}
	nodes := map[int64]g.Node{}
	for comment, outcomes := range all {
		var chips g.Group
		for _, o := range outcomes {
			chips = append(chips, u.outcome(ctx, o))
		}
		nodes[comment] = h.Span(h.Class("cluster"), chips)
	}
	for _, b := range held {
		if b.CommentID != 0 {
			nodes[b.CommentID] = page.Chip(page.Neutral, i18n.T(ctx, "delivery.held."+string(b.Brake)))
		}
	}
	return nodes, nil
}

// outcome is a chip for one recipient; its title has what the mail server said.
func (u *UI) outcome(ctx context.Context, o notify.Outcome) g.Node {
	now := u.Now(ctx)
	word := i18n.T(ctx, "delivery."+string(o.Outcome), "Address", o.Address)
	if o.Kind == notify.Ack {
		word = i18n.T(ctx, "delivery.ack") + ": " + word
	}
	if !o.NextTryAt.IsZero() && o.Outcome != notify.Waiting {
		word += " · " + i18n.T(ctx, "delivery.next", "Time", i18n.FormatNear(ctx, later(o.NextTryAt, now), now))
	}
	title := said(o.Recipient)
	return h.Span(g.If(title != "", h.Title(title)), page.Chip(tone(o.Outcome), word),
		g.If(o.MaybeTwice(), page.Chip(page.Amber, i18n.T(ctx, "delivery.twice"))),
		g.If(o.Outcome == submit.Failed || o.Unsure(), h.A(h.Class("link"), h.Href(fmt.Sprint("/outbox/", o.OutboxID)), g.Text(i18n.T(ctx, "delivery.why")))))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func tone(o submit.Outcome) page.Tone {
	switch o {
	case submit.Sent:
		return page.Green
	case submit.Failed:
		return page.Red
	case submit.Unknown, submit.Deferred:
		return page.Amber
	}
	return page.Neutral
}

// said is the answer of the mail server as it came.
func said(r notify.Recipient) string {
	if r.Code == 0 {
		return r.Said
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%d %s %s", r.Code, r.Enhanced, r.Said)), " ")
}
