package ticketui

import (
	"context"
	"fmt"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// head is the top of a ticket: what it is called, where it stands, what can be done.
func (u *UI) head(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	priority := i18n.T(ctx, "priority."+t.Priority.String())
	return h.Header(h.Class("page-head"), h.ID("ticket-head"), page.Live(href(t.ID)+"/head", topic(t.ID)),
		h.Div(h.Class("ticket-title"),
			h.A(h.Class("vh"), h.Href("/tickets"), g.Attr("data-back", ""), page.HiddenKey("u"), g.Text(i18n.T(ctx, "ticket.back"))),
			page.Priority(level(t.Priority), priority), h.H1(g.Text(t.Subject)), h.Span(h.Class("num"), g.Text(fmt.Sprint("#", t.ID))),
			page.Status(ctx, statusWord(t.Status)), g.If(t.Priority != ticket.NoPriority, page.Chip(page.Neutral, priority)),
			g.Iff(t.FollowUpOf != 0, func() g.Node {
				return h.A(h.Class("link"), h.Href(href(t.FollowUpOf)), g.Text(i18n.T(ctx, "ticket.goes_on", "Number", t.FollowUpOf)))
			}), s.mergedInto(ctx), page.TuckedLink(i18n.T(ctx, "ticket.tucked"))),
		h.Div(h.Class("actions"), u.actions(ctx, s)))
}

// actions are the buttons beside the title.
func (u *UI) actions(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	switch {
	case !s.me.Role.Allows(access.UpdateTickets):
		return s.macroMenu(ctx)
	case t.Status == ticket.Closed:
		return page.LinkButton(page.Secondary, followUp(t.ID), i18n.T(ctx, "ticket.follow_up"))
	}
	var take g.Node
	if t.AssigneeID != s.me.UserID {
		take = page.PostButton(page.Secondary, href(t.ID)+"/take", i18n.T(ctx, "ticket.take"), nil, page.Key("i"))
	}
	return g.Group{s.macroMenu(ctx), s.statusMenu(ctx), take, s.moreMenu(ctx)}
}

// followUp is the form of a ticket that goes on from a closed one.
func followUp(id int64) string { return fmt.Sprint("/tickets/new?follow_up=", id) }

// macroMenu inserts a saved reply where the cursor is.
func (s *sight) macroMenu(ctx context.Context) g.Node {
	var items []g.Node
	for _, m := range s.macros {
		if m.Body == "" { // it acts, and says nothing
			continue
		}
		text := m.Fill(s.Ticket, s.names[s.Ticket.RequesterID].Name, s.me.Name)
		items = append(items, h.Button(h.Type("button"), g.Attr("data-insert", text), g.Text(m.Title)))
	}
	if len(items) == 0 || s.Ticket.Status == ticket.Closed {
		return nil
	}
	return page.LongMenu(i18n.T(ctx, "ticket.macro"), i18n.T(ctx, "ticket.macro_filter"), items, page.Key("m"))
}

func (s *sight) statusMenu(ctx context.Context) g.Node {
	var items []g.Node
	for _, to := range ticket.Statuses() {
		if to != s.Ticket.Status && to != ticket.New {
			items = append(items, page.PostButton(page.Quiet, href(s.Ticket.ID)+"/update", i18n.T(ctx, "status."+statusWord(to)),
				[]string{"status", to.String()}))
		}
	}
	return page.Menu(i18n.T(ctx, "ticket.status"), items, page.Key("s"))
}

// moreMenu is what is done less often.
func (s *sight) moreMenu(ctx context.Context) g.Node {
	t := s.Ticket
	label, on := i18n.T(ctx, "ticket.follow"), "on"
	if slices.Contains(t.Followers, s.me.UserID) {
		label, on = i18n.T(ctx, "ticket.unfollow"), ""
	}
	items := []g.Node{page.PostButton(page.Quiet, href(t.ID)+"/follow", label, []string{"follow", on}),
		h.A(h.Href(href(t.ID)+"/merge"), g.Text(i18n.T(ctx, "merge.menu")))}
	requester := s.names[t.RequesterID]
	if s.me.Role.Allows(access.ReleaseMail) && !requester.Role.Staff() && requester.Email != "" {
		items = append(items, h.A(h.Class("danger"), h.Href(href(t.ID)+"/block"), g.Text(i18n.T(ctx, "ticket.block"))))
	}
	return page.Menu(i18n.T(ctx, "ticket.more"), append(items, s.actions...))
}
