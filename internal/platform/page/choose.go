package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// ChooseBox is the box by which a row is chosen, also with x: the form with the id sends value as name.
func ChooseBox(form, name, value, label string) g.Node {
	return h.Label(h.Class("choose"), h.Input(h.Type("checkbox"), g.Attr("form", form), h.Name(name), h.Value(value),
		g.Attr("aria-label", label), HiddenKey("x")))
}

// ChosenBar is the form of the boxes, which GETs action with what is chosen. It shows once something is.
func ChosenBar(id, action string, buttons ...g.Node) g.Node {
	return h.Form(h.Class("chosen-bar"), h.ID(id), h.Method("get"), h.Action(action), g.Group(buttons))
}
