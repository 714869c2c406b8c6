// Package bizcal measures business time: how much of a stretch falls into a calendar's opening hours, and when so
// much of it will have passed. It is pure: no I/O beyond reading a zone's rules in New, and no clock.
//
// An instant is open when its wall label, the local date and time of day, lies in a span of that date. So labels
// that a change of the clocks skips count for nothing, labels that it repeats count twice, and a calendar open round
// the clock measures elapsed time, always. A holiday closes its own local date and no other.
//
// A Calendar is compiled into pieces, within each of which the opening hours repeat weekly in UTC; each piece knows
// how much was open before it. So a measurement is two searches however long the stretch, and allocates nothing.
package bizcal

import "time"

// The years for which a calendar knows its zone's changes and its own exceptions. Before and after them it goes on
// as in the first and the last hour of these, so that every instant has an answer.
const (
	FirstYear = 1970
	LastYear  = 2199
)

// Never is how far Add, NextOpen and NextClose look ahead: 30 years of 365¼ days.
const Never = 30 * 8766 * time.Hour

// Calendar says when something is open. It never changes once made, and may be used by many goroutines.
type Calendar struct {
	pieces []piece
	zone   *time.Location
}

// New compiles a calendar. The error is a *fault.Error, the first of spec.Problems.
func New(spec Spec) (*Calendar, error) {
	if problems := spec.Problems(); len(problems) > 0 {
		return nil, problems[0]
	}
	zone, err := loadZone(spec.Zone)
	if err != nil {
		return nil, err
	}
	return &Calendar{pieces: compile(spec, offsets(zone)), zone: zone}, nil
}

// Always gives the calendar that is open round the clock, whose zone is UTC.
func Always() *Calendar {
	return &Calendar{pieces: summed([]piece{{from: begin, hours: full()}}), zone: time.UTC}
}

// Union gives the calendar that is open when any of its members is: follow-the-sun. Without members it is never
// open.
func Union(members ...*Calendar) *Calendar {
	u := &Calendar{pieces: summed([]piece{{from: begin, hours: &hours{}}}), zone: time.UTC}
	for i, m := range members {
		if i == 0 {
			u = m
			continue
		}
		u = &Calendar{pieces: merged(u.pieces, m.pieces), zone: u.zone}
	}
	return u
}

// Zone gives the zone in which the calendar's hours are written; of a union it is that of the first member.
func (c *Calendar) Zone() *time.Location { return c.zone }
