package entitlementui

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/entitlement"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// pageSize is how many rows a page of the list has.
const pageSize = 50

// getList shows who was turned away and waits for somebody to look, or what became of them.
func (u *UI) getList(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	f := entitlement.Filter{Settled: q.Get("state") == "settled", Reason: entitlement.Reason(q.Get("reason")), Limit: pageSize}
	f.OrganizationID, _ = strconv.ParseInt(q.Get("organization"), 10, 64) // what is no number asks for none
	f.Before, _ = strconv.ParseInt(q.Get("before"), 10, 64)
	all, err := u.Entitlements.Refusals(ctx, f)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "nav.entitlement")
	return web.Render(w, http.StatusOK, u.Page(r, title, page.Head(title, i18n.T(ctx, "door.sub"), u.settingsLink(ctx)), page.Bar(listTabs(ctx, f)),
		page.Content(reasonFilter(ctx, q), u.rows(ctx, all, f), older(ctx, all, q))))
}

func (u *UI) settingsLink(ctx context.Context) g.Node {
	if access.Check(ctx, access.ManageSettings) != nil {
		return nil
	}
	return page.LinkButton(page.Secondary, settingsPath, i18n.T(ctx, "door.to_rules"))
}

func listTabs(ctx context.Context, f entitlement.Filter) g.Node {
	return page.Tabs(i18n.T(ctx, "nav.entitlement"), page.Tab{Label: i18n.T(ctx, "door.tab_open"), Href: listPath, Current: !f.Settled},
		page.Tab{Label: i18n.T(ctx, "door.tab_settled"), Href: listPath + "?state=settled", Current: f.Settled})
}

func reasonFilter(ctx context.Context, q url.Values) g.Node {
	field := page.Ask(&web.Form{Values: q}, "reason", i18n.T(ctx, "door.reason"))
	choices := []page.Choice{{Label: i18n.T(ctx, "door.any_reason")}}
	for _, why := range entitlement.Reasons() {
		choices = append(choices, page.Choice{Value: string(why), Label: i18n.T(ctx, "door.reason_"+string(why))})
	}
	return h.Form(h.Class("filters"), h.Method("get"), h.Action(listPath), g.If(q.Get("state") != "", page.Hidden("state", q.Get("state"))),
		g.If(q.Get("organization") != "", page.Hidden("organization", q.Get("organization"))),
		page.BareSelect(field, choices...), page.Button(page.Secondary, i18n.T(ctx, "door.filter")))
}

func (u *UI) rows(ctx context.Context, all []entitlement.Refusal, f entitlement.Filter) g.Node {
	if len(all) == 0 {
		word := "door.none"
		if f.Settled {
			word = "door.none_settled"
		}
		return page.EmptyState("key-round", i18n.T(ctx, word), i18n.T(ctx, word+"_text"))
	}
	now := u.Now(ctx)
	var rows [][]g.Node
	for _, r := range all {
		last := told(ctx, r)
		if f.Settled {
			last = outcome(ctx, r)
		}
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(r.Path()), g.Text(subject(ctx, r))), who(r), reasonChip(ctx, r.Reason),
			g.Iff(r.OrganizationID != 0, func() g.Node { return organizationLink(r.OrganizationID, r.Organization) }), page.Time(ctx, r.At, now), last})
	}
	end := "door.col_told"
	if f.Settled {
		end = "door.col_outcome"
	}
	columns := []page.Column{}
	for _, word := range []string{"door.col_subject", "door.col_who", "door.reason", "door.col_organization", "door.col_at", end} {
		columns = append(columns, page.Column{Label: i18n.T(ctx, word)})
	}
	return page.Table(i18n.T(ctx, "nav.entitlement"), columns, rows...)
}

func subject(ctx context.Context, r entitlement.Refusal) string {
	if r.Subject == "" {
		return i18n.T(ctx, "door.no_subject")
	}
	return r.Subject
}

func who(r entitlement.Refusal) g.Node {
	if r.Name == "" || r.Name == r.Address {
		return g.Text(r.Address)
	}
	return h.Span(g.Text(r.Name+" "), h.Span(h.Class("muted"), g.Text(r.Address)))
}

// told says whether they were answered, and whether they wrote again since, as with the proof that they were asked for.
func told(ctx context.Context, r entitlement.Refusal) g.Node {
	switch {
	case r.Again:
		return page.Chip(page.Blue, i18n.T(ctx, "door.wrote_again"))
	case r.Told != "":
		return g.Text(i18n.T(ctx, "door.told"))
	}
	return h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "door.silence_"+string(r.Silence))))
}

func outcome(ctx context.Context, r entitlement.Refusal) g.Node {
	words := i18n.T(ctx, "door.outcome_"+string(r.Outcome))
	if r.TicketID == 0 {
		return g.Text(words)
	}
	return h.Span(g.Text(words+" "), h.A(h.Class("link"), h.Href(ticketPath(r.TicketID)), g.Textf("#%d", r.TicketID)))
}

func older(ctx context.Context, all []entitlement.Refusal, q url.Values) g.Node {
	if len(all) < pageSize {
		return nil
	}
	next := url.Values{"before": {itoa(all[len(all)-1].ID)}}
	for _, name := range []string{"state", "reason", "organization"} {
		if v := q.Get(name); v != "" {
			next.Set(name, v)
		}
	}
	return h.Div(page.LinkButton(page.Secondary, listPath+"?"+next.Encode(), i18n.T(ctx, "door.older")))
}
