package ticketui

import (
	"context"
	"strings"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// writeOffer puts an offer into the form of a kind of request.
func writeOffer(form *web.Form, o ticket.Offer) {
	form.Values["levels"], form.Values["deployments"] = o.Levels, o.Deployments
	form.Values.Set("plans", strings.Join(o.Plans, ", "))
}

func readOffer(form *web.Form) ticket.Offer {
	return ticket.Offer{Levels: form.All("levels"), Deployments: form.All("deployments"), Plans: strings.Split(form.Get("plans"), ",")}
}

// offerCard asks which organizations a form is offered to: nothing chosen is all.
func (u *UI) offerCard(ctx context.Context, form *web.Form) (g.Node, error) {
	lists, err := u.People.OrganizationLists(ctx)
	if err != nil {
		return nil, err
	}
	ask := func(name string) page.Field {
		f := page.Ask(form, name, i18n.T(ctx, "form_kind."+name))
		f.Optional, f.Autocomplete = true, "off"
		return f
	}
	levels := make([]page.Option, len(lists.Levels))
	for i, l := range lists.Levels {
		levels[i] = page.Option{Value: l.Key, Label: l.Name}
	}
	var deployments []page.Option
	for _, d := range people.Deployments() {
		deployments = append(deployments, page.Option{Value: d, Label: i18n.T(ctx, "form_kind.deployment."+d)})
	}
	plans := ask("plans")
	plans.Hint = i18n.T(ctx, "form_kind.plans_hint")
	return page.Card(i18n.T(ctx, "form_kind.offered"), i18n.T(ctx, "form_kind.offered_hint"),
		page.Ticks(ask("levels"), form.All("levels"), levels...), page.Input(ctx, plans),
		page.Ticks(ask("deployments"), form.All("deployments"), deployments...)), nil
}

// offeredTo says in the list whom a form is offered to.
func offeredTo(ctx context.Context, f ticket.Form, levels []people.Level) g.Node {
	if !f.Customers || !f.Limited() {
		return g.Text(yes(ctx, f.Customers))
	}
	var all []string
	for _, key := range f.Levels {
		all = append(all, people.LevelName(levels, key))
	}
	return g.Text(strings.Join(append(append(all, f.Plans...), f.Deployments...), ", "))
}
