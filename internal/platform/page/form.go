package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Form posts its fields to action.
func Form(action string, fields ...g.Node) g.Node {
	return h.Form(h.Class("form"), h.Method("post"), h.Action(action), g.Group(fields))
}

// FormEnd is the row of buttons below a form's fields.
func FormEnd(buttons ...g.Node) g.Node { return h.Div(h.Class("end"), g.Group(buttons)) }
