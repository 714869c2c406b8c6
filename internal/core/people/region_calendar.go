package people

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// CalendarUses says which region keeps a calendar's hours; nothing when none does. The caller has asked who may.
func CalendarUses(ctx context.Context, q db.Querier, c calendar.Calendar) (string, error) {
	regions, err := Regions.Get(ctx, q)
	for _, r := range regions {
		if FoldName(r.Calendar) == FoldName(c.Title) {
			return "The region " + r.Name + " keeps its hours: give it another one first", nil
		}
	}
	return "", err
}

// FollowCalendars keeps the regions with their calendars when these are given other titles.
func FollowCalendars(log *event.Log) event.Handler {
	return event.Handler{Name: "regions", Kinds: []string{calendar.Saved{}.EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			saved, err := event.Decode[calendar.Saved](e)
			if err != nil {
				return err
			}
			from, ok := saved.Renamed()
			if !ok {
				return nil
			}
			return renameCalendar(ctx, tx, log, from, saved.Title)
		}}
}

func renameCalendar(ctx context.Context, tx *db.Tx, log *event.Log, from, to string) error {
	regions, err := Regions.Get(ctx, tx)
	if err != nil {
		return err
	}
	regions = slices.Clone(regions) // they may be the default itself
	changed := false
	for i := range regions {
		if regions[i].Calendar != "" && FoldName(regions[i].Calendar) == FoldName(from) {
			regions[i].Calendar, changed = to, true
		}
	}
	if !changed {
		return nil
	}
	return Regions.Set(ctx, tx, log, regions)
}
