package app

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// rosterList holds who works when, because pages say it beside every name. It is read again when a person or a
// setting changes; time passing changes nothing in it.
type rosterList struct{ kept atomic.Pointer[people.Roster] }

// read keeps the old roster where the database is away.
func (l *rosterList) read(ctx context.Context, s *people.Service, q db.Querier, now time.Time) error {
	team, err := s.Roster(ctx, q, now)
	if err == nil {
		l.kept.Store(team)
	}
	return err
}

// hours says beside a name what time it is there and until when the person works.
func (d *Desk) hours(ctx context.Context, userID int64) g.Node {
	team := d.roster.kept.Load()
	if team == nil {
		return nil
	}
	return peopleui.Hours(ctx, team, userID, d.DB.Now(ctx))
}

// schedules are the calendars that a customer can have of its own.
func (d *Desk) schedules(ctx context.Context) ([]peopleui.Schedule, error) {
	all, err := d.Calendars.List(ctx)
	out := make([]peopleui.Schedule, len(all))
	for i, c := range all {
		out[i] = peopleui.Schedule{ID: c.ID, Title: c.Title}
	}
	return out, err
}

// hasCalendar makes sure that an organization's own schedule is there, perhaps made in the same transaction.
func (d *Desk) hasCalendar(ctx context.Context, q db.Querier, id int64) error {
	all, err := d.Calendars.All(ctx, q)
	if err == nil && !slices.ContainsFunc(all, func(c calendar.Calendar) bool { return c.ID == id }) {
		return fault.New(fault.NotFound, "There is no calendar with the number %d", id)
	}
	return err
}
