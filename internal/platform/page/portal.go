package page

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Portal is a page for a customer: few links at the top, calm, and without any script. It takes of f what Shell does,
// of its navigation the first group; home is where the desk's name leads. Flashes stand in the page, for nothing could
// take them away.
func Portal(ctx context.Context, f Frame, home string, body ...g.Node) g.Node {
	return documentWith(ctx, f, portalStyle(),
		h.A(h.Class("skip"), h.Href("#main"), g.Text(i18n.T(ctx, "page.skip"))),
		h.Div(h.Class("plain portal"),
			h.Header(h.A(h.Class("brand"), h.Href(home), mark(), h.Span(g.Text(f.Desk))),
				g.Iff(len(f.Nav) > 0, func() g.Node {
					return h.Nav(g.Attr("aria-label", i18n.T(ctx, "page.nav")), NavList(f.Nav[0]))
				}),
				g.If(len(f.Extra) > 0, h.Ul(h.Class("who"), g.Map(f.Extra, navItem)))),
			h.Main(h.Class("stack"), h.ID("main"), h.TabIndex("-1"), g.Map(f.Flashes, notice), g.Group(body)),
			g.Iff(f.Zone != nil, func() g.Node {
				return h.Footer(h.P(g.Text(i18n.T(ctx, "portalframe.zone", "Zone", f.Zone.String()))))
			}),
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
