package slaui

import (
	"context"
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// judged lists the policies in the order in which they are asked, up to the one that applies, with the lines that
// kept the others from it.
func (v view) judged(e sla.Explanation) g.Node {
	t := func(id string, data ...any) string { return i18n.T(v.ctx, id, data...) }
	columns := []page.Column{{Label: t("sla.col.policy")}, {Label: t("sla.col.verdict")}, {Label: t("sla.col.lines")}}
	var rows [][]g.Node
	for _, j := range e.Judged {
		rows = append(rows, []g.Node{h.A(h.Class("link"), h.Href(path(j.Policy.ID)), g.Text(j.Policy.Title)), v.verdict(j), v.failing(j)})
		if j.Applies {
			break
		}
	}
	about := t("sla.judgedabout")
	if e.Terms.Calendar.From != "" {
		about += " " + t("sla.calendarfrom."+e.Terms.Calendar.From, "Hours", e.Terms.Calendar.Title, "Name", e.Terms.Calendar.Name)
	}
	return page.Card(t("sla.judged"), about, page.Table(t("sla.judged"), columns, rows...))
}

func (v view) verdict(j sla.Judgement) g.Node {
	switch {
	case j.Applies:
		return page.Chip(page.Green, i18n.T(v.ctx, "sla.verdict.applies"))
	case !j.Policy.Active:
		return page.Chip(page.Neutral, i18n.T(v.ctx, "sla.verdict.inactive"))
	case j.Matches:
		return page.Chip(page.Neutral, i18n.T(v.ctx, "sla.verdict.behind"))
	}
	return page.Chip(page.Neutral, i18n.T(v.ctx, "sla.verdict.no"))
}

// failing shows the conditions that decided: those that failed, or all where all held.
func (v view) failing(j sla.Judgement) g.Node {
	ctx := v.ctx
	lines := slices.DeleteFunc(slices.Clone(j.Lines), func(l condition.Line) bool { return l.Held != j.Matches })
	if len(j.Lines) == 0 {
		return g.Text(i18n.T(ctx, "sla.everyticket"))
	}
	return g.Map(lines, func(l condition.Line) g.Node {
		found := i18n.T(ctx, "sla.found.none")
		if len(l.Found) > 0 {
			found = v.words.Values(ctx, l.Condition.Field, l.Found)
		}
		return h.Div(g.Text(v.words.Condition(ctx, l.Condition)),
			g.Text(" – "+i18n.T(ctx, "sla.found.is", "Found", found)))
	})
}

// promiseCard asks for what is promised to the customer of a ticket.
func (u *UI) promiseCard(ctx context.Context, t ticket.Ticket, f *web.Form) (g.Node, error) {
	held, err := u.Clocks.Promised(ctx, t)
	if err != nil {
		return nil, err
	}
	if f == nil {
		f = web.NewForm("cadence", held.Times, "zone", held.Zone)
	}
	about := i18n.T(ctx, "sla.promiseabout")
	if held.From == "organization" {
		about += " " + i18n.T(ctx, "sla.promiseorganization", "Times", held.Times+" "+held.Zone)
	}
	if access.Check(ctx, access.UpdateTickets) != nil || !t.Status.Live() {
		if held.Times == "" {
			return nil, nil
		}
		return page.Card(i18n.T(ctx, "sla.promise"), about, page.Badge(held.Times+" "+held.Zone)), nil
	}
	times, zone := page.Ask(f, "cadence", i18n.T(ctx, "sla.promisetimes")), page.Ask(f, "zone", i18n.T(ctx, "sla.promisezone"))
	times.Placeholder, times.Autocomplete, times.Optional = "tue,thu 15:00", "off", true
	zone.Placeholder, zone.Autocomplete, zone.Optional, zone.More = "Europe/Amsterdam", "off", true, []g.Node{g.Attr("list", "zones")}
	return page.Card(i18n.T(ctx, "sla.promise"), about,
		page.Form("/tickets/"+itoa(t.ID)+"/promise", page.FormError(f), page.Input(ctx, times), page.Input(ctx, zone),
			page.ZoneList(), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "sla.promisesave"))))), nil
}

func (u *UI) postPromise(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, f, err := web.PathForm(r)
	if err != nil {
		return err
	}
	err = u.Clocks.PromiseTicket(ctx, id, f.Get("cadence"), f.Get("zone"))
	switch {
	case f.Absorb(err):
		return u.showWhy(w, r, id, f)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "sla.promisesaved"))
	web.Redirect(w, r, whyPath(id))
	return nil
}
