package environmentui

import (
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Panel tells beside a ticket which installation it is about, and warns of what is wrong with it; nil where the customer has
// none, or there is no customer.
func (u *UI) Panel(ctx context.Context, ticketID, organizationID int64) ([]page.Fact, g.Node, error) {
	e, chosen, all, err := u.Environments.For(ctx, ticketID, organizationID)
	if err != nil || len(all) == 0 {
		return nil, nil, err
	}
	rules, err := u.Environments.Setup(ctx)
	if err != nil {
		return nil, nil, err
	}
	label := i18n.T(ctx, "environment.single")
	if e.ID == 0 {
		none := i18n.T(ctx, "environment.panel_none")
		return []page.Fact{page.Say(label, none)}, page.Section{ID: "environment", Title: label,
			Line: i18n.T(ctx, "environment.choose")}.View(ctx, u.chooser(ctx, ticketID, 0, all)), nil
	}
	fact := page.Fact{Label: label, Value: h.Span(h.Class("cluster"), h.A(h.Class("link"), h.Href(e.Path()), g.Text(e.Name)),
		g.Text(word(ctx, "deployment", e.Deployment)),
		h.B(g.Text(release(ctx, e.Version))), ageChip(ctx, e, rules), g.If(e.Stale(u.Now(ctx), rules.StaleDays),
			page.Chip(page.Amber, i18n.T(ctx, "environment.stale"))))}
	more, err := u.moreOf(ctx, e, rules, chosen, ticketID, all)
	return []page.Fact{fact}, more, err
}

// moreOf is what is looked at less often: how the installation is built, when it was upgraded, and which other it could be.
func (u *UI) moreOf(ctx context.Context, e environment.Environment, rules environment.InventoryRules, chosen bool, ticketID int64,
	all []environment.Environment) (g.Node, error) {
	facts, err := u.lastUpgrade(ctx, e)
	if err != nil {
		return nil, err
	}
	var line []string
	if e.Architecture != "" || e.Size != "" {
		line = append(line, word(ctx, "architecture", e.Architecture), word(ctx, "size", e.Size))
		facts = append([]page.Fact{page.Say(i18n.T(ctx, "environment.built"), strings.Join(line, ", "))}, facts...)
	}
	if e.Stale(u.Now(ctx), rules.StaleDays) || e.ConfirmedBy != 0 {
		names, err := u.names(ctx, e.ConfirmedBy)
		if err != nil {
			return nil, err
		}
		facts = append(facts, page.Fact{Label: i18n.T(ctx, "environment.field_confirmed"), Value: confirmed(ctx, e, rules, u.Now(ctx), names)})
	}
	var choice int64
	if chosen {
		choice = e.ID
	} else if len(all) > 1 {
		line = append([]string{i18n.T(ctx, "environment.assumed")}, line...)
	}
	choose := u.chooser(ctx, ticketID, choice, all)
	if len(facts) == 0 && choose == nil {
		return nil, nil
	}
	return page.Section{ID: "environment", Title: i18n.T(ctx, "environment.single"), Line: strings.Join(line, ", ")}.View(ctx,
		g.If(len(facts) > 0, page.Facts("", facts...)), choose), nil
}

// lastUpgrade tells when the version changed last.
func (u *UI) lastUpgrade(ctx context.Context, e environment.Environment) ([]page.Fact, error) {
	changes, err := u.Environments.History(ctx, e.ID)
	if err != nil || len(changes) == 0 || changes[0].From == "" {
		return nil, err
	}
	return []page.Fact{{Label: i18n.T(ctx, "environment.last_upgrade"), Value: h.Span(page.Ago(ctx, changes[0].At, u.Now(ctx)), g.Text(" "),
		h.Span(h.Class("muted"), g.Text(i18n.T(ctx, "environment.from", "Version", changes[0].From))))}}, nil
}

// chooser says which of several environments a ticket is about.
func (u *UI) chooser(ctx context.Context, ticketID, chosen int64, all []environment.Environment) g.Node {
	if len(all) < 2 || access.Check(ctx, access.UpdateTickets) != nil {
		return nil
	}
	list := []page.Choice{{Label: i18n.T(ctx, "environment.not_chosen")}}
	for _, e := range all {
		if e.Running() {
			list = append(list, page.Choice{Value: itoa(e.ID), Label: e.Name + " · " + word(ctx, "kind", e.Kind)})
		}
	}
	f := page.Field{Name: "environment", Label: i18n.T(ctx, "environment.choose")}
	if chosen != 0 {
		f.Value = itoa(chosen)
	}
	return h.Form(h.Class("filters"), h.Method("post"), h.Action("/tickets/"+itoa(ticketID)+"/environment"), page.BareSelect(f, list...),
		page.Button(page.Small, i18n.T(ctx, "environment.choose_do")))
}

func (u *UI) postChoose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	var chosen int64
	if form.Get("environment") != "" {
		chosen = form.Int64("environment")
	}
	if err := u.Environments.Choose(ctx, id, chosen); err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "environment.chosen"))
	web.Redirect(w, r, "/tickets/"+itoa(id))
	return nil
}

// OrganizationPanel is what stands on an organization's page: what they run, or how it is written down.
func (u *UI) OrganizationPanel(ctx context.Context, o people.Organization) (g.Node, error) {
	all, err := u.Environments.Mine(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	rules, err := u.Environments.Setup(ctx)
	if err != nil {
		return nil, err
	}
	edits := access.Check(ctx, access.EditPeople) == nil
	if len(all) == 0 && !edits {
		return nil, nil
	}
	now := u.Now(ctx)
	return page.FactsBlock(i18n.T(ctx, "nav.environments"), g.If(len(all) == 0, h.P(h.Class("muted"), g.Text(i18n.T(ctx, "environment.organization_none")))),
		g.If(len(all) > 0, h.Ul(h.Class("stack"), g.Map(all, func(e environment.Environment) g.Node {
			return h.Li(h.Span(h.Class("cluster"), h.A(h.Class("link"), h.Href(e.Path()), g.Text(e.Name)),
				g.Text(word(ctx, "kind", e.Kind)), h.B(g.Text(release(ctx, e.Version))),
				g.If(e.Primary && len(all) > 1, page.Chip(page.Blue, i18n.T(ctx, "environment.primary"))),
				g.If(!e.Running(), page.Chip(page.Neutral, i18n.T(ctx, "environment.gone"))),
				g.Iff(e.Running(), func() g.Node { return ageChip(ctx, e, rules) }),
				g.If(e.Stale(now, rules.StaleDays), page.Chip(page.Amber, i18n.T(ctx, "environment.stale")))))
		}))),
		g.If(edits, h.Div(h.Class("cluster"), page.LinkButton(page.Small, root+"/new?organization="+itoa(o.ID), i18n.T(ctx, "environment.add")),
			page.LinkButton(page.Small, root+"/import?organization="+itoa(o.ID), i18n.T(ctx, "environment.import"))))), nil
}
