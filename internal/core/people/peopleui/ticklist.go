package peopleui

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// tick is one of several that may be chosen together.
type tick struct{ value, label string }

// tickList is a set of boxes under one name.
func tickList(name, label, wrong string, all []tick, ticked []string) g.Node {
	return h.FieldSet(h.Class("field"), h.Legend(h.Class("label"), g.Text(label)),
		g.Map(all, func(t tick) g.Node {
			id := "f-" + name + "-" + t.value
			return h.Div(h.Class("check"),
				h.Input(h.Type("checkbox"), h.ID(id), h.Name(name), h.Value(t.value), g.If(slices.Contains(ticked, t.value), h.Checked())),
				h.Label(h.For(id), g.Text(t.label)))
		}),
		g.If(wrong != "", h.P(h.Class("error"), g.Attr("role", "alert"), g.Text(wrong))))
}
