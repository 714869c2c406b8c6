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

func (p *Portal) postSignIn(ip clientIP) web.Handler {
	return p.postMailedLink(ip, mailedLink{show: p.showSignIn, sent: "portal.signin.sentabout", back: "portal.signin.again", leads: signInPath,
		mail: func(ctx context.Context, f *web.Form) error {
			next := within(f.Get("next"))
			if next == Home {
				next = ""
			}
			return p.People.AskEntry(ctx, f.Get("address"), next, i18n.Language(ctx))
		}})
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
		h.P(h.Class("lead"), g.Text(i18n.T(ctx, "portal.signin.team")+" "),
			h.A(h.Class("link"), h.Href("/sign-in"), g.Text(i18n.T(ctx, "portal.signin.teamdoor")))))
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
