package portal

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// signedOut takes a form of somebody whose sign-in has ended. Nothing of it is done or stored; it is given back, and
// its button sends it again once they have signed in beside it.
func (p *Portal) signedOut(w http.ResponseWriter, r *http.Request) error {
	f, kind, err := typed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	var hidden g.Group
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		for _, v := range f.All(name) {
			if name != "body" && name != "password" && name != "current" {
				hidden = append(hidden, page.Hidden(name, v))
			}
		}
	}
	body := page.Ask(f, "body", i18n.T(ctx, "portal.out.words"))
	body.Optional = true
	return p.door(w, r, http.StatusUnauthorized, i18n.T(ctx, "portal.out.title"),
		heading(i18n.T(ctx, "portal.out.title"), i18n.T(ctx, "portal.out.about")),
		h.A(h.Class("btn primary"), h.Href(signInPath), h.Target("_blank"), g.Text(i18n.T(ctx, "portal.out.signin"))),
		h.Form(h.Class("form"), h.Method("post"), h.Action(r.URL.Path), h.EncType(kind), hidden,
			g.If(f.Values.Has("body"), page.Textarea(ctx, body)), page.FormEnd(page.Button(page.Secondary, i18n.T(ctx, "portal.out.again")))))
}

// typed reads the fields of a form of either encoding; files are not kept for strangers.
func typed(r *http.Request) (f *web.Form, encoding string, err error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		f, err = web.Uploads(r, nil)
		return f, "multipart/form-data", err
	}
	f, err = web.Decode(r)
	return f, "application/x-www-form-urlencoded", err
}
