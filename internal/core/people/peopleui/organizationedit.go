package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

func (ui *Handlers) newOrganizationPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.EditPeople); err != nil {
		return err
	}
	return ui.showOrganizationEdit(w, r, web.NewForm())
}

func (ui *Handlers) editOrganizationPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.EditPeople); err != nil {
		return err
	}
	id, err := web.PathID(r)
	if err != nil {
		return err
	}
	o, err := ui.people.Organization(r.Context(), id)
	if err != nil {
		return err
	}
	return ui.showOrganizationEdit(w, r, web.NewForm("name", o.Name, "plan", o.Plan, "region", o.Region,
		"deployment", o.Deployment, "version", o.Version, "notes", o.Notes))
}

// saveOrganization makes an organization, or changes the one in the path.
func (ui *Handlers) saveOrganization(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	o := people.Organization{Name: f.Get("name"), Plan: f.Get("plan"), Region: f.Get("region"),
		Deployment: f.Get("deployment"), Version: f.Get("version"), Notes: f.Text("notes")}
	if r.PathValue("id") != "" {
		if o.ID, err = web.PathID(r); err != nil {
			return err
		}
	}
	saved, err := ui.people.SaveOrganization(r.Context(), o)
	if f.Absorb(err) {
		return ui.showOrganizationEdit(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, organizationPath(saved.ID))
	return nil
}

func (ui *Handlers) showOrganizationEdit(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	title, action, back := i18n.T(ctx, "organizations.new"), "/organizations", "/organizations"
	if id, err := web.PathID(r); err == nil {
		title, action, back = i18n.T(ctx, "organization.edit"), organizationPath(id), organizationPath(id)
	}
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Narrow(page.Form(action, page.FormError(f), ui.organizationFields(ctx, r, f),
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")), page.LinkButton(page.Quiet, back, i18n.T(ctx, "people.cancel"))))))
}

func (ui *Handlers) organizationFields(ctx context.Context, r *http.Request, f *web.Form) g.Node {
	plan, version := page.Ask(f, "plan", i18n.T(ctx, "organization.plan")), page.Ask(f, "version", i18n.T(ctx, "organization.version"))
	plan.Optional, plan.Hint, version.Optional = true, i18n.T(ctx, "organization.planhint"), true
	where := page.Ask(f, "deployment", i18n.T(ctx, "organization.deployment"))
	where.Optional = true
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "people.unknown")}}
	for _, d := range people.Deployments() {
		choices = append(choices, page.Choice{Value: d, Label: deployment(ctx, d)})
	}
	notes := page.Ask(f, "notes", i18n.T(ctx, "person.notes"))
	notes.Value, notes.Optional, notes.Hint = f.Text("notes"), true, i18n.T(ctx, "person.noteshint")
	return g.Group{page.Input(ctx, page.Ask(f, "name", i18n.T(ctx, "person.name"))), page.Input(ctx, plan), ui.regionField(r, f),
		page.Select(ctx, where, choices...), page.Input(ctx, version), page.Textarea(ctx, notes)}
}
