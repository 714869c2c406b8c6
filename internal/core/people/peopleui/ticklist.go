package peopleui

import (
	"slices"

	g "maragu.dev/gomponents"
	"maragu.dev/gomponents/html"
)

// tick is one of several that may be chosen together.
type tick struct{ value, label string }

// tickList is a set of boxes under one name.
func tickList(name, label, wrong string, all []tick, ticked []string) g.Node {
	return html.FieldSet(html.Class("field"), html.Legend(html.Class("label"), g.Text(label)),
		g.Map(all, func(t tick) g.Node {
			id := "f-" + name + "-" + t.value
			return html.Div(html.Class("check"),
				html.Input(html.Type("checkbox"), html.ID(id), html.Name(name), html.Value(t.value), g.If(slices.Contains(ticked, t.value), html.Checked())),
				html.Label(html.For(id), g.Text(t.label)))
		}),
		g.If(wrong != "", html.P(html.Class("error"), g.Attr("role", "alert"), g.Text(wrong))))
}
