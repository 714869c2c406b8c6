// Package window reads and explains the stretch of time in which a customer upgrades, by the clock of the customer's zone. It
// is pure.
package window

import (
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Layout is how the browser writes a local time (HTML Living Standard: local date and time string).
const Layout = "2006-01-02T15:04"

// Local is a time of day as a zone's clock shows it, and what is odd about it.
type Local struct {
	At    time.Time // UTC
	Twice bool      // the clocks go back over it: it comes twice, and the first is meant
}

// Read reads a local time of a zone. One that the clocks jump over does not exist: fault.Invalid on the field, with the time
// that the jump leads to.
func Read(field, text string, zone *time.Location) (Local, error) {
	text = strings.TrimSpace(text)
	wall, err := time.Parse(Layout, text)
	if err != nil {
		return Local{}, fault.Field(field, "“%s” is no time. Write it as 2026-11-28T22:00", fault.Clip(text, 40))
	}
	var found []time.Time
	for _, offset := range offsetsAround(wall, zone) {
		at := wall.Add(-time.Duration(offset) * time.Second)
		if _, o := at.In(zone).Zone(); o == offset {
			found = append(found, at)
		}
	}
	if len(found) == 0 {
		jump := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
		return Local{}, fault.Field(field, "%s does not exist in %s on that day: the clocks jump over it. Choose %s, or a time before it",
			wall.Format("15:04"), zone, later(jump, wall, zone).Format("15:04"))
	}
	first := found[0]
	for _, at := range found {
		if at.Before(first) {
			first = at
		}
	}
	return Local{At: first.UTC(), Twice: len(found) > 1}, nil
}

// offsetsAround lists the different offsets that the zone has around a wall time, in seconds: no zone changes twice a day.
func offsetsAround(wall time.Time, zone *time.Location) (all []int) {
	for _, d := range []time.Duration{-26 * time.Hour, 26 * time.Hour} {
		if _, o := wall.Add(d).In(zone).Zone(); len(all) == 0 || all[0] != o {
			all = append(all, o)
		}
	}
	return all
}

// later is the first clock time behind a jump.
func later(near, wall time.Time, zone *time.Location) time.Time {
	if near.In(zone).Format("15:04") > wall.Format("15:04") {
		return near.In(zone)
	}
	_, behind := near.Zone()
	_, ahead := near.Add(26 * time.Hour).Zone()
	return near.Add(time.Duration(ahead-behind) * time.Second).In(zone)
}

// Shift is a change of the clocks within a window.
type Shift struct {
	At      time.Time     // UTC, the first instant of the new time
	By      time.Duration // positive: the clocks go forward, and the window looks longer than it is
	Looks   time.Duration // how long the window looks by the clock
	IsReal  time.Duration // how long it is
	Before  string        // what the clock shows at the change, as 02:00, and then as 03:00
	Becomes string
}

// ShiftIn finds a change of the zone's clocks behind from and before until, to the minute; false where there is none. Of two
// that cancel each other out, as no zone has within days, it finds none.
func ShiftIn(from, until time.Time, zone *time.Location) (Shift, bool) {
	_, before := from.In(zone).Zone()
	_, after := until.In(zone).Zone()
	if before == after || !from.Before(until) {
		return Shift{}, false
	}
	low, high := from, until // the change lies behind low, at high or before
	for high.Sub(low) > time.Second {
		mid := low.Add(high.Sub(low) / 2)
		if _, o := mid.In(zone).Zone(); o == before {
			low = mid
		} else {
			high = mid
		}
	}
	at := high.Truncate(time.Second).UTC()
	if at.Equal(until) { // the window ends as the clocks change: nobody sees it
		return Shift{}, false
	}
	by := time.Duration(after-before) * time.Second
	return Shift{At: at, By: by, Looks: until.Sub(from) + by, IsReal: until.Sub(from),
		Before: at.Add(time.Duration(before) * time.Second).Format("15:04"), Becomes: at.In(zone).Format("15:04")}, true
}
