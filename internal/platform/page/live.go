package page

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Live makes an element follow topics: on an event it is fetched from src and morphed in place, so that
// focus, selection and scroll stay. src answers with the element itself, id included; 404 removes it. The
// element needs an id.
func Live(src string, topics ...string) g.Node {
	return g.Group{g.Attr("data-live", strings.Join(topics, " ")), g.Attr("data-live-src", src)}
}

// LiveAppend makes a thread follow topics: on an event src?after=ID is fetched, ID being the data-id of the
// last child that has one, and the answer is put at the end.
func LiveAppend(src string, topics ...string) g.Node {
	return g.Group{Live(src, topics...), g.Attr("data-live-mode", "append")}
}

// LiveNotice is a hidden line that appears when something happened to topics: "Newer activity", with a link
// that shows it. For pages that must not move under the reader.
func LiveNotice(id, text, href, link string, topics ...string) g.Node {
	return h.Div(h.Class("banner"), h.ID(id), h.Hidden(""), g.Attr("role", "status"), g.Attr("data-live", strings.Join(topics, " ")),
		g.Attr("data-live-mode", "notice"), h.P(g.Text(text)), LinkButton(Small, href, link))
}
