package portal

import (
	"cmp"
	"context"
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// preview shows what a brand makes of a page, in both themes, with the contrast of its colours. It is drawn in SVG, whose
// colours are attributes: the content policy lets no page carry styles of its own.
func (p *Portal) preview(ctx context.Context, b Brand, l Logo) g.Node {
	light, dark, shipped := b.accents()
	if shipped {
		light, dark = shippedLight, shippedDark
	}
	name := cmp.Or(b.Name, p.Desk(ctx))
	wrong := b.check()
	return h.Section(h.Class("card stack"), h.ID("portal-preview"), g.Attr("aria-live", "polite"),
		h.Header(h.H2(g.Text(i18n.T(ctx, "portalset.looks")))),
		h.Div(h.Class("columns"), sketch(ctx, lightTheme, light, name, l), sketch(ctx, darkTheme, dark, name, l)),
		g.Iff(wrong == nil, func() g.Node {
			return h.P(h.Class("muted"),
				g.Text(i18n.T(ctx, "portalset.contrast", "Light", ratio(lightTheme.worst(light)), "Dark", ratio(darkTheme.worst(dark)),
					"Dark_colour", dark.String())))
		}),
		g.Iff(wrong != nil, func() g.Node {
			sentence, _ := fault.Public(wrong)
			return page.Notice(page.Amber, sentence)
		}),
		paragraphs(b.welcomeIn(i18n.Language(ctx))),
		g.If(len(b.Links) > 0, h.P(h.Class("cluster"), g.Map(b.Links, func(l Link) g.Node { return h.Span(h.Class("muted"), g.Text(l.Label)) }))))
}

// The accents of tokens.css, as sRGB has them.
var (
	shippedLight = colour{0x3a / 255., 0x58 / 255., 0xc3 / 255.}
	shippedDark  = colour{0x88 / 255., 0xa7 / 255., 0xfd / 255.}
)

func ratio(v float64) string { return fmt.Sprintf("%.1f:1", v) }

// sketch draws the head, a chosen tab, a link and a button.
func sketch(ctx context.Context, t theme, accent colour, name string, l Logo) g.Node {
	ink := colour{0x1c / 255., 0x1f / 255., 0x27 / 255.}
	if t.name == darkTheme.name {
		ink = colour{0xe6 / 255., 0xe8 / 255., 0xec / 255.}
	}
	rect := func(x, y, w, height, r int, fill colour) g.Node {
		return g.El("rect", g.Attr("x", fmt.Sprint(x)), g.Attr("y", fmt.Sprint(y)), g.Attr("width", fmt.Sprint(w)),
			g.Attr("height", fmt.Sprint(height)), g.Attr("rx", fmt.Sprint(r)), g.Attr("fill", fill.String()))
	}
	text := func(x, y, weight int, fill colour, words string, more ...g.Node) g.Node {
		return g.El("text", g.Attr("x", fmt.Sprint(x)), g.Attr("y", fmt.Sprint(y)), g.Attr("font-size", "13"),
			g.Attr("font-weight", fmt.Sprint(weight)), g.Attr("fill", fill.String()), g.Group(more), g.Text(words))
	}
	middle := g.Attr("text-anchor", "middle")
	left := 16
	if l.Hash != "" {
		left = 52
	}
	return g.El("svg", g.Attr("viewBox", "0 0 320 150"), g.Attr("role", "img"), g.Attr("aria-label", i18n.T(ctx, "portalset.sketch."+t.name, "Name", name)),
		rect(0, 0, 320, 150, 10, t.papers[1]),
		g.If(l.Hash != "", g.El("image", g.Attr("href", l.href()), g.Attr("x", "16"), g.Attr("y", "12"), g.Attr("width", "28"), g.Attr("height", "28"))),
		text(left, 31, 640, ink, fault.Clip(name, 30)),
		rect(16, 54, 92, 26, 6, t.tint(accent)), text(62, 72, 600, accent, i18n.T(ctx, "portal.open")+" 2", middle),
		text(120, 72, 450, accent, i18n.T(ctx, "portal.solved"), g.Attr("text-decoration", "underline")),
		rect(16, 98, 140, 34, 6, accent), text(86, 120, 570, t.on(accent), i18n.T(ctx, "portal.new.nav"), middle))
}
