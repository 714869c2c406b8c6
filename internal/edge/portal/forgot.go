package portal

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

const forgotPath = signInPath + "/forgot"

// getForgot asks where to mail a link that sets a password, for who forgot theirs and for who never had one.
func (p *Portal) getForgot(w http.ResponseWriter, r *http.Request) error {
	return p.showForgot(w, r, http.StatusOK, web.NewForm("address", r.URL.Query().Get("address")))
}

func (p *Portal) postForgot(ip clientIP) web.Handler {
	return p.postMailedLink(ip, mailedLink{show: p.showForgot, sent: "portal.forgot.sent", back: "portal.forgot.back", leads: passwordPath,
		mail: func(ctx context.Context, f *web.Form) error {
			return p.People.AskPassword(ctx, f.Get("address"), i18n.Language(ctx))
		}})
}

func (p *Portal) showForgot(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	ctx := r.Context()
	address := ask(ctx, f, "address", false)
	address.Type, address.Autocomplete, address.Autofocus = "email", "username", true
	return p.door(w, r, status, i18n.T(ctx, "portal.forgot.title"),
		heading(i18n.T(ctx, "portal.forgot.title"), i18n.T(ctx, "portal.forgot.about")),
		page.Form(forgotPath, page.FormError(f), page.Input(ctx, address), page.Button(page.Wide, i18n.T(ctx, "portal.forgot.do"))),
		h.P(h.A(h.Class("link"), h.Href(passwordPath), g.Text(i18n.T(ctx, "portal.forgot.back")))))
}

// getChoose is where the mailed link leads. Opening it uses nothing up, for mail scanners open links too.
func (p *Portal) getChoose(w http.ResponseWriter, r *http.Request) error {
	u, err := p.People.PasswordUser(r.Context(), r.PathValue("secret"))
	if fault.Is(err, fault.NotFound) {
		return p.passwordLinkOver(w, r)
	}
	if err != nil {
		return err
	}
	return p.showChoose(w, r, u, web.NewForm())
}

func (p *Portal) postChoose(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Decode(r)
	if err != nil {
		return err
	}
	ctx, secret := r.Context(), r.PathValue("secret")
	u, err := p.People.ChoosePassword(ctx, secret, f.Values.Get("password"))
	if f.Absorb(err) {
		if u, err = p.People.PasswordUser(ctx, secret); err == nil {
			reword(ctx, f)
			return p.showChoose(w, r, u, f)
		}
	}
	if fault.Is(err, fault.NotFound) {
		return p.passwordLinkOver(w, r)
	}
	if err != nil {
		return err
	}
	web.Done(ctx, i18n.T(ctx, "portal.secret.set"))
	return p.enter(w, r, u.ID, f.Bool("remember"), Home)
}

func (p *Portal) showChoose(w http.ResponseWriter, r *http.Request, u people.User, f *web.Form) error {
	ctx := r.Context()
	return p.door(w, r, web.FormStatus(f), i18n.T(ctx, "portal.secret.title"),
		heading(i18n.T(ctx, "portal.secret.title"), i18n.T(ctx, "portal.secret.for", "Address", u.Email)),
		page.Form(people.PasswordPath+r.PathValue("secret"), page.FormError(f), username(u), newPassword(ctx, f),
			page.Checkbox(ctx, ask(ctx, f, "remember", false)), page.Button(page.Wide, i18n.T(ctx, "portal.secret.doenter"))))
}

// passwordLinkOver says what to do with a link that does not work any more.
func (p *Portal) passwordLinkOver(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return p.door(w, r, http.StatusNotFound, i18n.T(ctx, "portal.enter.over"),
		heading(i18n.T(ctx, "portal.enter.over"), i18n.T(ctx, "portal.enter.overabout")),
		page.LinkButton(page.Wide, forgotPath, i18n.T(ctx, "portal.signin.again")))
}
