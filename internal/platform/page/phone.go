package page

import (
	"context"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Phone is a page for who was woken: one column that a thumb reaches, no navigation, nothing that moves. It can be put on a
// home screen. chip stands beside our name and may be nil; with a home of "" the name is no link.
func Phone(ctx context.Context, f Frame, home string, chip g.Node, body ...g.Node) g.Node {
	brand := g.Node(h.Span(h.Class("brand"), mark(), g.Text("Daywatch")))
	if home != "" {
		brand = h.A(h.Class("brand"), h.Href(home), mark(), g.Text("Daywatch"))
	}
	return documentWith(ctx, f, phoneHead(home != ""),
		h.A(h.Class("skip"), h.Href("#main"), g.Text(i18n.T(ctx, "page.skip"))),
		h.Div(h.Class("phone"), h.ID("shell"), g.Attr("data-now", unix(f.Now)), g.Attr("data-topics", strings.Join(f.Topics, ",")),
			g.Attr("data-since", f.Since),
			h.Header(brand, chip),
			h.Main(h.Class("stack"), h.ID("main"), h.TabIndex("-1"), g.Map(f.Flashes, notice), g.Group(body)),
		),
	)
}

// phoneHead is what a browser needs to install the page, and its scripts where the reader is signed in: a page behind a link
// works, and is read, without any.
func phoneHead(signedIn bool) g.Node {
	return g.Group{
		portalStyle(), h.Link(h.Rel("stylesheet"), h.Href(web.Asset("phone.css"))),
		g.If(signedIn, g.Group{
			h.Link(h.Rel("manifest"), h.Href("/manifest.webmanifest")),
			h.Link(h.Rel("apple-touch-icon"), h.Href("/icons/180.png")),
			h.Meta(h.Name("htmx-config"), h.Content("includeIndicatorCSS:false")),
			g.If(!web.AssetsMissing(), h.Script(h.Src(web.Asset("htmx.js")), h.Defer())),
			h.Script(h.Src(web.Asset("app.js")), h.Type("module")), PushScript(),
		}),
	}
}

// PushScript is the script behind PushSwitch; it also keeps the page installable.
func PushScript() g.Node { return h.Script(h.Src(web.Asset("push.js")), h.Type("module")) }

// PushWords are what a PushSwitch says.
type PushWords struct {
	Connect, Disconnect           string
	On, Off                       string
	Insecure, Unsupported, Denied string // why the browser refuses
	Failed, NoScript              string
}

// PushSwitch connects this browser for web push, and takes it back: key is the desk's public key, connect and disconnect where
// the subscription is posted.
func PushSwitch(key, connect, disconnect string, w PushWords) g.Node {
	say := func(state, text string) g.Node {
		return h.P(g.Attr("data-push-say", state), h.Hidden(""), g.If(state != "on" && state != "off", h.Class("error")), g.Text(text))
	}
	return h.Div(h.Class("push-switch stack"), g.Attr("data-push", key), g.Attr("data-push-connect", connect),
		g.Attr("data-push-disconnect", disconnect), g.Attr("aria-live", "polite"),
		say("on", w.On), say("off", w.Off), say("insecure", w.Insecure), say("unsupported", w.Unsupported), say("denied", w.Denied), say("failed", w.Failed),
		h.Div(h.Class("cluster"),
			Button(Primary, w.Connect, h.Type("button"), g.Attr("data-push-do", "connect"), h.Hidden("")),
			Button(Secondary, w.Disconnect, h.Type("button"), g.Attr("data-push-do", "disconnect"), h.Hidden(""))),
		h.NoScript(h.P(g.Text(w.NoScript))))
}

// Minutes is how long there is left, large: amber when it is short, red when it is over.
func Minutes(text string, left time.Duration) g.Node {
	tone := Green
	switch {
	case left < 0:
		tone = Red
	case left < 20*time.Minute:
		tone = Amber
	}
	return h.P(h.Class("minutes "+string(tone)), g.Text(text))
}
