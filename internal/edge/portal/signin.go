package portal

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

type clientIP func(*http.Request) netip.Addr

// getSignIn asks where to mail the link.
func (p *Portal) getSignIn(w http.ResponseWriter, r *http.Request) error {
	next := r.URL.Query().Get("next")
	if _, ok := access.From(r.Context()); ok {
		web.Redirect(w, r, within(next))
		return nil
	}
	return p.showSignIn(w, r, http.StatusOK, web.NewForm("next", next))
}

// postSignIn says the same for every address, so that it does not tell who is known.
func (p *Portal) postSignIn(ip clientIP) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		ctx := r.Context()
		if !p.knock(w, r, ip(r), f) {
			return p.showSignIn(w, r, http.StatusTooManyRequests, f)
		}
		next := within(f.Get("next"))
		if next == Home {
			next = ""
		}
		err = p.People.AskEntry(ctx, f.Get("address"), next, i18n.Language(ctx))
		if f.Absorb(err) {
			f.Errors = map[string]string{"address": i18n.T(ctx, "portal.signin.noaddress")}
			return p.showSignIn(w, r, web.FormStatus(f), f)
		}
		if err != nil {
			return err
		}
		return p.door(w, r, http.StatusOK, i18n.T(ctx, "portal.signin.sent"),
			heading(i18n.T(ctx, "portal.signin.sent"), i18n.T(ctx, "portal.signin.sentabout", "Address", f.Get("address"))),
			h.Ul(h.Class("prose"), h.Li(g.Text(i18n.T(ctx, "portal.signin.device"))), h.Li(g.Text(i18n.T(ctx, "portal.signin.nomail"))), p.unknown(ctx)),
			page.LinkButton(page.Secondary, signInPath, i18n.T(ctx, "portal.signin.again")))
	}
}

// unknown tells people whom the desk does not know what they can do.
func (p *Portal) unknown(ctx context.Context) g.Node {
	address := p.Address(ctx)
	if address == "" {
		return h.Li(g.Text(i18n.T(ctx, "portal.signin.unknown")))
	}
	return h.Li(g.Text(i18n.T(ctx, "portal.signin.unknownmail")+" "), h.A(h.Class("link"), h.Href("mailto:"+address), g.Text(address)))
}

// showSignIn draws the way in that needs no password.
func (p *Portal) showSignIn(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	ctx := r.Context()
	address := ask(ctx, f, "address", false)
	address.Type, address.Autocomplete, address.Autofocus = "email", "email", true
	return p.door(w, r, status, i18n.T(ctx, "portal.signin.title"),
		heading(i18n.T(ctx, "portal.signin.title"), i18n.T(ctx, "portal.signin.about")), p.welcome(ctx),
		page.Form(signInPath, page.FormError(f), page.Hidden("next", f.Get("next")), page.Input(ctx, address),
			page.Button(page.Wide, i18n.T(ctx, "portal.signin.do"))),
		h.P(h.A(h.Class("link"), h.Href(passwordPath+nextQuery(f)), g.Text(i18n.T(ctx, "portal.signin.haveword")))),
		h.P(h.Class("lead"), g.Text(i18n.T(ctx, "portal.signin.team")+" "), h.A(h.Class("link"), h.Href("/sign-in"), g.Text(i18n.T(ctx, "portal.signin.teamdoor")))))
}

// nextQuery carries on where somebody was on the way to.
func nextQuery(f *web.Form) string {
	if f.Get("next") == "" {
		return ""
	}
	return "?next=" + url.QueryEscape(f.Get("next"))
}

func (p *Portal) postSignOut(w http.ResponseWriter, r *http.Request) error {
	if err := web.SignOut(r.Context()); err != nil {
		return err
	}
	web.Redirect(w, r, signInPath)
	return nil
}
