package oncallui

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/page"
)

// ticks asks for any of a few choices, each on a line of its own.
func ticks(f page.Field, chosen []string, options ...page.Option) g.Node {
	return h.FieldSet(h.Class("field"), h.Legend(h.Class("label"), g.Text(f.Label)), g.If(f.Hint != "", h.P(h.Class("hint"), g.Text(f.Hint))),
		g.If(f.Error != "", h.P(h.Class("error"), page.Icon("circle-alert"), g.Text(f.Error))),
		g.Map(options, func(o page.Option) g.Node {
			id := "f-" + f.Name + "-" + o.Value
			return h.Div(h.Class("check"),
				h.Input(h.Type("checkbox"), h.ID(id), h.Name(f.Name), h.Value(o.Value), g.If(slices.Contains(chosen, o.Value), h.Checked())),
				h.Label(h.For(id), g.Text(o.Label)), g.If(o.About != "", h.P(h.Class("hint"), g.Text(o.About))))
		}))
}
