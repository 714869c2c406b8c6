package calendarui

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/calendar"
)

// InWords says when a calendar is open, in the reader's language; all are the calendars that a union may name.
func InWords(ctx context.Context, c calendar.Calendar, all []calendar.Calendar) string {
	titles := make(map[int64]string, len(all))
	for _, one := range all {
		titles[one.ID] = one.Title
	}
	return describe(ctx, c, titles)
}
