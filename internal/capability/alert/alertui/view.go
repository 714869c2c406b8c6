package alertui

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// alertPage is all there is to one alert.
func (u *UI) alertPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	v, err := u.Alerts.View(ctx, id)
	if err != nil {
		return err
	}
	ids := []int64{v.AckedBy}
	for _, e := range v.History {
		ids = append(ids, e.ActorID)
	}
	names, err := u.Named(ctx, ids...)
	if err != nil {
		return err
	}
	now, title := u.Now(ctx), v.Summary
	body := h.Div(h.ID("alert"), page.Live(alertPath(id, "/body"), fmt.Sprint("alert:", id)), page.Head(title, v.Service, acts(ctx, v.Alert)...),
		page.Split(page.Thread(title, u.members(ctx, v, now), u.storm(ctx, v, now), details(ctx, v), changes(ctx, v, now), u.history(ctx, v, names, now)),
			facts(ctx, v.Alert, names, now)))
	if strings.HasSuffix(r.URL.Path, "/body") {
		return web.Render(w, http.StatusOK, body)
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, body))
}

// acts are what can be done about an alert, the next step first.
func acts(ctx context.Context, a alert.Alert) (nodes []g.Node) {
	if access.Check(ctx, access.UpdateTickets) == nil && a.Open() {
		look := page.Primary
		if a.State == alert.Triggered {
			nodes, look = append(nodes, page.PostButton(page.Primary, alertPath(a.ID, "/acknowledge"), i18n.T(ctx, "alerts.acknowledge"), nil)), page.Secondary
		}
		nodes = append(nodes, page.PostButton(look, alertPath(a.ID, "/resolve"), i18n.T(ctx, "alerts.resolve"), nil))
	}
	switch {
	case a.TicketID != 0:
		nodes = append(nodes, page.LinkButton(page.Secondary, fmt.Sprint("/tickets/", a.TicketID), i18n.T(ctx, "alerts.ticket", "Number", a.TicketID)))
	case access.Check(ctx, access.CreateTickets) == nil:
		nodes = append(nodes, page.PostButton(page.Secondary, alertPath(a.ID, "/ticket"), i18n.T(ctx, "alerts.open_ticket"), nil))
	}
	return nodes
}

func facts(ctx context.Context, a alert.Alert, names map[int64]people.User, now time.Time) g.Node {
	label := func(id string) string { return i18n.T(ctx, "alerts.fact."+id) }
	list := []page.Fact{{Label: label("state"), Value: stateChip(ctx, a)}, page.Say(label("severity"), i18n.T(ctx, "alerts.severity."+string(a.Severity))),
		page.Say(label("urgency"), i18n.T(ctx, "alerts.urgency."+string(a.Urgency))), {Label: label("opened"), Value: page.Time(ctx, a.OpenedAt, now)},
		{Label: label("last"), Value: page.Ago(ctx, a.LastAt, now)}, page.Say(label("times"), i18n.FormatNumber(ctx, int(a.Times)))}
	if !a.AckedAt.IsZero() {
		who := i18n.T(ctx, "alerts.sender_side")
		if u, ok := names[a.AckedBy]; ok {
			who = u.Name
		}
		list = append(list, page.Say(label("acked"), who))
	}
	if !a.Open() {
		list = append(list, page.Fact{Label: label("closed"),
			Value: g.Group{page.Time(ctx, a.ClosedAt, now), g.Text(", " + i18n.T(ctx, "alerts.why."+a.ClosedWhy))}})
	}
	for _, f := range []struct{ id, value string }{{"source", a.Said.Source}, {"component", a.Said.Component}, {"group", a.Said.Group},
		{"class", a.Said.Class}} {
		if f.value != "" {
			list = append(list, page.Say(label(f.id), f.value))
		}
	}
	list = append(list, page.Fact{Label: label("sender"), Value: client(ctx, a)})
	if a.LeadID != 0 {
		list = append(list, page.Fact{Label: label("lead"),
			Value: h.A(h.Class("link"), h.Href(alertPath(a.LeadID, "")), g.Text(i18n.T(ctx, "alerts.number", "N", a.LeadID)))})
	}
	links := page.FactsBlock(i18n.T(ctx, "alerts.links"), page.ShortList(g.Map(a.Said.Links, func(l wire.Link) g.Node {
		return h.Li(h.A(h.Class("link"), h.Href(l.Href), h.Rel("noreferrer"), g.Text(cmp.Or(l.Text, l.Href))))
	})))
	return g.Group{page.Facts(i18n.T(ctx, "alerts.number", "N", a.ID), list...), g.If(len(a.Said.Links) > 0, links)}
}

func client(ctx context.Context, a alert.Alert) g.Node {
	name := cmp.Or(a.Said.Client, i18n.T(ctx, "alerts.from."+string(a.Sender)))
	if a.Said.ClientURL == "" {
		return g.Text(name)
	}
	return h.A(h.Class("link"), h.Href(a.Said.ClientURL), h.Rel("noreferrer"), g.Text(name))
}

// members are the alerts of the group, each with its state.
func (u *UI) members(ctx context.Context, v alert.View, now time.Time) g.Node {
	if len(v.Members) == 0 {
		return nil
	}
	tones := map[alert.MemberState]page.Tone{alert.MemberFiring: page.Red, alert.MemberResolved: page.Green, alert.MemberGone: page.Neutral}
	var rows [][]g.Node
	for _, m := range v.Members {
		labels := make([]string, 0, len(m.Labels))
		for _, name := range slices.Sorted(maps.Keys(m.Labels)) {
			labels = append(labels, name+"="+m.Labels[name])
		}
		when := g.Node(page.Time(ctx, v.OpenedAt, now))
		if !m.StartsAt.IsZero() {
			when = page.Time(ctx, m.StartsAt, now)
		}
		rows = append(rows, []g.Node{page.Chip(tones[m.State], i18n.T(ctx, "alerts.member."+string(m.State))), g.Text(m.Summary),
			h.Span(h.Class("mono"), g.Text(strings.Join(labels, " "))), when})
	}
	title := i18n.T(ctx, "alerts.members")
	sub := ""
	if v.Said.Truncated > 0 {
		sub = i18n.T(ctx, "alerts.truncated", "Count", v.Said.Truncated)
	}
	return page.Card(title, sub, page.Table(title, []page.Column{{Label: i18n.T(ctx, "alerts.fact.state")}, {Label: i18n.T(ctx, "alerts.summary")},
		{Label: i18n.T(ctx, "alerts.labels")}, {Label: i18n.T(ctx, "alerts.since")}}, rows...))
}

// storm lists what is folded into the alert.
func (u *UI) storm(ctx context.Context, v alert.View, now time.Time) g.Node {
	if len(v.Storm) == 0 {
		return nil
	}
	return page.Card(i18n.T(ctx, "alerts.storm"), i18n.T(ctx, "alerts.storm_about"), page.ShortList(g.Map(v.Storm, func(a alert.Alert) g.Node {
		return page.ShortItem(alertPath(a.ID, ""), fmt.Sprint(a.ID), a.Summary, page.Time(ctx, a.OpenedAt, now))
	})))
}

// details are what the sender said beyond what the desk reads.
func details(ctx context.Context, v alert.View) g.Node {
	if v.Said.Details == "" {
		return nil
	}
	var text bytes.Buffer
	if json.Indent(&text, []byte(v.Said.Details), "", "  ") != nil {
		text.WriteString(v.Said.Details)
	}
	return page.Card(i18n.T(ctx, "alerts.details"), "", page.Code(ctx, g.Text(text.String())))
}

func changes(ctx context.Context, v alert.View, now time.Time) g.Node {
	if len(v.Changes) == 0 {
		return nil
	}
	return page.Card(i18n.T(ctx, "alerts.changes"), i18n.T(ctx, "alerts.changes_about"), h.Ul(h.Class("stack"), g.Map(v.Changes, func(c alert.Deployed) g.Node {
		link := g.Node(g.Text(c.Summary))
		if len(c.Links) > 0 {
			link = h.A(h.Class("link"), h.Href(c.Links[0].Href), h.Rel("noreferrer"), g.Text(c.Summary))
		}
		return h.Li(page.Time(ctx, c.At, now), g.Text(" "), link, g.If(c.Source != "", g.Text(", "+c.Source)))
	})))
}
