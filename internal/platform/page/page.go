// Package page is the look of Daywatch: the frame around every page and the parts a page is made of. Parts
// take plain data and give gomponents nodes; none of them asks a database or a clock. docs/style.md shows
// how a page is written with them, StyleGuide shows all of them in every state.
package page

import (
	"cmp"
	"context"
	"embed"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Catalogue holds the words of the frame and the parts, for i18n.NewBundle.
//
//go:embed locale/*.json
var Catalogue embed.FS

// Frame is what stands around a page for someone who is signed in.
type Frame struct {
	Title   string // of the page, for the browser's tab and history
	Desk    string // whose page it is: stands under our name and in the tab; may be empty
	Now     time.Time
	Nav     []NavGroup
	Me      Person
	Band    Band
	Hints   []Hint         // keys at the foot; nil gives those of a list
	Topics  []string       // what the page follows live, beside what its parts name
	Since   string         // web.Hub.LastID from before the page's data was read
	Flashes []web.Flash    // web.TakeFlashes
	Theme   string         // "light", "dark" or "" for the system's
	More    NavItem        // leads from the bar of a phone to Everywhere; without Href there is none
	Extra   []NavItem      // small links under the person: settings, sign out
	Zone    *time.Location // shown beside the person; nil hides the clock
	Brand   Brand          // of a Portal
}

// Person is someone a page shows: the id chooses the colour of the initials.
type Person struct {
	ID   int64
	Name string
	Href string // may be empty
}

// Shell is a whole page for someone who is signed in: navigation, sun band, body, keys.
func Shell(ctx context.Context, f Frame, body ...g.Node) g.Node {
	return document(ctx, f,
		g.Attr("hx-boost:inherited", "true"), // links and forms swap the body; the live stream stays open
		h.A(h.Class("skip"), h.Href("#main"), g.Text(i18n.T(ctx, "page.skip"))),
		h.Div(h.Class("shell"), h.ID("shell"), g.Attr("data-now", unix(f.Now)),
			g.Attr("data-topics", strings.Join(f.Topics, ",")), g.Attr("data-since", f.Since),
			side(ctx, f),
			h.Header(h.Class("band"), bandView(ctx, f.Band, f.Now)),
			h.Main(h.Class("main"), h.ID("main"), h.TabIndex("-1"), standing(ctx), g.Group(body)),
			hints(ctx, f.Hints),
		),
		flashRegion(ctx, f),
		helpDialog(ctx), paletteDialog(ctx),
	)
}

// Door is a narrow page for someone who is not signed in: sign-in, invitation, password reset.
func Door(ctx context.Context, f Frame, body ...g.Node) g.Node {
	return document(ctx, f,
		h.Div(h.Class("plain"), g.Attr("data-now", unix(f.Now)),
			h.Header(mark(), g.Text("Daywatch")),
			h.Main(h.Class("door stack"), h.ID("main"), standing(ctx), g.Group(body)),
		),
		flashRegion(ctx, f),
	)
}

// Plain is a wide page without navigation: an error, anything for someone who is not signed in.
// The links of f.Extra stand at the top.
func Plain(ctx context.Context, f Frame, body ...g.Node) g.Node {
	return document(ctx, f,
		h.A(h.Class("skip"), h.Href("#main"), g.Text(i18n.T(ctx, "page.skip"))),
		h.Div(h.Class("plain"), g.Attr("data-now", unix(f.Now)),
			h.Header(mark(), h.A(h.Href("/"), g.Text("Daywatch")),
				g.If(len(f.Extra) > 0, h.Nav(g.Attr("aria-label", i18n.T(ctx, "page.nav")), g.Map(f.Extra, func(n NavItem) g.Node {
					return h.A(h.Href(n.Href), g.Text(n.Label))
				}))),
			),
			h.Main(h.Class("stack"), h.ID("main"), h.TabIndex("-1"), standing(ctx), g.Group(body)),
		),
		flashRegion(ctx, f),
	)
}

// document is the HTML around a page with its scripts.
func document(ctx context.Context, f Frame, body ...g.Node) g.Node {
	return documentWith(ctx, f, g.Group{
		h.Meta(h.Name("htmx-config"), h.Content("includeIndicatorCSS:false, history:true, defaultTimeout:30000")),
		g.If(!web.AssetsMissing(), h.Script(h.Src(web.Asset("htmx.js")), h.Defer())),
		h.Script(h.Src(web.Asset("app.js")), h.Type("module")),
	}, body...)
}

// documentWith is the HTML around every frame, with what else its head has. Nothing in it is inline: the content policy
// forbids it.
func documentWith(ctx context.Context, f Frame, more g.Node, body ...g.Node) g.Node {
	return h.Doctype(h.HTML(h.Lang(i18n.Language(ctx)), g.If(f.Theme != "", g.Attr("data-theme", f.Theme)),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1, viewport-fit=cover")),
			h.Meta(h.Name("color-scheme"), h.Content("light dark")),
			h.TitleEl(g.Text(title(f))),
			h.Link(h.Rel("icon"), h.Href(web.Asset("mark.svg")), h.Type("image/svg+xml")),
			h.Link(h.Rel("stylesheet"), h.Href(web.Asset("app.css"))),
			preloadFont(),
			more,
		),
		h.Body(body...),
	))
}

func preloadFont() g.Node {
	font := web.Asset("inter.woff2")
	return g.If(font != "", h.Link(h.Rel("preload"), h.Href(font), h.As("font"), h.Type("font/woff2"), h.CrossOrigin("")))
}

func title(f Frame) string {
	whose := cmp.Or(f.Desk, "Daywatch")
	if f.Title == "" {
		return whose
	}
	return f.Title + " · " + whose
}

func unix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// mark is our sign: the sun over the horizon at the change of a watch.
func mark() g.Node {
	return g.Raw(`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path class="sun" d="M6.5 15.6a5.5 5.5 0 0 1 11 0z"/>` +
		`<path class="ray" d="M12 4.2v2.4M4.7 7.5l1.7 1.7M19.3 7.5l-1.7 1.7" fill="none" stroke-width="1.9" stroke-linecap="round"/>` +
		`<path d="M2.5 17h19M6.5 20.4h11" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"/></svg>`)
}
