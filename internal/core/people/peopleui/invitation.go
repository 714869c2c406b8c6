package peopleui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// invitationPage is where an invitation leads. Opening it uses nothing up, for mail scanners open links too.
func (ui *Handlers) invitationPage(w http.ResponseWriter, r *http.Request) error {
	u, err := ui.people.Invitation(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	return ui.showInvitation(w, r, u, web.NewForm("name", u.Name, "zone", u.Zone))
}

func (ui *Handlers) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	secret := r.PathValue("secret")
	u, err := ui.people.Accept(r.Context(), secret, people.Acceptance{Name: f.Get("name"), Password: f.Values.Get("password"), Zone: f.Get("zone")})
	if f.Absorb(err) {
		if u, err = ui.people.Invitation(r.Context(), secret); err != nil {
			return err
		}
		return ui.showInvitation(w, r, u, f)
	}
	if err != nil {
		return err
	}
	web.Done(r.Context(), i18n.T(r.Context(), "invitation.done", "Name", u.Name))
	return ui.enter(w, r, u, "/")
}

func (ui *Handlers) showInvitation(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form) error {
	ctx := r.Context()
	name := page.Ask(f, "name", i18n.T(ctx, "person.name"))
	name.Autocomplete, name.Hint = "name", i18n.T(ctx, "person.namehint")
	return ui.door(w, r, web.FormStatus(f), i18n.T(ctx, "invitation.title"),
		heading(i18n.T(ctx, "invitation.title"), i18n.T(ctx, "invitation.about", "Address", u.Email)),
		doorForm(people.InvitePath+r.PathValue("secret"), page.FormError(f), username(u), page.Input(ctx, name),
			newPassword(ctx, f), zoneField(ctx, f), page.Button(page.Wide, i18n.T(ctx, "invitation.do"))))
}

// username tells a password manager whose password is chosen; the address itself stands in the text above.
func username(u people.User) g.Node {
	return h.Input(h.Type("email"), h.Name("username"), h.Value(u.Email), h.AutoComplete("username"), h.Hidden(""), g.Attr("aria-hidden", "true"))
}
