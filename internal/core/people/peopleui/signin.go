package peopleui

import (
	"net/http"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// signInPage lets the team in. A desk without a team is set up first.
func (h *Handlers) signInPage(w http.ResponseWriter, r *http.Request) error {
	next := r.URL.Query().Get("next")
	if web.UserID(r.Context()) != 0 {
		web.Redirect(w, r, web.LocalPath(next, "/"))
		return nil
	}
	needed, err := h.people.NeedsSetup(r.Context())
	if err != nil {
		return err
	}
	if needed {
		web.Redirect(w, r, "/setup")
		return nil
	}
	return h.showSignIn(w, r, web.NewForm("next", next), http.StatusOK)
}

func (h *Handlers) signIn(ip clientIP) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		if err := h.tries.allow(ip(r), f.Get("address"), h.deps.Now()); slowDown(w, f, err) {
			return h.showSignIn(w, r, f, http.StatusTooManyRequests)
		}
		u, err := h.people.SignIn(r.Context(), f.Get("address"), f.Values.Get("password"))
		if f.Absorb(err) {
			return h.showSignIn(w, r, f, statusOf(f))
		}
		if err != nil {
			return err
		}
		if err := h.enter(w, r, u, f.Get("next")); err != nil {
			return err
		}
		web.Remember(r.Context(), f.Bool("remember"))
		return nil
	}
}

func (h *Handlers) showSignIn(w http.ResponseWriter, r *http.Request, f *web.Form, status int) error {
	ctx := r.Context()
	address, password := page.Ask(f, "address", i18n.T(ctx, "person.address")), page.Ask(f, "password", i18n.T(ctx, "person.password"))
	address.Type, address.Autocomplete, address.Autofocus = "email", "username", address.Value == ""
	password.Type, password.Autocomplete, password.Value, password.Autofocus = "password", "current-password", "", address.Value != ""
	return h.door(w, r, status, i18n.T(ctx, "signin.title"),
		heading(i18n.T(ctx, "signin.title"), ""),
		doorForm("/sign-in", page.FormError(f), page.Hidden("next", f.Get("next")),
			page.Input(ctx, address), page.Input(ctx, password), page.Checkbox(ctx, page.Ask(f, "remember", i18n.T(ctx, "signin.remember"))),
			page.Button(page.Wide, i18n.T(ctx, "signin.do"))),
		html.P(html.A(html.Class("link"), html.Href("/forgot"), g.Text(i18n.T(ctx, "signin.forgot")))),
		html.P(html.Class("muted"), g.Text(i18n.T(ctx, "signin.customers"))))
}

func (h *Handlers) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := web.SignOut(r.Context()); err != nil {
		return err
	}
	web.Redirect(w, r, "/sign-in")
	return nil
}
