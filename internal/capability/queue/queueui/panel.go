package queueui

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// movesShown is how many moves stand beside a ticket.
const movesShown = 6

// Panel is the block beside a ticket's thread: how it moved, and what to tell a customer of another region. It is nil
// for a ticket that never moved and belongs where it is.
func (u *UI) Panel(ctx context.Context, t ticket.Ticket) (g.Node, error) {
	moves, err := u.Queue.Moves(ctx, t.ID, movesShown)
	if err != nil {
		return nil, err
	}
	regions, err := u.Tickets.Regions(ctx)
	if err != nil {
		return nil, err
	}
	hint, err := u.regionHint(ctx, t, regions)
	if err != nil || len(moves) == 0 && hint == nil {
		return nil, err
	}
	var who []int64
	for _, m := range moves {
		who = append(who, m.By, m.FromUser, m.ToUser)
	}
	names, err := u.Tickets.Named(ctx, who...)
	if err != nil {
		return nil, err
	}
	if len(moves) == 0 {
		return hint, nil
	}
	items := make([]g.Node, len(moves))
	for i, m := range moves {
		items[i] = h.Li(g.Text(moveWords(ctx, m, names, regions)+" "), h.Span(h.Class("muted"), page.Ago(ctx, m.At, u.Now(ctx))))
	}
	return g.Group{hint, page.Section{ID: "moves", Title: i18n.T(ctx, "move.panel"),
		Line: moveWords(ctx, moves[0], names, regions)}.View(ctx, h.Ul(h.Class("stack"), g.Group(items)))}, nil
}

// regionHint offers the words that tell a customer of another region that the ticket will move, while the first reply is
// owed: later they would be a surprise (tickets.md, Transfers).
func (u *UI) regionHint(ctx context.Context, t ticket.Ticket, regions []people.Region) (g.Node, error) {
	actor, _ := access.From(ctx)
	if t.Stage != ticket.FirstReply || t.Region == "" || !t.Status.Live() || actor.UserID == 0 {
		return nil, nil
	}
	me, err := u.Tickets.Named(ctx, actor.UserID)
	if err != nil || me[actor.UserID].Region == "" || me[actor.UserID].Region == t.Region {
		return nil, err
	}
	theirs, mine := regionOf(regions, t.Region), regionOf(regions, me[actor.UserID].Region)
	words := i18n.T(ctx, "move.cross_region", "Theirs", theirs.Name, "Mine", mine.Name, "City", theirs.City)
	return page.Paper(i18n.T(ctx, "move.cross_title", "Region", theirs.Name), h.P(g.Text(i18n.T(ctx, "move.cross_about"))),
		h.Button(h.Class("btn small js-only"), h.Type("button"), g.Attr("data-insert", words), g.Text(i18n.T(ctx, "move.cross_insert")))), nil
}

// Actions are the ways in which a ticket moves, for its menu.
func (u *UI) Actions(ctx context.Context, t ticket.Ticket) ([]g.Node, error) {
	if access.Check(ctx, access.UpdateTickets) != nil || !t.Status.Live() {
		return nil, nil
	}
	link := func(act string) g.Node {
		return h.A(h.Href(href(t.ID)+"/"+act), g.Text(i18n.T(ctx, "move."+act)+" …"))
	}
	items := []g.Node{link("hand-over"), link("rehome"), link("summary")}
	if t.AssigneeID != 0 {
		items = append(items, page.PostButton(page.Quiet, href(t.ID)+"/release", i18n.T(ctx, "move.release"), nil))
	}
	return items, nil
}
