package app

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// calendarUses asks everybody who keeps hours by a calendar whether it can go.
func (d *Desk) calendarUses(ctx context.Context, q db.Querier, c calendar.Calendar) (string, error) {
	for _, ask := range []func(context.Context, db.Querier, calendar.Calendar) (string, error){people.CalendarUses} {
		if why, err := ask(ctx, q, c); why != "" || err != nil {
			return why, err
		}
	}
	return "", nil
}
