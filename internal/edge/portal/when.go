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
	local := i18n.FormatTime(ctx, t)
	if now.Sub(t).Abs() < recent {
		local = i18n.FormatNear(ctx, t, now)
	}
	return g.Group{h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), g.Text(local)), g.Text(" "), utc(ctx, t, now)}
}

// utc is the part of when that stands beside a moment: the time of day, and the day where it is another one.
func utc(ctx context.Context, t, now time.Time) g.Node {
	if _, offset := t.In(i18n.Zone(ctx)).Zone(); offset == 0 {
		return h.Span(h.Class("utc"), g.Text("UTC"))
	}
	text := t.UTC().Format("15:04")
	if day := t.In(i18n.Zone(ctx)).YearDay(); day != t.UTC().YearDay() || now.Sub(t).Abs() >= recent {
		text = i18n.FormatTime(i18n.WithZone(ctx, time.UTC), t)
	}
	return h.Span(h.Class("utc"), g.Text("("+text+" UTC)"))
}
