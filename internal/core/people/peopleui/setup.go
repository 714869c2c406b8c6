package peopleui

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// setupPage asks for the first administrator, while there is nobody yet.
func (ui *Handlers) setupPage(w http.ResponseWriter, r *http.Request) error {
	needed, err := ui.people.NeedsSetup(r.Context())
	if err != nil {
		return err
	}
	if !needed {
		web.Redirect(w, r, "/sign-in")
		return nil
	}
	return ui.showSetup(w, r, web.NewForm("token", r.URL.Query().Get("token")), http.StatusOK)
}

func (ui *Handlers) setUp(ip clientIP) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		if err := ui.tries.allow(ip(r), "", ui.deps.Now()); slowDown(w, f, err) {
			return ui.showSetup(w, r, f, http.StatusTooManyRequests)
		}
		u, err := ui.people.Setup(r.Context(), people.Founder{Token: f.Get("token"), Name: f.Get("name"),
			Address: f.Get("address"), Password: f.Values.Get("password"), Zone: f.Get("zone")})
		if f.Absorb(err) {
			return ui.showSetup(w, r, f, web.FormStatus(f))
		}
		if err != nil {
			return err
		}
		if !u.Active { // the desk's own rule holds them back
			return ui.door(w, r, http.StatusOK, i18n.T(r.Context(), "setup.outside"),
				heading(i18n.T(r.Context(), "setup.outside"), i18n.T(r.Context(), "setup.outside_about")))
		}
		return ui.enter(w, r, u, "/")
	}
}

// enter signs a person in and sends them on.
func (ui *Handlers) enter(w http.ResponseWriter, r *http.Request, u people.User, next string) error {
	if err := web.SignIn(r.Context(), u.ID); err != nil {
		return err
	}
	if !u.Role.Staff() {
		next = "" // the start knows where customers belong
	}
	web.Redirect(w, r, web.LocalPath(next, "/"))
	return nil
}

func (ui *Handlers) showSetup(w http.ResponseWriter, r *http.Request, f *web.Form, status int) error {
	ctx := r.Context()
	token, address := page.Ask(f, "token", i18n.T(ctx, "setup.token")), page.Ask(f, "address", i18n.T(ctx, "person.address"))
	token.Hint, token.Autocomplete = i18n.T(ctx, "setup.tokenhint"), "off"
	address.Type, address.Autocomplete = "email", "username"
	name := page.Ask(f, "name", i18n.T(ctx, "person.name"))
	name.Autocomplete, name.Autofocus = "name", true
	return ui.door(w, r, status, i18n.T(ctx, "setup.title"),
		heading(i18n.T(ctx, "setup.title"), i18n.T(ctx, "setup.about")),
		doorForm("/setup", page.FormError(f), page.Input(ctx, name), page.Input(ctx, address),
			newPassword(ctx, f), zoneField(ctx, f), page.Input(ctx, token),
			page.Button(page.Wide, i18n.T(ctx, "setup.do"))))
}

// heading is the top of a door.
func heading(title, about string) g.Node {
	return h.Header(h.Class("stack"), h.H1(g.Text(title)), g.If(about != "", h.P(h.Class("muted"), g.Text(about))))
}

func doorForm(action string, fields ...g.Node) g.Node {
	return h.Form(h.Class("form"), h.Method("post"), h.Action(action), g.Group(fields))
}

// newPassword never shows again what was typed.
func newPassword(ctx context.Context, f *web.Form) g.Node {
	field := page.Ask(f, "password", i18n.T(ctx, "person.newpassword"))
	field.Value, field.Type, field.Autocomplete = "", "password", "new-password"
	field.Hint = i18n.T(ctx, "person.passwordhint", "Count", people.ShortestPassword)
	return page.Input(ctx, field)
}
