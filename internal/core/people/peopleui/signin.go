package peopleui

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// signInPage lets the team in. A desk without a team is set up first.
func (ui *Handlers) signInPage(w http.ResponseWriter, r *http.Request) error {
	next := r.URL.Query().Get("next")
	if who, ok := access.From(r.Context()); ok {
		if !who.Role.Staff() {
			next = ""
		}
		web.Redirect(w, r, web.LocalPath(next, "/"))
		return nil
	}
	needed, err := ui.people.NeedsSetup(r.Context())
	if err != nil {
		return err
	}
	if needed {
		web.Redirect(w, r, "/setup")
		return nil
	}
	return ui.showSignIn(w, r, web.NewForm("next", next), http.StatusOK)
}

func (ui *Handlers) signIn(ip clientIP) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		if err := ui.tries.allow(ip(r), f.Get("address"), ui.deps.Now()); slowDown(w, f, err) {
			return ui.showSignIn(w, r, f, http.StatusTooManyRequests)
		}
		u, err := ui.people.SignIn(r.Context(), f.Get("address"), f.Values.Get("password"))
		if f.Absorb(err) || turnedAway(f, err) {
			return ui.showSignIn(w, r, f, web.FormStatus(f))
		}
		if err != nil {
			return err
		}
		if err := ui.enter(w, r, u, f.Get("next")); err != nil {
			return err
		}
		web.Remember(r.Context(), f.Bool("remember"))
		return nil
	}
}

// turnedAway shows in the form what the desk's own rule says at its door: what an account waits for, and the way out.
func turnedAway(f *web.Form, err error) bool {
	if !fault.Is(err, fault.Forbidden) {
		return false
	}
	sentence, _ := fault.Public(err)
	f.Reject("", sentence)
	return true
}

func (ui *Handlers) showSignIn(w http.ResponseWriter, r *http.Request, f *web.Form, status int) error {
	ctx := r.Context()
	address, password := page.Ask(f, "address", i18n.T(ctx, "person.address")), page.Ask(f, "password", i18n.T(ctx, "person.password"))
	address.Type, address.Autocomplete, address.Autofocus = "email", "username", address.Value == ""
	password.Type, password.Autocomplete, password.Value, password.Autofocus = "password", "current-password", "", address.Value != ""
	return ui.door(w, r, status, i18n.T(ctx, "signin.title"),
		heading(i18n.T(ctx, "signin.title"), ""),
		doorForm("/sign-in", page.FormError(f), page.Hidden("next", f.Get("next")),
			page.Input(ctx, address), page.Input(ctx, password), page.Checkbox(ctx, page.Ask(f, "remember", i18n.T(ctx, "signin.remember"))),
			page.Button(page.Wide, i18n.T(ctx, "signin.do"))),
		h.P(h.A(h.Class("link"), h.Href("/forgot"), g.Text(i18n.T(ctx, "signin.forgot")))),
		h.P(h.A(h.Class("link"), h.Href("/portal/sign-in"), g.Text(i18n.T(ctx, "signin.customers")))))
}

func (ui *Handlers) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := web.SignOut(r.Context()); err != nil {
		return err
	}
	web.Redirect(w, r, "/sign-in")
	return nil
}
