package calendar

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Default is the setting of the calendar, by its title, that tickets have where nothing else says one.
var Default = settings.Key[string]{Name: "calendar.default", Default: businessHours}

const businessHours = "24x5 business hours"

// Defaults are the calendars of a new desk: those of tickets.md, Business hours and regions.
func Defaults() []Calendar {
	const pacific = "America/Los_Angeles"
	workdays := func(zone, hours string) bizcal.Spec {
		spec := bizcal.Spec{Zone: zone}
		spans, _ := ParseHours(hours) // a constant of this file
		for day := time.Monday; day <= time.Friday; day++ {
			spec.Weekly[day] = spans
		}
		return spec
	}
	day := []bizcal.Span{{From: 0, To: bizcal.Day}}
	always := bizcal.Spec{Zone: "UTC", Weekly: bizcal.Week{day, day, day, day, day, day, day}}
	nonstop := bizcal.Spec{Zone: pacific, Weekly: bizcal.Week{
		time.Sunday: {{From: 15 * 60, To: bizcal.Day}}, time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day,
		time.Friday: {{From: 0, To: 17 * 60}},
	}}
	return []Calendar{
		{Title: "24x7", Spec: always},
		{Title: businessHours, Spec: nonstop},
		{Title: "APAC hours", Spec: workdays("Australia/Brisbane", "09:00-21:00")},
		{Title: "EMEA hours", Spec: workdays("Europe/Amsterdam", "08:00-18:00")},
		{Title: "AMER hours", Spec: workdays(pacific, "05:00-17:00")},
	}
}

// EnsureDefaults gives a desk that never had a calendar the default ones.
func (s *Service) EnsureDefaults(ctx context.Context, tx *db.Tx) error {
	exists, err := anyCalendar(ctx, tx)
	if err != nil || exists {
		return err
	}
	for _, c := range Defaults() {
		if _, err := s.SaveIn(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// TheDefault gives the calendar of the setting Default. The caller has asked who may.
func (s *Service) TheDefault(ctx context.Context, q db.Querier) (Calendar, error) {
	title, err := Default.Get(ctx, q)
	if err != nil {
		return Calendar{}, err
	}
	return s.ByTitle(ctx, q, title)
}
