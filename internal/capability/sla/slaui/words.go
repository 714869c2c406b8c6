package slaui

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/i18n"
	"github.com/daywatch/daywatch/internal/platform/page"
)

func metric(ctx context.Context, m clock.Metric) string { return i18n.T(ctx, "sla.metric."+string(m)) }

// length writes a span in hours and minutes: a day of business time would be anybody's guess.
func length(ctx context.Context, d time.Duration) string {
	d = d.Abs()
	hours, minutes := i18n.T(ctx, "time.hours", "N", int(d/time.Hour)), i18n.T(ctx, "time.minutes", "N", int(d%time.Hour/time.Minute))
	switch {
	case d > 0 && d < time.Minute:
		return i18n.T(ctx, "sla.seconds", "N", int(d/time.Second))
	case d < time.Hour:
		return minutes
	case d%time.Hour < time.Minute:
		return hours
	}
	return hours + " " + minutes
}

func goal(ctx context.Context, t clock.Target) string {
	return length(ctx, time.Duration(t.Seconds)*time.Second)
}

// city is the last part of a zone's name: Europe/Amsterdam is Amsterdam.
func city(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
}

// there gives ctx the zone of a clock's calendar: in its local time it is understood.
func there(ctx context.Context, zone *time.Location) context.Context {
	if zone == nil {
		return ctx
	}
	return i18n.WithZone(ctx, zone)
}

// weekdayClock is "Fri 17:50", whatever day it is; farther than six days away it has the date.
func weekdayClock(ctx context.Context, t, now time.Time) string {
	if near := i18n.FormatNear(ctx, t, now); len(near) != len("15:04") {
		if d := t.Sub(now).Abs(); d < 6*24*time.Hour {
			return near
		}
		return i18n.FormatNear(ctx, t, now) + " " + i18n.FormatClock(ctx, t)
	}
	return i18n.T(ctx, "time.weekday."+strconv.Itoa(int(t.In(i18n.Zone(ctx)).Weekday()))) + " " + i18n.FormatClock(ctx, t)
}

// why is the sentence behind a due time: "4 h of EMEA hours from Fri 17:50, paused 2 h while pending; due Mon 11:50
// Amsterdam".
func why(ctx context.Context, o sla.Course, now time.Time) string {
	local := there(ctx, o.Zone)
	var b strings.Builder
	switch {
	case o.Metric == clock.Promise:
		b.WriteString(i18n.T(ctx, "sla.why.promise", "Times", o.Calendar.Title))
	case o.Calendar.ID == 0:
		b.WriteString(i18n.T(ctx, "sla.why.always", "Goal", goal(ctx, o.Target), "From", weekdayClock(local, o.Start, now)))
	default:
		b.WriteString(i18n.T(ctx, "sla.why.hours", "Goal", goal(ctx, o.Target), "Hours", o.Calendar.Title, "From", weekdayClock(local, o.Start, now)))
	}
	if o.Paused >= time.Minute {
		b.WriteString(i18n.T(ctx, "sla.why.paused", "Time", i18n.FormatDuration(ctx, o.Paused), "While", strings.Join(pauses(ctx, o), ", ")))
	}
	if !o.Due.IsZero() {
		b.WriteString(i18n.T(ctx, "sla.why.due", "Due", weekdayClock(local, o.Due, now), "City", city(i18n.Zone(local)), "UTC", o.Due.UTC().Format("15:04")))
	}
	return b.String()
}

// pauses names what a clock stood for.
func pauses(ctx context.Context, o sla.Course) (all []string) {
	for _, m := range o.Marks {
		if m.Kind != clock.MarkPaused && m.Kind != clock.MarkStopped {
			continue
		}
		if word := i18n.T(ctx, "sla.while."+m.Why); !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return all
}

// due is a course as a chip or card shows it.
func due(ctx context.Context, o sla.Course, now time.Time) page.Due {
	d := page.Due{At: o.Due, What: metric(ctx, o.Metric), Why: why(ctx, o, now)}
	if o.Phase != clock.Running && !o.Late {
		d.At, d.Paused = time.Time{}, i18n.T(ctx, "sla.stands."+o.Waits)
	}
	if o.Target.Seconds > 0 {
		d.Spent = float64(o.Used) / float64(time.Duration(o.Target.Seconds)*time.Second)
	}
	return d
}

// left is what a standing clock still has.
func left(o sla.Course) time.Duration {
	return time.Duration(o.Target.Seconds)*time.Second - o.Used
}
