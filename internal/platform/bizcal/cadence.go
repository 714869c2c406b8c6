package bizcal

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Cadence is a promise to be heard from at fixed times of the week: Tuesday and Thursday 15:00, their time.
type Cadence struct {
	Zone  string // a name of the IANA time zone database
	Slots []Slot
}

// Slot is a time of the week: At minutes since local midnight, 0 up to, and without, Day.
type Slot struct {
	Day time.Weekday
	At  int
}

// Next gives the first promised instant that is after after, in the cadence's zone. Where the clocks skip the promised
// time, it is the moment they are changed; where they show it twice, the first. It is false when nothing is promised
// or the zone is unknown.
func (c Cadence) Next(after time.Time) (time.Time, bool) {
	zone, err := loadZone(c.Zone)
	if err != nil || len(c.Slots) == 0 {
		return time.Time{}, false
	}
	today := DateOf(after.In(zone))
	best := int64(math.MaxInt64)
	// The eighth day is needed where the clocks were just put back over midnight: tomorrow has been before.
	for i := range 9 {
		date := today.AddDays(i)
		for _, s := range c.Slots {
			if date.Weekday() != s.Day {
				continue
			}
			at := reach(zone, date.midnight().Unix()+int64(s.At)*60)
			if time.Unix(at, 0).After(after) {
				best = min(best, at)
			}
		}
	}
	return time.Unix(best, 0).In(zone), best != math.MaxInt64
}

// reach gives the first second of the Unix clock at which a wall clock in zone shows label or later. A label is a local
// date and time counted in seconds as if it were UTC.
func reach(zone *time.Location, label int64) int64 {
	at := label - dayLength // no zone is a day ahead of UTC, so the wall clock is not there yet
	for {
		t := time.Unix(at, 0)
		offset := offsetAt(zone, t)
		next := NextBound(zone, t)
		if hit := max(at, label-offset); next.IsZero() || hit < next.Unix() {
			return hit
		}
		at = next.Unix()
	}
}

// sorted gives the slots in the order of a week that begins on Monday, each once.
func sorted(slots []Slot) []Slot {
	all := slices.SortedFunc(slices.Values(slots), func(a, b Slot) int {
		return cmp.Or(cmp.Compare((a.Day+6)%7, (b.Day+6)%7), cmp.Compare(a.At, b.At))
	})
	return slices.Compact(all)
}
