package portal

import (
	"context"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// mailedLink is a form by which people ask for a link in a mail. It says the same for every address, so that it does not tell
// who is known.
type mailedLink struct {
	show        func(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error
	mail        func(ctx context.Context, f *web.Form) error
	sent        string // words for what is on its way
	back, leads string // words of the way out, and where it leads
}

func (p *Portal) postMailedLink(ip clientIP, l mailedLink) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.Decode(r)
		if err != nil {
			return err
		}
		if !p.knock(w, r, ip(r), f) {
			return l.show(w, r, http.StatusTooManyRequests, f)
		}
		ctx := r.Context()
		err = l.mail(ctx, f)
		if f.Absorb(err) {
			f.Errors = map[string]string{"address": i18n.T(ctx, "portal.signin.noaddress")}
			return l.show(w, r, web.FormStatus(f), f)
		}
		if err != nil {
			return err
		}
		return p.door(w, r, http.StatusOK, i18n.T(ctx, "portal.signin.sent"),
			heading(i18n.T(ctx, "portal.signin.sent"), i18n.T(ctx, l.sent, "Address", f.Get("address"))),
			h.Ul(h.Class("prose"), h.Li(g.Text(i18n.T(ctx, "portal.signin.device"))), h.Li(g.Text(i18n.T(ctx, "portal.signin.nomail"))), p.unknown(ctx)),
			page.LinkButton(page.Secondary, l.leads, i18n.T(ctx, l.back)))
	}
}
