package slaui

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Panel is the block beside a ticket: what is due next and why, the other clocks as chips, or why there is none. It
// is a slot of the ticket's page.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	e, err := u.Clocks.Explain(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	now := u.Now(ctx)
	open, ended := split(e.Courses)
	title := i18n.T(ctx, "sla.panel")
	link := h.P(h.A(h.Class("link"), h.Href(whyPath(t.ID)), g.Text(i18n.T(ctx, "sla.whythen"))))
	if len(open) == 0 {
		return page.FactsBlock(title, h.P(g.Text(u.none(ctx, e))), lastEnded(ctx, ended, now), link), nil
	}
	first := open[0]
	return g.Group{
		page.FactsBlock(metric(ctx, first.Metric)+" · "+kind(ctx, first), page.DueCard(ctx, due(ctx, first, now), first.Start, now), standing(ctx, first)),
		g.If(e.None != "" || len(open) > 1, page.FactsBlock(title, h.Div(h.Class("stack"), g.Map(open[1:], func(o sla.Course) g.Node {
			return page.DueChip(ctx, due(ctx, o, now), now)
		})))),
		page.FactsBlock("", lastEnded(ctx, ended, now), link),
	}, nil
}

// split parts the clocks that wait from those that ended; both keep their order. Clocks without a target any more
// are told in the history only.
func split(all []sla.Course) (open, ended []sla.Course) {
	for _, o := range all {
		switch {
		case o.Ended():
			ended = append(ended, o)
		case o.Target.Seconds > 0:
			open = append(open, o)
		}
	}
	return open, ended
}

// kind says to whom a time is owed.
func kind(ctx context.Context, o sla.Course) string {
	switch {
	case o.Metric == promised:
		return i18n.T(ctx, "sla.kind.promise")
	case o.Target.Contract:
		return i18n.T(ctx, "sla.kind.contract")
	}
	return i18n.T(ctx, "sla.kind.objective")
}

// standing says what a standing clock still has, for its chip shows no time.
func standing(ctx context.Context, o sla.Course) g.Node {
	if !o.Due.IsZero() || o.Target.Seconds == 0 {
		return nil
	}
	return h.P(h.Class("muted"), g.Text(i18n.T(ctx, "sla.leftover", "Left", length(ctx, left(o)), "Goal", goal(ctx, o.Target))))
}

// lastEnded tells how the newest clock that is done came out.
func lastEnded(ctx context.Context, ended []sla.Course, now time.Time) g.Node {
	if len(ended) == 0 {
		return nil
	}
	o := ended[0]
	return h.P(h.Class("muted"), outcome(ctx, o), g.Text(", "), page.Time(ctx, o.End, now))
}

// outcome is how a clock ended: in time, late, or for nothing.
func outcome(ctx context.Context, o sla.Course) g.Node {
	tone, word := page.Green, "met"
	switch {
	case o.Phase == cancelled:
		tone, word = page.Neutral, "cancelled"
	case !o.Breached.IsZero():
		tone, word = page.Red, "late"
	}
	return g.Group{page.Chip(tone, i18n.T(ctx, "sla.outcome."+word)),
		g.Text(" " + i18n.T(ctx, "sla.took", "What", metric(ctx, o.Metric), "Used", length(ctx, o.Used), "Goal", goal(ctx, o.Target)))}
}

// none says why a ticket has no clock, and what would give it one.
func (u *UI) none(ctx context.Context, e sla.Explanation) string {
	text := i18n.T(ctx, "sla.none."+string(e.None), "Policy", e.Terms.Policy.Title, "Priority", i18n.T(ctx, "sla.priority."+e.Terms.Priority))
	if e.None == sla.ReasonNoSLA && e.Policy.Description != "" {
		text += " " + e.Policy.Description
	}
	return text
}
