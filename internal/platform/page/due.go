package page

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Due is a due time as a reader sees it: a colour, a word, the local time, and why.
type Due struct {
	At     time.Time // when it is due; zero for a clock that stands
	Paused string    // what a standing clock waits for: "pending", "on hold"
	What   string    // what is due: "first reply", "next reply"
	Why    string    // "4 h of EMEA hours from Fri 17:50, paused 2 h while pending"
	Spent  float64   // part of the time that is used up, 0 to 1
}

// soon is when a due time turns amber: an hour is what a hand-over takes.
const soon = time.Hour

// level is the class of a due time at now.
func (d Due) level(now time.Time) string {
	left := d.At.Sub(now)
	switch {
	case d.At.IsZero():
		return "paused"
	case left < 0:
		return "late"
	case left <= soon:
		return "soon"
	}
	return "ok"
}

// word is the due time in a word: "11 min late", "38 min", "Mon 09:40".
func (d Due) word(ctx context.Context, now time.Time) string {
	left := d.At.Sub(now)
	switch {
	case d.At.IsZero():
		return d.Paused
	case left < 0:
		return i18n.T(ctx, "due.late", "Time", i18n.FormatDuration(ctx, left))
	case left < 10*time.Hour:
		return i18n.FormatDuration(ctx, left)
	}
	return i18n.FormatNear(ctx, d.At, now)
}

// DueChip is a due time in a row: colour, word, what, and how much of the time is used. Hover or focus says
// the local time and why.
func DueChip(ctx context.Context, d Due, now time.Time) g.Node {
	level := d.level(now)
	return h.Span(h.Class("due "+level), h.Title(d.title(ctx)),
		h.B(g.If(!d.At.IsZero(), g.Attr("data-due", unix(d.At))), g.Text(d.word(ctx, now))),
		g.If(d.What != "", h.Span(g.Text(d.What))),
		g.If(level != "paused", bar("", d.Spent)),
	)
}

// DueCard is a due time on a ticket's page, with its reason spelled out.
func DueCard(ctx context.Context, d Due, from, now time.Time) g.Node {
	level := d.level(now)
	text := d.word(ctx, now)
	if level == "soon" || level == "ok" {
		text = i18n.T(ctx, "due.left", "Time", i18n.FormatDuration(ctx, d.At.Sub(now)))
	}
	return h.Div(h.Class("clock "+level),
		h.Div(h.Class("left"), g.Text(text)),
		h.P(g.Text(d.title(ctx))),
		g.Iff(level != "paused", func() g.Node {
			return g.Group{bar("meter "+level, d.Spent), h.Div(h.Class("ends"),
				h.Span(g.Text(i18n.FormatNear(ctx, from, now))), h.Span(g.Text(i18n.FormatNear(ctx, d.At, now))))}
		}),
	)
}

func (d Due) title(ctx context.Context) string {
	if d.At.IsZero() {
		return d.Why
	}
	due := i18n.T(ctx, "due.at", "Time", i18n.FormatTime(ctx, d.At), "Zone", i18n.Zone(ctx).String())
	if d.Why == "" {
		return due
	}
	return due + " " + d.Why
}

// Meter draws a part of a whole, 0 to 1; the number stands beside it in words.
func Meter(tone Tone, part float64) g.Node {
	class := "meter"
	switch tone {
	case Red:
		class += " late"
	case Amber:
		class += " soon"
	case Green:
		class += " ok"
	}
	return bar(class, part)
}

func bar(class string, part float64) g.Node {
	rect := func(c, width string) g.Node {
		return g.El("rect", g.Attr("class", c), g.Attr("width", width), g.Attr("height", "100%"))
	}
	return h.SVG(g.If(class != "", h.Class(class)), g.Attr("aria-hidden", "true"),
		rect("track", "100%"), rect("fill", percent(min(1, max(0, part)))))
}
