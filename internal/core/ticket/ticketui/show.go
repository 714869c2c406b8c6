package ticketui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// sight is everything a ticket's page shows, and who is looking.
type sight struct {
	ticket.Thread
	names    map[int64]people.User
	org      people.Organization
	regions  []people.Region
	groups   []people.Group
	staff    []people.User
	macros   []ticket.Macro
	draft    ticket.Draft
	delivery map[int64]g.Node
	me       access.Principal
	now      time.Time
	form     *web.Form // what was sent and refused; nil for nothing
}

func ticketID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, fault.New(fault.NotFound, "There is no ticket %q", r.PathValue("id"))
	}
	return id, nil
}

// getTicket shows a ticket.
func (u *UI) getTicket(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	s, err := u.look(r.Context(), id)
	if err != nil {
		return err
	}
	return u.render(w, r, http.StatusOK, s)
}

func (u *UI) render(w http.ResponseWriter, r *http.Request, status int, s *sight) error {
	t := s.Ticket
	return web.Render(w, status, u.Page(r, fmt.Sprintf("#%d %s", t.ID, t.Subject), u.view(r.Context(), s)))
}

// look gathers the page.
func (u *UI) look(ctx context.Context, id int64) (*sight, error) {
	th, err := u.Tickets.Thread(ctx, id)
	if err != nil {
		return nil, err
	}
	me, _ := access.From(ctx)
	s := &sight{Thread: th, me: me, now: u.Now(ctx)}
	if s.names, err = u.Tickets.Named(ctx, s.people()...); err != nil {
		return nil, err
	}
	if s.org, err = u.organization(ctx, th.Ticket.OrganizationID); err != nil {
		return nil, err
	}
	if s.regions, err = u.Tickets.Regions(ctx); err != nil {
		return nil, err
	}
	if s.groups, s.staff, err = u.Tickets.Hands(ctx); err != nil {
		return nil, err
	}
	if s.macros, err = u.Tickets.Macros(ctx); err != nil {
		return nil, err
	}
	if s.draft, err = u.Tickets.Draft(ctx, id); err != nil {
		return nil, err
	}
	if u.Delivery != nil {
		s.delivery, err = u.Delivery(ctx, id)
	}
	return s, err
}

func (u *UI) organization(ctx context.Context, id int64) (people.Organization, error) {
	if id == 0 {
		return people.Organization{}, nil
	}
	return u.People.Organization(ctx, id)
}

// people are all whose names the page shows.
func (s *sight) people() []int64 {
	t := s.Ticket
	ids := append([]int64{t.RequesterID, t.SubmitterID, t.AssigneeID}, t.CCs...)
	ids = append(ids, t.Followers...)
	for _, c := range s.Comments {
		ids = append(ids, c.AuthorID)
	}
	for _, e := range s.History {
		ids = append(ids, e.ActorID)
		ids = append(ids, named(e)...)
	}
	for _, d := range s.Drafts {
		ids = append(ids, d.UserID)
	}
	return ids
}

func (u *UI) view(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	topic := fmt.Sprint("ticket:", t.ID)
	thread := page.Thread(i18n.T(ctx, "ticket.thread"), page.LiveAppend(href(t.ID)+"/thread", topic), u.entries(ctx, s, 0))
	return g.Group{
		h.Header(h.Class("page-head"),
			h.Div(h.Class("ticket-title"), page.Priority(level(t.Priority), i18n.T(ctx, "priority."+t.Priority.String())),
				h.H1(g.Text(t.Subject)), h.Span(h.Class("num"), g.Text(fmt.Sprint("#", t.ID))), page.Status(ctx, statusWord(t.Status)),
				g.If(t.Priority != ticket.NoPriority, page.Chip(page.Neutral, i18n.T(ctx, "priority."+t.Priority.String())))),
			h.Div(h.Class("actions"), u.actions(ctx, s))),
		page.Split(
			g.Group{thread, presence(ctx, s), u.compose(ctx, s)},
			h.Div(h.ID("facts"), h.Class("facts-live"), page.Live(href(t.ID)+"/facts", topic), u.facts(ctx, s))),
	}
}

// actions are the buttons beside the title.
func (u *UI) actions(ctx context.Context, s *sight) g.Node {
	t := s.Ticket
	if !s.me.Role.Allows(access.UpdateTickets) {
		return nil
	}
	if t.Status == ticket.Closed {
		return page.LinkButton(page.Secondary, fmt.Sprint("/tickets/new?follow_up=", t.ID), i18n.T(ctx, "ticket.follow_up"))
	}
	var take g.Node
	if t.AssigneeID != s.me.UserID {
		take = page.PostButton(page.Secondary, href(t.ID)+"/take", i18n.T(ctx, "ticket.take"), nil, page.Key("i"))
	}
	return g.Group{s.macroMenu(ctx), s.statusMenu(ctx), take}
}

// macroMenu inserts a saved reply where the cursor is.
func (s *sight) macroMenu(ctx context.Context) g.Node {
	if len(s.macros) == 0 {
		return nil
	}
	items := make([]g.Node, len(s.macros))
	for i, m := range s.macros {
		text := m.Fill(s.Ticket, s.names[s.Ticket.RequesterID].Name, s.me.Name)
		items[i] = h.Button(h.Type("button"), g.Attr("data-insert", text), g.Text(m.Title))
	}
	return page.Menu(i18n.T(ctx, "ticket.macro"), items, page.Key("m"))
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

// presence tells that someone else has a draft here.
func presence(ctx context.Context, s *sight) g.Node {
	var who []string
	for _, d := range s.Drafts {
		if d.UserID != s.me.UserID && s.now.Sub(d.UpdatedAt) < draftFresh {
			who = append(who, s.names[d.UserID].Name)
		}
	}
	live := page.Live(href(s.Ticket.ID)+"/presence", fmt.Sprint("draft:", s.Ticket.ID))
	if len(who) == 0 {
		return h.Div(h.ID("presence"), live)
	}
	return h.Div(h.ID("presence"), live, page.Banner(page.Amber, i18n.T(ctx, "ticket.replying", "Who", join(who), "Count", len(who))))
}

// draftFresh is how long after the last key someone counts as writing.
const draftFresh = 10 * time.Minute

// getPresence redraws the notice.
func (u *UI) getPresence(w http.ResponseWriter, r *http.Request) error {
	id, err := ticketID(r)
	if err != nil {
		return err
	}
	s, err := u.look(r.Context(), id)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, presence(r.Context(), s))
}
