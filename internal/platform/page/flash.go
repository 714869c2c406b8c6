package page

import (
	"context"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// flashRegion is where messages appear, at once for those of this page and later for those of its forms. It
// is always there, for a screen reader announces only what changes in a region it knows.
func flashRegion(ctx context.Context, f Frame) g.Node {
	return h.Div(h.Class("flashes"), h.ID("flash"), g.Attr("aria-live", "polite"), g.Attr("data-now", unix(f.Now)),
		g.Map(f.Flashes, func(x web.Flash) g.Node { return Toast(ctx, x) }))
}

// Toast is a message at the foot of the page, with a way back if there is one: until x.Until the script
// counts the seconds down, then takes the message away.
func Toast(ctx context.Context, x web.Flash) g.Node {
	icon := "circle-check"
	if x.Kind == "error" {
		icon = "circle-alert"
	}
	return h.Div(h.Class(strings.TrimSpace("toast "+x.Kind)), g.If(x.Kind == "error", g.Attr("role", "alert")),
		g.If(x.Until > 0, g.Attr("data-until", strconv.FormatInt(x.Until, 10))),
		Icon(icon), h.Span(g.Text(x.Text)),
		g.If(x.Until > 0, h.Span(h.Class("left"), g.Attr("data-seconds", ""), g.Attr("aria-hidden", "true"))),
		g.If(x.Target != "", LinkButton(Small, x.Target, i18n.T(ctx, "flash.show"))),
		g.If(x.Undo != "", PostButton(Small, x.Undo, i18n.T(ctx, "flash.undo"), nil, HiddenKey("z"))),
		h.Button(h.Class("btn quiet small js-only"), h.Type("button"), g.Attr("data-close", ""), g.Text(i18n.T(ctx, "page.close"))),
	)
}
