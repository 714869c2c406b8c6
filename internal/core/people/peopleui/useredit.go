package peopleui

import (
	"net/http"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// editUserPage changes what is kept about a person.
func (ui *Handlers) editUserPage(w http.ResponseWriter, r *http.Request) error {
	if err := access.Check(r.Context(), access.EditPeople); err != nil {
		return err
	}
	u, err := ui.userInPath(r)
	if err != nil {
		return err
	}
	f := web.NewForm("name", u.Name, "zone", u.Zone, "locale", u.Locale, "region", u.Region, "notes", u.Notes)
	if u.OrganizationID != 0 {
		f.Values.Set("organization", strconv.FormatInt(u.OrganizationID, 10))
	}
	return ui.showUserEdit(w, r, u, f)
}

func (ui *Handlers) userInPath(r *http.Request) (people.User, error) {
	id, err := web.PathID(r)
	if err != nil {
		return people.User{}, err
	}
	return ui.people.User(r.Context(), id)
}

func (ui *Handlers) editUser(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	u, err := ui.userInPath(r)
	if err != nil {
		return err
	}
	p := particulars(f)
	if u.Role.Staff() { // the form has no field for it
		p.OrganizationID = u.OrganizationID
	} else {
		p.Region = u.Region
	}
	if !f.OK() {
		return ui.showUserEdit(w, r, u, f)
	}
	_, err = ui.people.EditUser(r.Context(), u.ID, p)
	if f.Absorb(err) {
		return ui.showUserEdit(w, r, u, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "people.saved"))
	web.Redirect(w, r, userPath(u.ID))
	return nil
}

func (ui *Handlers) showUserEdit(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form) error {
	ctx := r.Context()
	fields, err := ui.particularsFields(r, f, u.Role.Staff())
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "person.edit", "Name", u.Name)
	return ui.show(w, r, web.FormStatus(f), title, page.Head(title, ""), page.Narrow(page.Form(userPath(u.ID), page.FormError(f), fields,
		page.FormEnd(page.Button(page.Primary, i18n.T(ctx, "people.save")), page.LinkButton(page.Quiet, userPath(u.ID), i18n.T(ctx, "people.cancel"))))))
}
