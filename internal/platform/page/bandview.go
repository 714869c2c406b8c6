package page

import (
	"context"
	"fmt"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// bandView draws the band. Places are SVG attributes in percent, for the content policy allows no style
// attribute; the script moves the needle each minute from the same numbers.
func bandView(ctx context.Context, b Band, now time.Time) g.Node {
	if len(b.Regions) == 0 {
		return nil
	}
	sky := SkyAt(b.Regions, now)
	drawing := h.SVG(g.Attr("aria-hidden", "true"), g.Attr("data-sky", unix(sky.Start)),
		g.El("rect", g.Attr("class", "night"), g.Attr("x", "0"), g.Attr("y", "24"), g.Attr("width", "100%"), g.Attr("height", "7"), g.Attr("rx", "3.5")),
		g.Map(sky.Spans, func(s Span) g.Node { return spanView(b.Regions[s.Region], s) }),
		labels(b, sky, now),
		needle(sky.Sun),
	)
	words := i18n.T(ctx, "band.label", "Regions", describe(ctx, b, sky, now))
	inside := g.Group{h.Class("sunband"), h.Span(h.Class("vh"), g.Text(words)), drawing}
	strip := g.Node(h.Div(inside))
	if b.Href != "" {
		strip = h.A(h.Href(b.Href), inside)
	}
	return g.Group{strip, onCallView(ctx, b, sky, now)}
}

// BandFragment is the band alone, for the URL a page fetches after a hand-over.
func BandFragment(ctx context.Context, b Band, now time.Time) g.Node {
	return h.Header(h.Class("band"), bandView(ctx, b, now))
}

// BandPreview is a band inside a page, for the one who arranges it.
func BandPreview(ctx context.Context, b Band, now time.Time) g.Node {
	return g.Iff(len(b.Regions) > 0, func() g.Node { return h.Div(h.Class("band-preview"), BandFragment(ctx, b, now)) })
}

func spanView(r Region, s Span) g.Node {
	return g.El("rect", g.Attr("class", "span tone-"+r.Tone), g.Attr("x", percent(s.From)), g.Attr("y", "24"),
		g.Attr("width", percent(s.To-s.From)), g.Attr("height", "7"), g.Attr("rx", "3.5"),
		g.El("title", g.Textf("%s %s, %s", r.Name, hours(r), r.City)))
}

// labels name each region once, where its watch begins, pushed right where two would touch.
func labels(b Band, sky Sky, now time.Time) g.Node {
	var nodes g.Group
	seen, free := map[int]bool{}, 0.0
	for _, s := range sky.Spans {
		starts := s.From > 0 || s.Region == 0 // what is cut off at the left end begins elsewhere
		if seen[s.Region] || !starts {
			continue
		}
		seen[s.Region] = true
		r, at := b.Regions[s.Region], max(s.From, free)
		free = at + 0.2
		class := ""
		if s.Open {
			class = "on"
		}
		nodes = append(nodes, g.El("text", g.Attr("class", class), g.Attr("x", percent(at)), g.Attr("y", "17"),
			g.Text(r.Name+" "), g.El("tspan", g.Attr("data-clock", r.Zone.String()), g.Text(now.In(r.Zone).Format("15:04"))),
			g.El("tspan", g.Text(" "+r.City))))
	}
	return nodes
}

func needle(at float64) g.Node {
	return g.El("svg", g.Attr("class", "now"), g.Attr("x", percent(at)), g.Attr("y", "27.5"), g.Attr("width", "1"), g.Attr("height", "1"),
		g.Attr("overflow", "visible"),
		g.Raw(`<circle class="halo" r="11"/><circle class="disc" r="6.5"/>`))
}

func onCallView(ctx context.Context, b Band, sky Sky, now time.Time) g.Node {
	return h.Div(h.Class("oncall"),
		g.Iff(b.OnCall != nil, func() g.Node {
			return h.Span(h.Class("who cluster"), Avatar(b.OnCall.Who), h.Span(h.B(g.Text(b.OnCall.Who.Name)), g.Text(" "+
				i18n.T(ctx, "band.oncall", "Until", i18n.FormatNear(ctx, b.OnCall.Until, now)))))
		}),
		g.Iff(sky.Next.Region >= 0, func() g.Node { return changeView(ctx, b, sky.Next, now) }),
	)
}

// changeView is amber in the last hour: a hand-over is a due time.
func changeView(ctx context.Context, b Band, c Change, now time.Time) g.Node {
	tone := ""
	if c.At.Sub(now) <= time.Hour && !c.Opens {
		tone = "amber"
	}
	id := "band.handsover"
	if c.Opens {
		id = "band.opens"
	}
	return h.Span(h.Class(strings.TrimSpace("chip "+tone)), g.Attr("data-change", unix(c.At)), g.Attr("data-band-url", b.URL),
		h.Title(i18n.FormatTime(ctx, c.At)),
		h.Span(g.Text(i18n.T(ctx, id, "Region", b.Regions[c.Region].Name)+" "),
			h.Time(h.DateTime(c.At.UTC().Format(time.RFC3339)), g.Attr("data-left", ""), g.Text(i18n.FormatDuration(ctx, c.At.Sub(now))))))
}

// describe says the band in words, for those who don't see it.
func describe(ctx context.Context, b Band, sky Sky, now time.Time) string {
	var parts []string
	open := map[int]bool{}
	for _, s := range sky.Spans {
		open[s.Region] = open[s.Region] || s.Open
	}
	for i, r := range b.Regions {
		state := i18n.T(ctx, "band.closed")
		if open[i] {
			state = i18n.T(ctx, "band.open")
		}
		parts = append(parts, fmt.Sprintf("%s %s %s", r.Name, now.In(r.Zone).Format("15:04"), state))
	}
	return strings.Join(parts, ", ")
}

func hours(r Region) string {
	return fmt.Sprintf("%02d–%02d", int(r.Open.Hours()), int(r.Close.Hours())%24)
}

func percent(p float64) string { return fmt.Sprintf("%.2f%%", p*100) }
