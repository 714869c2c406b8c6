package alertui

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// listPage shows what stands, or with ?state=over what is over.
func (u *UI) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	f := alert.Filter{Over: query.Get("state") == "over"}
	f.ServiceID, _ = strconv.ParseInt(query.Get("service"), 10, 64) // what is no number is all of them
	f.Before, _ = strconv.ParseInt(query.Get("before"), 10, 64)
	list, more, err := u.Alerts.Alerts(ctx, f)
	if err != nil {
		return err
	}
	services, err := u.Alerts.Services(ctx)
	if err != nil {
		return err
	}
	title, sub := i18n.T(ctx, "alerts.title"), i18n.T(ctx, "alerts.sub", "Count", len(list))
	if f.Over {
		sub = ""
	}
	body := u.rows(ctx, list)
	if len(list) == 0 {
		body = u.none(ctx, f, services)
	}
	// A list of what stands follows it; one of what is over stays put under the reader.
	body = h.Div(h.ID("alerts"), g.If(!f.Over, page.Live(alertsPath+"/rows?"+query.Encode(), "alerts")), body)
	if strings.HasSuffix(r.URL.Path, "/rows") {
		return web.Render(w, http.StatusOK, body)
	}
	older := ""
	if more && f.Over {
		older = fmt.Sprintf("%s?state=over&service=%d&before=%d", alertsPath, f.ServiceID, list[len(list)-1].ID)
	}
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, sub, settingsLink(ctx)...), page.Bar(tabs(ctx, f)), body, g.If(older != "",
		h.Nav(h.Class("pager"), g.Attr("aria-label", i18n.T(ctx, "pager.label")),
			page.LinkButton(page.Secondary, older, i18n.T(ctx, "pager.next"), h.Rel("next"))))))
}

func settingsLink(ctx context.Context) []g.Node {
	if access.Check(ctx, access.ManageSettings) != nil {
		return nil
	}
	return []g.Node{page.LinkButton(page.Secondary, servicesPath, i18n.T(ctx, "alerts.services"))}
}

func tabs(ctx context.Context, f alert.Filter) g.Node {
	return page.Tabs(i18n.T(ctx, "alerts.title"), page.Tab{Label: i18n.T(ctx, "alerts.standing"), Href: alertsPath, Current: !f.Over},
		page.Tab{Label: i18n.T(ctx, "alerts.over"), Href: alertsPath + "?state=over", Current: f.Over})
}

// none says that all is well, or teaches how the first alert comes in.
func (u *UI) none(ctx context.Context, f alert.Filter, services []alert.Monitored) g.Node {
	switch {
	case len(services) == 0 && access.Check(ctx, access.ManageSettings) == nil:
		return page.EmptyState("activity", i18n.T(ctx, "alerts.none_yet"), i18n.T(ctx, "alerts.none_yet_text"),
			page.LinkButton(page.Primary, servicesPath+"/new", i18n.T(ctx, "alerts.add")))
	case len(services) == 0:
		return page.EmptyState("activity", i18n.T(ctx, "alerts.none_yet"), i18n.T(ctx, "alerts.ask_admin"))
	case f.Over:
		return page.EmptyState("history", i18n.T(ctx, "alerts.none_over"), i18n.T(ctx, "alerts.none_over_text"))
	}
	return page.EmptyState("circle-check", i18n.T(ctx, "alerts.quiet"), i18n.T(ctx, "alerts.quiet_text"))
}

func (u *UI) rows(ctx context.Context, list []alert.Alert) g.Node {
	now := u.Now(ctx)
	rows := make([]g.Node, len(list))
	for i, a := range list {
		rows[i] = row(ctx, a, now)
	}
	return page.Rows(i18n.T(ctx, "alerts.title"), rows...)
}

func row(ctx context.Context, a alert.Alert, now time.Time) g.Node {
	var side []g.Node
	if a.State == alert.Triggered && access.Check(ctx, access.UpdateTickets) == nil {
		label := i18n.T(ctx, "alerts.acknowledge")
		side = append(side, page.PostButton(page.Small, alertPath(a.ID, "/acknowledge"), label, nil, g.Attr("aria-label", label+": "+a.Summary)))
	}
	return page.Log(page.LogRow{ID: fmt.Sprint("alert-", a.ID), Href: alertPath(a.ID, ""), State: stateChip(ctx, a), Time: page.Time(ctx, a.OpenedAt, now),
		Channel: i18n.T(ctx, "alerts.severity."+string(a.Severity)), From: a.Service, Subject: a.Summary, Why: g.Text(aside(ctx, a)), Side: side})
}

// aside says in a few words what else there is to an alert.
func aside(ctx context.Context, a alert.Alert) string {
	text := a.Said.Source
	add := func(more string) {
		if text != "" {
			text += " · "
		}
		text += more
	}
	if a.Firing > 1 {
		add(i18n.T(ctx, "alerts.firing", "Count", a.Firing))
	}
	if a.Folded > 0 {
		add(i18n.T(ctx, "alerts.folded", "Count", a.Folded))
	}
	if a.Times > 1 {
		add(i18n.T(ctx, "alerts.times", "Count", a.Times))
	}
	return text
}

func stateChip(ctx context.Context, a alert.Alert) g.Node {
	tone := page.Neutral
	switch {
	case a.State == alert.Resolved:
		tone = page.Green
	case a.State == alert.Acknowledged:
		tone = page.Blue
	case a.Severity == wire.Critical || a.Severity == wire.Error:
		tone = page.Red
	case a.Severity == wire.Warning:
		tone = page.Amber
	}
	return page.Chip(tone, i18n.T(ctx, "alerts.state."+string(a.State)))
}
