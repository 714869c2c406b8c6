package page

import (
	"context"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// Time shows a moment in the reader's zone, as short as now allows; its title gives date, zone and UTC.
func Time(ctx context.Context, t, now time.Time) g.Node {
	return h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), h.Title(timeTitle(ctx, t)), g.Text(i18n.FormatNear(ctx, t, now)))
}

// Moment shows a moment whole, with its day and its year: for lists in which last Tuesday stands beside the next.
func Moment(ctx context.Context, t time.Time) g.Node {
	return h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), h.Title(timeTitle(ctx, t)), g.Text(i18n.FormatTime(ctx, t)))
}

// Ago shows how long ago a moment was; the script keeps it true.
func Ago(ctx context.Context, t, now time.Time) g.Node {
	return h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), h.Title(timeTitle(ctx, t)), g.Attr("data-ago", ""),
		g.Text(i18n.T(ctx, "time.ago", "Time", i18n.FormatDuration(ctx, now.Sub(t)))))
}

func timeTitle(ctx context.Context, t time.Time) string {
	return i18n.FormatTime(ctx, t) + " " + i18n.Zone(ctx).String() + " · " + t.UTC().Format("15:04") + " UTC"
}
