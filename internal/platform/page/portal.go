package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Brand is what a Portal has of the desk's own in place of ours.
type Brand struct {
	Style string    // URL of a stylesheet that lies over ours; may be empty
	Logo  string    // URL of the picture beside the desk's name; empty: our mark
	Links []NavItem // at the foot
}

// sign is the picture beside the desk's name, which says what it is.
func (b Brand) sign() g.Node {
	if b.Logo == "" {
		return mark()
	}
	return h.Img(h.Class("logo"), h.Src(b.Logo), h.Alt(""))
}

// foot is what stands under every page.
func (b Brand) foot(ctx context.Context, f Frame) g.Node {
	if f.Zone == nil && len(b.Links) == 0 {
		return nil
	}
	return h.Footer(
		g.If(len(b.Links) > 0, h.Ul(h.Class("cluster"), g.Map(b.Links, func(n NavItem) g.Node {
			return h.Li(h.A(h.Class("link"), h.Href(n.Href), h.Rel("noreferrer"), g.Text(n.Label)))
		}))),
		g.Iff(f.Zone != nil, func() g.Node { return h.P(g.Text(i18n.T(ctx, "portalframe.zone", "Zone", f.Zone.String()))) }))
}

// Portal is a page for a customer: few links at the top, calm, and without any script. It takes of f what Shell does,
// of its navigation the first group; home is where the desk's name leads. Flashes stand in the page, for nothing could
// take them away.
func Portal(ctx context.Context, f Frame, home string, body ...g.Node) g.Node {
	return documentWith(ctx, f, g.Group{portalStyle(), g.If(f.Brand.Style != "", h.Link(h.Rel("stylesheet"), h.Href(f.Brand.Style)))},
		h.A(h.Class("skip"), h.Href("#main"), g.Text(i18n.T(ctx, "page.skip"))),
		h.Div(h.Class("plain portal"),
			h.Header(h.A(h.Class("brand"), h.Href(home), f.Brand.sign(), h.Span(g.Text(f.Desk))),
				g.Iff(len(f.Nav) > 0, func() g.Node {
					return h.Nav(g.Attr("aria-label", i18n.T(ctx, "page.nav")), NavList(f.Nav[0]))
				}),
				g.If(len(f.Extra) > 0, h.Ul(h.Class("who"), g.Map(f.Extra, navItem)))),
			h.Main(h.Class("stack"), h.ID("main"), h.TabIndex("-1"), g.Map(f.Flashes, notice), g.Group(body)),
			f.Brand.foot(ctx, f),
		),
	)
}

// portalStyle is the look of what only customers see.
func portalStyle() g.Node { return h.Link(h.Rel("stylesheet"), h.Href(web.Asset("portal.css"))) }

func notice(f web.Flash) g.Node {
	tone := Green
	if f.Kind == "error" {
		tone = Red
	} else if f.Kind == "note" {
		tone = Amber
	}
	return Notice(tone, f.Text)
}

// Notice is a paragraph that stands out on a page, with what can be done about it.
func Notice(tone Tone, text string, more ...g.Node) g.Node {
	icon := "circle-check"
	if tone == Red || tone == Amber {
		icon = "circle-alert"
	}
	return h.Div(h.Class("notice "+string(tone)), g.Attr("role", "status"), Icon(icon), h.Div(h.Class("stack"), h.P(g.Text(text)), g.Group(more)))
}

// Option is a choice that needs a sentence.
type Option struct {
	Value string
	Label string
	About string // may be empty
	Chip  g.Node // beside the label; may be nil
}

// Options asks for one of a few choices, each with what it means beside it. One is chosen from the start only if f has
// a value.
func Options(f Field, options ...Option) g.Node {
	return optionList(f, "radio", []string{f.Value}, options)
}

// Ticks asks for any of a few choices; chosen are the values that are ticked. It is never required.
func Ticks(f Field, chosen []string, options ...Option) g.Node {
	f.Optional = true
	return optionList(f, "checkbox", chosen, options)
}

func optionList(f Field, kind string, chosen []string, options []Option) g.Node {
	is := map[string]bool{}
	for _, v := range chosen {
		is[v] = true
	}
	return h.FieldSet(h.Class("field options"), h.ID(f.id()), f.describedBy(), h.Legend(g.Text(f.Label)), f.hint(),
		h.Div(g.Map(options, func(o Option) g.Node {
			return h.Label(h.Input(h.Type(kind), h.Name(f.Name), h.Value(o.Value), g.If(is[o.Value], h.Checked()), g.If(!f.Optional, h.Required())),
				h.Span(h.B(g.Text(o.Label)), o.Chip, g.If(o.About != "", h.Small(g.Text(o.About)))))
		})), f.wrong())
}

// Files asks for files to send along; those that came with an earlier try stand as ticks and need not be chosen anew.
func Files(ctx context.Context, f Field, kept ...Option) g.Node {
	f.Optional = true
	return g.Group{around(ctx, f, h.Input(f.attrs(), h.Type("file"), h.Multiple())),
		g.Iff(len(kept) > 0, func() g.Node {
			ids := make([]string, len(kept))
			for i, k := range kept {
				ids[i] = k.Value
			}
			return Ticks(Field{Name: "attachment", Label: i18n.T(ctx, "portalframe.kept")}, ids, kept...)
		})}
}
