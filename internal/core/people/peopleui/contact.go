package peopleui

import (
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// newContactPage asks for a customer's person; ?organization= says whose.
func (ui *Handlers) newContactPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.EditPeople); err != nil {
		return err
	}
	return ui.showContact(w, r, web.NewForm("organization", r.URL.Query().Get("organization")))
}

func (ui *Handlers) createContact(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	p := particulars(f)
	if !f.OK() {
		return ui.showContact(w, r, f)
	}
	u, err := ui.people.CreateContact(r.Context(), f.Get("address"), p)
	if f.Absorb(err) {
		return ui.showContact(w, r, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "contact.created", "Name", u.Name))
	web.Redirect(w, r, userPath(u.ID))
	return nil
}

func (ui *Handlers) showContact(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	address := page.Ask(f, "address", i18n.T(ctx, "person.address"))
	address.Type, address.Autocomplete, address.Hint = "email", "off", i18n.T(ctx, "contact.addresshint")
	fields, err := ui.particularsFields(r, f, false)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "people.new")
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Narrow(page.Form("/people", page.FormError(f), page.Input(ctx, address), fields,
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "contact.create")), page.LinkButton(page.Quiet, "/people", i18n.T(ctx, "people.cancel"))))))
}

func particulars(f *web.Form) people.Particulars {
	return people.Particulars{Name: f.Get("name"), OrganizationID: f.Int64("organization"), Zone: f.Get("zone"),
		Locale: f.Get("locale"), Region: f.Get("region"), Notes: f.Text("notes")}
}

// particularsFields are the fields that making and editing a person share. Staff belong to no organization.
func (ui *Handlers) particularsFields(r *http.Request, f *web.Form, staff bool) (g.Node, error) {
	ctx := r.Context()
	name := page.Ask(f, "name", i18n.T(ctx, "person.name"))
	name.Autocomplete = "off"
	notes := page.Ask(f, "notes", i18n.T(ctx, "person.notes"))
	notes.Value, notes.Optional, notes.Hint = f.Text("notes"), true, i18n.T(ctx, "person.noteshint")
	fields := g.Group{page.Input(ctx, name)}
	if staff {
		fields = append(fields, ui.regionField(r, f))
	} else {
		field, err := ui.organizationField(r, f)
		if err != nil {
			return nil, err
		}
		fields = append(fields, field)
	}
	return append(fields, zoneField(ctx, f), ui.languageField(ctx, f, i18n.T(ctx, "person.desklanguage")), page.Textarea(ctx, notes)), nil
}

func (ui *Handlers) organizationField(r *http.Request, f *web.Form) (g.Node, error) {
	ctx := r.Context()
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "people.unset")}}
	filter := people.OrganizationFilter{Limit: 500}
	for {
		list, next, err := ui.people.Organizations(ctx, filter)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			choices = append(choices, page.Choice{Value: strconv.FormatInt(o.ID, 10), Label: o.Name})
		}
		if next == (people.Cursor{}) {
			break
		}
		filter.After = next
	}
	field := page.Ask(f, "organization", i18n.T(ctx, "person.organization"))
	field.Optional, field.Hint = true, i18n.T(ctx, "person.organizationhint")
	return page.Select(ctx, field, choices...), nil
}

func (ui *Handlers) regionField(r *http.Request, f *web.Form) g.Node {
	regions := ui.regions()
	if len(regions) == 0 {
		return page.Hidden("region", f.Get("region"))
	}
	ctx := r.Context()
	choices := []page.Choice{{Value: "", Label: i18n.T(ctx, "people.unset")}}
	for _, region := range regions {
		choices = append(choices, page.Choice{Value: region.Key, Label: region.Name})
	}
	field := page.Ask(f, "region", i18n.T(ctx, "person.region"))
	field.Optional = true
	return page.Select(ctx, field, choices...)
}
