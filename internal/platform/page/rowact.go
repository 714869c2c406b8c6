package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// RowAct is an act on the selected row by one key: a hidden form whose answer, the row drawn anew, takes the
// row's place (web.IsFragment). Without a script the ticket's own page has the same act. fields are name,
// value, name, value.
func RowAct(action, key, label string, fields ...string) g.Node {
	return h.Form(h.Method("post"), h.Action(action), g.Attr("hx-post", action), g.Attr("hx-target", "closest [data-row]"),
		g.Attr("hx-swap", "outerMorph"), hidden(fields), Button(Secondary, label, HiddenKey(key)))
}
