package portal

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// recent is how long a weekday and a time of day are enough to name a moment.
const recent = 6 * 24 * time.Hour

// when shows a moment in the reader's zone, and in UTC beside it.
func when(ctx context.Context, t, now time.Time) g.Node {
	return g.Group{local(ctx, t, now), g.Text(" "), utc(ctx, t, now)}
}

// local is a moment in the reader's zone, as short as now allows.
func local(ctx context.Context, t, now time.Time) g.Node {
	text := i18n.FormatTime(ctx, t)
	if now.Sub(t).Abs() < recent {
		text = i18n.FormatNear(ctx, t, now)
	}
	return h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), g.Text(text))
}

// utc is the part of when that stands beside a moment: the time of day, and the day where it is another one.
func utc(ctx context.Context, t, now time.Time) g.Node {
	if _, offset := t.In(i18n.Zone(ctx)).Zone(); offset == 0 {
		return h.Span(h.Class("utc"), g.Text("UTC"))
	}
	text := t.UTC().Format("15:04")
	switch far := now.Sub(t).Abs() >= recent; {
	case far:
		text = i18n.FormatTime(i18n.WithZone(ctx, time.UTC), t)
	case !sameDay(t, t, i18n.Zone(ctx), time.UTC):
		text = i18n.FormatNear(i18n.WithZone(ctx, time.UTC), t, now)
	}
	return h.Span(h.Class("utc"), g.Text("("+text+" UTC)"))
}

// between shows a stretch of time; where it ends on the day on which it began, that day stands there once.
func between(ctx context.Context, from, until, now time.Time) g.Node {
	zone := i18n.Zone(ctx)
	if !sameDay(from, until, zone, zone) {
		return g.Group{when(ctx, from, now), g.Text(" – "), when(ctx, until, now)}
	}
	return g.Group{local(ctx, from, now), g.Text("–"),
		h.Time(h.DateTime(until.UTC().Format(time.RFC3339)), g.Text(i18n.FormatClock(ctx, until))), g.Text(" "), utc(ctx, from, now)}
}

// sameDay reports whether a in one zone falls on the day on which b does in another.
func sameDay(a, b time.Time, in, other *time.Location) bool {
	return a.In(in).Format(time.DateOnly) == b.In(other).Format(time.DateOnly)
}
