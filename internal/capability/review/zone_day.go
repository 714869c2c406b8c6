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

// dateOf is the day that the wall shows.
func dateOf(local time.Time) bizcal.Date { return bizcal.DateOf(local) }
