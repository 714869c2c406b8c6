package emergencyui

import (
	"context"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/emergency"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Panel is what stands beside a ticket: who answers for the emergency, what was decided, the call, the log. It is nil for a
// ticket that never was one.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	e, all, err := u.current(ctx, t.ID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	lines, err := u.Emergencies.Lines(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	retros, err := u.Emergencies.RetrosOf(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	names, err := u.Tickets.Named(ctx, whoOf(all, lines, retros)...)
	if err != nil {
		return nil, err
	}
	var parts g.Group
	if e.Open() && e.ID != 0 {
		live, err := u.livePanel(ctx, t, e, names)
		if err != nil {
			return nil, err
		}
		parts = append(parts, live)
	}
	parts = append(parts, u.pastPanel(ctx, all, names), u.logPanel(ctx, t.ID, lines, names, e.Open() && e.ID != 0), u.retroPanel(ctx, retros, names))
	return parts, nil
}

func whoOf(all []emergency.Emergency, lines []emergency.Line, retros []emergency.Retro) (ids []int64) {
	for _, e := range all {
		ids = append(ids, e.Responsible, e.DecidedBy, e.ClosedBy)
	}
	for _, l := range lines {
		ids = append(ids, l.By)
	}
	for _, r := range retros {
		ids = append(ids, r.Owner)
	}
	return ids
}

// livePanel is the block of an emergency that goes on.
func (u *UI) livePanel(ctx context.Context, t ticket.Ticket, e emergency.Emergency, names map[int64]people.User) (g.Node, error) {
	now := u.Now(ctx)
	works := access.Check(ctx, access.UpdateTickets) == nil
	facts := []page.Fact{
		{Label: i18n.T(ctx, "emergency.answers"), Value: h.Span(shown(names, e.Responsible, i18n.T(ctx, "emergency.nobody")),
			g.If(e.Responsible != 0, g.Group{g.Text(" "), h.Span(h.Class("muted"), page.Ago(ctx, e.ResponsibleAt, now))}))},
	}
	if !t.BreachAt.IsZero() {
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.left"), Value: leftChip(ctx, t, now)})
	}
	facts = append(facts, page.Fact{Label: i18n.T(ctx, "emergency.right"), Value: rightChip(ctx, e)},
		page.Fact{Label: i18n.T(ctx, "emergency.decision"), Value: u.decisionChip(ctx, e, names)})
	call, err := u.callPart(ctx, t.ID, e, works)
	if err != nil {
		return nil, err
	}
	over, err := u.handOverPart(ctx, t.ID, e, works)
	if err != nil {
		return nil, err
	}
	repeats, err := u.repeatPart(ctx, e)
	if err != nil {
		return nil, err
	}
	return g.Group{page.FactsBlock(i18n.T(ctx, "emergency.title"), list(facts), over, g.If(works, u.acts(ctx, t, e)), repeats), call}, nil
}

// list is facts without a block of their own.
func list(facts []page.Fact) g.Node {
	return h.Dl(h.Class("facts"), g.Map(facts, func(f page.Fact) g.Node { return g.Group{h.Dt(g.Text(f.Label)), h.Dd(f.Value)} }))
}

// acts are the buttons of an emergency: the one that is due next stands out.
func (u *UI) acts(ctx context.Context, t ticket.Ticket, e emergency.Emergency) g.Node {
	button := func(look page.Look, what string) g.Node {
		return page.LinkButton(look, act(t.ID, what), i18n.T(ctx, "emergency."+what))
	}
	if e.Responsible == 0 {
		return h.Div(h.Class("cluster"), page.PostButton(page.Primary, act(t.ID, "acknowledge"), i18n.T(ctx, "emergency.acknowledge"), nil),
			button(page.Small, "decide"))
	}
	return h.Div(h.Class("cluster"), button(page.Small, "decide"), button(page.Small, "hand-over"), button(page.Small, "resolve"), button(page.Small, "leave"))
}

// pastPanel tells how earlier emergencies of the ticket ended.
func (u *UI) pastPanel(ctx context.Context, all []emergency.Emergency, names map[int64]people.User) g.Node {
	var items g.Group
	for _, e := range all {
		if e.Open() {
			continue
		}
		items = append(items, h.Li(g.Text(i18n.T(ctx, "emergency.ended_"+string(e.Ending))+" "),
			h.Span(h.Class("muted"), page.Ago(ctx, e.ClosedAt, u.Now(ctx))),
			g.If(e.Responsible != 0, g.Group{g.Text(" · "), shown(names, e.Responsible, "")}),
			g.If(e.FollowUp != 0, g.Group{g.Text(" · "),
				h.A(h.Class("link"), h.Href(href(e.FollowUp)), g.Text(i18n.T(ctx, "emergency.goes_on", "Number", e.FollowUp)))}),
			g.If(e.Reason != "", h.P(h.Class("muted"), g.Text(e.Reason)))))
	}
	if len(items) == 0 {
		return nil
	}
	return page.Section{ID: "emergencies", Title: i18n.T(ctx, "emergency.past"), Line: strconv.Itoa(len(items))}.View(ctx, h.Ul(h.Class("stack"), items))
}

// repeatPart warns that the customer had others lately.
func (u *UI) repeatPart(ctx context.Context, e emergency.Emergency) (g.Node, error) {
	others, err := u.Emergencies.Repeats(ctx, e)
	if err != nil || len(others) == 0 {
		return nil, err
	}
	links := make([]g.Node, len(others))
	for i, o := range others {
		links[i] = h.A(h.Class("link"), h.Href(href(o.TicketID)), g.Text("#"+text(o.TicketID)))
	}
	return h.P(page.Chip(page.Amber, i18n.T(ctx, "emergency.repeats", "Count", len(others))), g.Text(" "),
		g.Map(links, func(n g.Node) g.Node { return g.Group{n, g.Text(" ")} })), nil
}

// Actions are the entries of a ticket's menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.UpdateTickets) != nil || !t.Status.Live() || t.Stage == ticket.Emergency {
		return nil, nil
	}
	return []g.Node{h.A(h.Href(act(t.ID, "declare")), g.Text(i18n.T(ctx, "emergency.declare")+" …"))}, nil
}
