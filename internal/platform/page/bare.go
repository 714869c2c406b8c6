package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Bare is an Input for a cell of a table: its column says the label, a screen reader hears it with the field.
func Bare(f Field) g.Node {
	return h.Div(h.Class("field"), h.Input(f.attrs(), h.Type("text"), h.Value(f.Value), g.Attr("aria-label", f.Label)), f.wrong())
}

// BareSelect is a Select for a cell of a table.
func BareSelect(f Field, choices ...Choice) g.Node {
	return h.Div(h.Class("field"), h.Select(f.attrs(), g.Attr("aria-label", f.Label), options(f.Value, choices)), f.wrong())
}
