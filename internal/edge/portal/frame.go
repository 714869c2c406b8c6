package portal

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// show answers with a page for someone who is signed in.
func (p *Portal) show(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	ctx := r.Context()
	who, _ := access.From(ctx)
	here := func(path string) bool {
		return r.URL.Path == path || path != Home && strings.HasPrefix(r.URL.Path, path)
	}
	nav := []page.NavItem{
		{Label: i18n.T(ctx, "portal.tickets"), Href: Home, Icon: "inbox", Current: here(Home)},
		{Label: i18n.T(ctx, "portal.new.nav"), Href: newPath, Icon: "plus", Current: here(newPath)},
	}
	if !who.Role.Staff() {
		nav = append(nav, page.NavItem{Label: i18n.T(ctx, "portal.runs.nav"), Href: installationsPath, Icon: "server", Current: here(installationsPath)})
	}
	f := page.Frame{Title: title, Brand: p.look(ctx), Desk: p.name(ctx), Now: p.now(ctx), Flashes: web.TakeFlashes(ctx), Zone: i18n.Zone(ctx),
		Nav:   []page.NavGroup{{Items: nav}},
		Extra: []page.NavItem{{Label: who.Name, Href: selfPath, Icon: "settings", Current: here(selfPath)}},
	}
	if who.Role.Staff() {
		f.Extra = append(f.Extra, page.NavItem{Label: i18n.T(ctx, "portal.workspace"), Href: "/"})
	}
	f.Extra = append(f.Extra, page.NavItem{Label: i18n.T(ctx, "portal.signout"), Href: Home + "sign-out", Icon: "log-out", Post: true})
	return web.Render(w, status, page.Portal(ctx, f, Home, body...))
}

// door answers with a narrow page for someone who is not signed in.
func (p *Portal) door(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	ctx := r.Context()
	f := page.Frame{Title: title, Brand: p.look(ctx), Desk: p.name(ctx), Now: p.now(ctx), Flashes: web.TakeFlashes(ctx)}
	return web.Render(w, status, page.Portal(ctx, f, signInPath, h.Div(h.Class("door stack"), g.Group(body))))
}

// Visitor answers with a page for a customer who holds a link and is not signed in. It sits wider than a door, for there is
// something to choose on it.
func (p *Portal) Visitor(w http.ResponseWriter, r *http.Request, status int, title string, body ...g.Node) error {
	ctx := r.Context()
	f := page.Frame{Title: title, Brand: p.look(ctx), Desk: p.name(ctx), Now: p.now(ctx)}
	return web.Render(w, status, page.Portal(ctx, f, Home, h.Div(h.Class("visit stack"), g.Group(body))))
}

// look is what the desk's pages have of its own. A page without its logo is still a page.
func (p *Portal) look(ctx context.Context) page.Brand {
	b := p.brand(ctx)
	logo, _ := findLogo(ctx, p.DB.Read())
	look := page.Brand{Style: b.styleHref(), Logo: logo.href()}
	for _, l := range b.Links {
		look.Links = append(look.Links, page.NavItem{Label: l.Label, Href: l.URL})
	}
	return look
}

// name is what customers call the desk: by its brand, else as its mails do.
func (p *Portal) name(ctx context.Context) string { return cmp.Or(p.brand(ctx).Name, p.Desk(ctx)) }

// heading is the top of a door.
func heading(title, about string) g.Node {
	return h.Header(h.Class("stack"), h.H1(g.Text(title)), g.If(about != "", h.P(h.Class("lead"), g.Text(about))))
}

// ask is a field whose words are portal.NAME and, with a hint, portal.hint.NAME.
func ask(ctx context.Context, f *web.Form, name string, hint bool) page.Field {
	field := page.Ask(f, name, i18n.T(ctx, "portal."+name))
	if hint {
		field.Hint = i18n.T(ctx, "portal.hint."+name)
	}
	return field
}
