package review

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/i18n"
)

// noon is an instant of a day where the reader is, to show the day by.
func noon(ctx context.Context, d bizcal.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, i18n.Zone(ctx))
}

// when is an instant on the reader's clock, with the name of that clock: mails are read in other zones too.
func when(ctx context.Context, at time.Time) string {
	return i18n.FormatTime(ctx, at) + " " + at.In(i18n.Zone(ctx)).Format("MST")
}

// shortDay is a day in few letters, as reports have it in columns; year adds the year.
func shortDay(ctx context.Context, at time.Time, year bool) string {
	layout := "2 Jan"
	switch german := i18n.Language(ctx) == "de"; {
	case german && year:
		layout = "02.01.2006"
	case german:
		layout = "02.01."
	case year:
		layout = "2 Jan 2006"
	}
	return at.Format(layout)
}

// dateOf is the day that the wall shows.
func dateOf(local time.Time) bizcal.Date { return bizcal.DateOf(local) }
