package upgradeui

import (
	"context"
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (u *UI) getNew(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return u.newPage(w, r, web.NewForm("ticket", q.Get("ticket"), "organization", q.Get("organization"), "environment", q.Get("environment")))
}

// newPage asks which environment goes to which version. Without a customer it says where to begin.
func (u *UI) newPage(w http.ResponseWriter, r *http.Request, form *web.Form) error {
	ctx := r.Context()
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	title := i18n.T(ctx, "upgrade.new")
	ticketID, running, err := u.startingPoint(ctx, form)
	if err != nil {
		return err
	}
	if len(running) == 0 {
		return web.Render(w, http.StatusOK,
			u.Page(r, title, page.Head(title, ""),
				page.Content(page.EmptyState("server", i18n.T(ctx, "upgrade.begin_where"), i18n.T(ctx, "upgrade.begin_where_text"),
					page.LinkButton(page.Primary, "/environments", i18n.T(ctx, "upgrade.to_environments"))))))
	}
	var choices []page.Choice
	for _, e := range running {
		label := e.Organization + ", " + e.Name
		if e.Version != "" {
			label += " (" + e.Version + ")"
		}
		choices = append(choices, page.Choice{Value: itoa(e.ID), Label: label})
	}
	to := page.Ask(form, "to", i18n.T(ctx, "upgrade.field_to"))
	to.Hint, to.Autocomplete = i18n.T(ctx, "upgrade.hint_to"), "off"
	return web.Render(w, web.FormStatus(form), u.Page(r, title, page.Head(title, running[0].Organization), page.Narrow(page.Form(root, page.FormError(form),
		g.If(ticketID != 0, g.Group{page.Hidden("ticket", itoa(ticketID)), h.P(g.Text(i18n.T(ctx, "upgrade.about_ticket", "Number", ticketID)))}),
		g.If(form.Get("organization") != "", page.Hidden("organization", form.Get("organization"))),
		page.Select(ctx, page.Ask(form, "environment", i18n.T(ctx, "upgrade.col_environment")), choices...), page.Input(ctx, to),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "upgrade.begin")))))))
}

// startingPoint finds the environments to choose from: those of the ticket's customer, of the organization, or the one named.
func (u *UI) startingPoint(ctx context.Context, form *web.Form) (ticketID int64, running []environment.Environment, err error) {
	organization := number(form, "organization")
	if ticketID = number(form, "ticket"); ticketID != 0 {
		t, err := u.Tickets.Get(ctx, ticketID)
		if err != nil {
			return 0, nil, err
		}
		organization = t.OrganizationID
		if about, _, _, err := u.Environments.For(ctx, t.ID, t.OrganizationID); err == nil && form.Get("environment") == "" && about.ID != 0 {
			form.Values.Set("environment", itoa(about.ID))
		}
	}
	if id := number(form, "environment"); id != 0 && organization == 0 {
		e, err := u.Environments.Environment(ctx, id)
		if err != nil {
			return 0, nil, err
		}
		organization = e.OrganizationID
	}
	if organization == 0 {
		return ticketID, nil, nil
	}
	all, err := u.Environments.Mine(ctx, organization)
	return ticketID, slices.DeleteFunc(all, func(e environment.Environment) bool { return !e.Running() }), err
}

func (u *UI) postNew(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.Decode(r)
	if err != nil {
		return err
	}
	environmentID, ticketID := form.Int64("environment"), number(form, "ticket")
	if !form.OK() {
		return u.newPage(w, r, form)
	}
	up, err := u.Upgrades.Begin(ctx, environmentID, ticketID, form.Get("to"))
	switch {
	case form.Absorb(err):
		return u.newPage(w, r, form)
	case err != nil:
		return err
	}
	web.Done(ctx, i18n.T(ctx, "upgrade.begun"))
	web.Redirect(w, r, up.Path()+"/edit")
	return nil
}
