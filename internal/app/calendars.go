package app

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// calendarUses asks everybody who keeps hours by a calendar whether it can go.
func (d *Desk) calendarUses(ctx context.Context, q db.Querier, c calendar.Calendar) (string, error) {
	if why, err := people.CalendarUses(ctx, q, c); why != "" || err != nil {
		return why, err
	}
	customers, err := d.People.CalendarUsers(ctx, q, c.ID)
	if err != nil || len(customers) == 0 {
		return "", err
	}
	return "It is the own calendar of " + strings.Join(customers, ", ") + ": give them another one first", nil
}
