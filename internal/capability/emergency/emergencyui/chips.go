package emergencyui

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// leftChip says how long there is until the next breach, and when that is.
func leftChip(ctx context.Context, t ticket.Ticket, now time.Time) g.Node {
	return page.DueChip(ctx, page.Due{At: t.BreachAt, What: i18n.T(ctx, "emergency.clock_"+t.BreachMetric)}, now)
}

// rightChip says whether the customer may call an emergency, and why not.
func rightChip(ctx context.Context, e emergency.Emergency) g.Node {
	tone := map[emergency.Right]page.Tone{emergency.Entitled: page.Green, emergency.NotEntitled: page.Red, emergency.Unknown: page.Amber}[e.Right]
	var why g.Node
	if e.Right != emergency.Entitled {
		why = g.Group{g.Text(" "), g.Text(i18n.T(ctx, "emergency.why_"+e.RightWhy))}
	}
	return h.Span(page.Chip(tone, i18n.T(ctx, "emergency.right_"+string(e.Right))), why,
		g.If(e.Pages == emergency.PageNone, g.Group{g.Text(" "), page.Chip(page.Neutral, i18n.T(ctx, "emergency.unpaged"))}))
}

// decisionChip says what was decided, by whom and why.
func (u *UI) decisionChip(ctx context.Context, e emergency.Emergency, names map[int64]people.User) g.Node {
	if e.Decision == emergency.Undecided {
		return h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "emergency.undecided")))
	}
	label := i18n.T(ctx, "emergency.is_"+string(e.Decision))
	if e.Criterion != "" {
		label += ": " + i18n.T(ctx, "emergency.by_"+string(e.Criterion))
	}
	return h.Span(page.Chip(page.Neutral, label), g.Text(" "), shown(names, e.DecidedBy, ""), g.Text(" "),
		h.Span(h.Class("muted"), page.Ago(ctx, e.DecidedAt, u.Now(ctx))), g.If(e.Reason != "", h.P(h.Class("muted"), g.Text(e.Reason))))
}
