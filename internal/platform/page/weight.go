package page

import (
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Weight is what a row weighs in a queue, with the parts that add up to it.
type Weight struct {
	Label string // "Weight", for those who do not see the row
	Total int
	Parts []WeightPart // the heaviest first
}

// WeightPart is one reason to take a row soon.
type WeightPart struct {
	Label  string
	Points int
}

// View is the number; opened, or under the pointer, it tells its parts.
func (w Weight) View() g.Node {
	words := make([]string, len(w.Parts))
	for i, p := range w.Parts {
		words[i] = p.Label + " " + strconv.Itoa(p.Points)
	}
	detail := w.Label + " " + strconv.Itoa(w.Total) + ": " + strings.Join(words, " + ")
	return h.Details(h.Class("menu weight"), g.Attr("data-menu", ""),
		h.Summary(h.Title(detail), g.Attr("aria-label", detail), g.Text(strconv.Itoa(w.Total))),
		h.Div(h.Class("pop"), h.Dl(g.Map(w.Parts, func(p WeightPart) g.Node {
			return g.Group{h.Dt(g.Text(p.Label)), h.Dd(g.Text(strconv.Itoa(p.Points)))}
		}))))
}
