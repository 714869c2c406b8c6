package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/web"
)

// Icon draws one of the icons listed in web/assets/src/icons.txt. It stands beside a word and is hidden from
// screen readers. Without npm's assets there are none, which is why no icon stands alone.
func Icon(name string) g.Node {
	sprite := web.Asset("icons.svg")
	if name == "" || sprite == "" {
		return nil
	}
	return h.SVG(h.Class("icon"), g.Attr("aria-hidden", "true"), g.El("use", h.Href(sprite+"#"+name)))
}

// dot is a spot of a region's colour; a word stands beside it.
func dot(tone string) g.Node {
	return h.Span(h.Class("dot tone-"+tone), g.Attr("aria-hidden", "true"))
}
