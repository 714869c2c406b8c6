package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Marked draws text with stretches of it marked: pairs of bytes, start and end, in order and apart.
func Marked(text string, stretches [][2]int) g.Node {
	var nodes g.Group
	at := 0
	for _, s := range stretches {
		if s[0] < at || s[1] <= s[0] || s[1] > len(text) {
			continue
		}
		nodes = append(nodes, g.Text(text[at:s[0]]), h.Mark(g.Text(text[s[0]:s[1]])))
		at = s[1]
	}
	return append(nodes, g.Text(text[at:]))
}
