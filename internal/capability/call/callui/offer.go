package callui

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getOffer(w http.ResponseWriter, r *http.Request) error {
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	text, err := u.Calls.OfferText(r.Context(), id)
	if err != nil {
		return err
	}
	return u.offerPage(w, r, web.NewForm("text", text, "kind", string(call.Troubleshooting)))
}

// offerPage offers a call. It begins with what may make the call needless.
func (u *UI) offerPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	tk, err := u.Tickets.Get(ctx, id)
	if err != nil {
		return err
	}
	setup, err := u.Calls.Setup(ctx)
	if err != nil {
		return err
	}
	people, err := u.Tickets.Named(ctx, tk.RequesterID)
	if err != nil {
		return err
	}
	who, err := u.whoTakes(ctx, tk, form)
	if err != nil {
		return err
	}
	kind, text := page.Ask(form, "kind", t(ctx, "calls.kind")), area(form, "text", t(ctx, "calls.text"))
	text.Hint = t(ctx, "calls.text_hint")
	var kinds []page.Option
	for _, k := range setup.Rules.Kinds {
		kinds = append(kinds, page.Option{Value: string(k.Key), Label: k.Called(i18n.Language(ctx)), About: lengths(ctx, k.Minutes)})
	}
	title := t(ctx, "calls.offer_title", "Number", id)
	first := page.Banner(page.Blue, t(ctx, "calls.first"))
	if u.Calls.Restricted {
		first = g.Group{first, page.Banner(page.Amber, t(ctx, "calls.restricted"))}
	}
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, tk.Subject), first,
		page.Narrow(page.Form(ticketPath(id)+"/call", page.FormError(form), page.Options(kind, kinds...), who, page.Textarea(ctx, text),
			page.FormEnd(page.Button(page.Primary, t(ctx, "calls.offer_do", "Name", people[tk.RequesterID].Name)),
				page.LinkButton(page.Quiet, ticketPath(id), t(ctx, "calls.back")))))))
}

func lengths(ctx context.Context, minutes []int) string {
	words := make([]string, len(minutes))
	for i, m := range minutes {
		words[i] = strconv.Itoa(m)
	}
	return t(ctx, "calls.lengths", "Minutes", strings.Join(words, " / "))
}

// whoTakes asks who of us takes the call: one person, two together, or anybody free of a group.
func (u *UI) whoTakes(ctx context.Context, tk ticket.Ticket, form *web.Form) (g.Node, error) {
	team, err := u.People.Team(ctx, u.Now(ctx))
	if err != nil {
		return nil, err
	}
	groups, err := u.People.ListGroups(ctx)
	if err != nil {
		return nil, err
	}
	var staff, sets []page.Choice
	assignee := ""
	for _, p := range team.People {
		if p.Role.Allows(access.UpdateTickets) {
			staff = append(staff, page.Choice{Value: itoa(p.ID), Label: p.Name})
		}
		if p.ID == tk.AssigneeID {
			assignee = p.Name
		}
	}
	for _, one := range groups {
		sets = append(sets, page.Choice{Value: itoa(one.ID), Label: t(ctx, "calls.anybody", "Group", one.Name)})
	}
	first := t(ctx, "calls.myself")
	if assignee != "" {
		first = t(ctx, "calls.assignee", "Name", assignee)
	}
	host, second, group := page.Ask(form, "hosts", t(ctx, "calls.host")), page.Ask(form, "second", t(ctx, "calls.second")),
		page.Ask(form, "group", t(ctx, "calls.group"))
	host.Optional, second.Optional, group.Optional = true, true, true
	group.Hint = t(ctx, "calls.group_hint")
	return h.Div(h.Class("stack"), page.Select(ctx, host, append([]page.Choice{{Label: first}}, staff...)...),
		page.Select(ctx, second, append([]page.Choice{{Label: t(ctx, "calls.nobody_else")}}, staff...)...),
		g.If(len(sets) > 0, page.Select(ctx, group, append([]page.Choice{{Label: t(ctx, "calls.no_group")}}, sets...)...))), nil
}

func (u *UI) postOffer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	o := call.Offering{TicketID: id, Kind: call.Kind(form.Get("kind")), Text: form.Text("text")}
	second := form.Int64("second")
	if o.Group = form.Int64("group"); o.Group == 0 {
		host := form.Int64("hosts")
		if host == 0 && second != 0 {
			if host, err = u.standing(ctx, id); err != nil {
				return err
			}
		}
		if host != 0 {
			o.Hosts = append(o.Hosts, host)
		}
		if second != 0 {
			o.Hosts, o.Every = append(o.Hosts, second), true
		}
	}
	if !form.OK() {
		return u.offerPage(w, r, form)
	}
	_, err = u.Calls.Offer(ctx, o)
	switch {
	case form.Absorb(err):
		return u.offerPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, t(ctx, "calls.done_offered"))
	web.Redirect(w, r, ticketPath(id))
	return nil
}

// standing is who takes a call when nobody is chosen: the assignee, else whoever offers it.
func (u *UI) standing(ctx context.Context, ticketID int64) (int64, error) {
	tk, err := u.Tickets.Get(ctx, ticketID)
	if err != nil || tk.AssigneeID != 0 {
		return tk.AssigneeID, err
	}
	actor, _ := access.From(ctx)
	return actor.UserID, nil
}
