package review

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// How a series begins (assigned-support.md, Start): one hour with a fixed agenda, on the first business day of the
// contract or up to five business days later.
const (
	kickoffLength = 60 // minutes
	kickoffWithin = 5  // business days behind the first
)

// kickoffSearch bounds the look for a business day: a calendar that never opens has none.
const kickoffSearch = 60

// KickoffDays lists the days on which the kickoff may be, the best first: the first business day from begin on, and the
// five behind it. A day is a business day if open says so. Without any, every day will do. It is pure.
func KickoffDays(begin bizcal.Date, open func(bizcal.Date) bool) []bizcal.Date {
	var days []bizcal.Date
	for i := 0; i < kickoffSearch && len(days) <= kickoffWithin; i++ {
		if day := begin.AddDays(i); open(day) {
			days = append(days, day)
		}
	}
	if len(days) > 0 {
		return days
	}
	for i := range kickoffWithin + 1 {
		days = append(days, begin.AddDays(i))
	}
	return days
}

// businessDay reports whether a calendar is open at any time of a day on the wall of zone.
func businessDay(hours *bizcal.Calendar, zone *time.Location) func(bizcal.Date) bool {
	return func(d bizcal.Date) bool {
		from, to := Wall(zone, d, 0), Wall(zone, d.AddDays(1), 0)
		if hours.Open(from) {
			return true
		}
		opens, ok := hours.NextOpen(from)
		return ok && opens.Before(to)
	}
}
