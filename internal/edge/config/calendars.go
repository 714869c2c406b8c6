package config

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// calendarFile is a calendar by hours of its own, or a union of others.
type calendarFile struct {
	Title         string        `yaml:"title" required:"true" about:"What the calendar is called"`
	PreviousTitle string        `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	Zone          string        `yaml:"zone,omitempty" about:"The time zone of its hours, such as Europe/Amsterdam"`
	Hours         hours         `yaml:"hours,omitempty" about:"The open hours of each weekday"`
	Members       []string      `yaml:"members,omitempty" ref:"calendar" about:"Instead of hours: open whenever one of these calendars is"`
	Holidays      []holidayFile `yaml:"holidays,omitempty" style:"flow" about:"Days that are closed"`
	Special       []specialFile `yaml:"special_days,omitempty" style:"flow" about:"Days with hours of their own"`
}

type holidayFile struct {
	Date date   `yaml:"date" required:"true" about:"The day, such as 2026-12-24"`
	Name string `yaml:"name,omitempty" about:"What it is called"`
}

type specialFile struct {
	Date  date     `yaml:"date" required:"true" about:"The day, such as 2026-12-24"`
	Hours dayHours `yaml:"hours" about:"Its hours; [] closes it"`
	Name  string   `yaml:"name,omitempty" about:"What it is called"`
}

func calendars() kind {
	return &kindOf[calendarFile]{
		noun: "calendar", dir: "calendars",
		name:     func(f *calendarFile) *string { return &f.Title },
		previous: func(f *calendarFile) *string { return &f.PreviousTitle },
		list:     listCalendars,
		put: func(ctx context.Context, s *session, was *held[calendarFile], f calendarFile) error {
			c := calendar.Calendar{Title: f.Title, Spec: f.spec()}
			if was != nil {
				c.ID = was.id
			}
			var err error
			if c.Members, err = s.ids(ctx, "calendar", f.Members); err != nil {
				return err
			}
			slices.Sort(c.Members)
			_, err = s.Calendars.SaveIn(ctx, s.tx, c)
			return err
		},
		remove: func(ctx context.Context, s *session, was held[calendarFile]) error {
			return s.Calendars.DeleteIn(ctx, s.tx, was.id)
		},
		place: func(field string) string {
			if slices.Contains(weekdayKeys(), field) {
				return "hours." + field
			}
			return map[string]string{"weekly": "hours", "special": "special_days"}[field]
		},
	}
}

func listCalendars(ctx context.Context, s *session) ([]held[calendarFile], error) {
	all, err := s.Calendars.All(ctx, s.q)
	if err != nil {
		return nil, err
	}
	out := make([]held[calendarFile], len(all))
	for i, c := range all {
		f := calendarFile{Title: c.Title, Zone: c.Spec.Zone, Hours: hours(c.Spec.Weekly)}
		for _, h := range c.Spec.Holidays {
			f.Holidays = append(f.Holidays, holidayFile{date(h.Date), h.Name})
		}
		for _, d := range c.Spec.Special {
			f.Special = append(f.Special, specialFile{date(d.Date), dayHours(d.Spans), d.Name})
		}
		for _, id := range c.Members {
			title, err := s.name(ctx, "calendar", id)
			if err != nil {
				return nil, err
			}
			f.Members = append(f.Members, title)
		}
		slices.Sort(f.Members)
		out[i] = held[calendarFile]{id: c.ID, file: f}
	}
	return out, nil
}

func (f calendarFile) spec() bizcal.Spec {
	spec := bizcal.Spec{Zone: f.Zone, Weekly: bizcal.Week(f.Hours)}
	for _, h := range f.Holidays {
		spec.Holidays = append(spec.Holidays, bizcal.Holiday{Date: bizcal.Date(h.Date), Name: h.Name})
	}
	for _, d := range f.Special {
		spec.Special = append(spec.Special, bizcal.Special{Date: bizcal.Date(d.Date), Spans: d.Hours, Name: d.Name})
	}
	return spec
}
