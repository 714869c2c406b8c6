package content

import (
	"time"

	_ "time/tzdata" // the demo also starts on machines that have no zone files
)

// zones remembers loaded locations for the length of one Generate.
type zones map[string]*time.Location

func (z zones) load(name string) *time.Location {
	if loc, ok := z[name]; ok {
		return loc
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic("demo content: " + err.Error()) // names come from the embedded files, which tests load
	}
	z[name] = loc
	return loc
}

// lastWorking gives the latest moment at or before t that lies in h, told in loc.
func (h Hours) lastWorking(t time.Time, loc *time.Location) time.Time {
	year, month, day := t.In(loc).Date()
	for back := range 8 {
		midnight := time.Date(year, month, day-back, 0, 0, 0, 0, loc)
		if !h.Days.Has(midnight.Weekday()) {
			continue
		}
		// time.Date rather than adding minutes: on the day of a clock change nine o'clock is not nine hours old.
		start := time.Date(year, month, day-back, 0, h.From, 0, 0, loc)
		end := time.Date(year, month, day-back, 0, h.To, 0, 0, loc)
		switch {
		case !t.Before(end):
			return end.UTC()
		case !t.Before(start):
			return t.UTC()
		}
	}
	return t.UTC() // no working day at all
}

// within reports whether t lies in h, told in loc. The end of the day counts as within.
func (h Hours) within(t time.Time, loc *time.Location) bool {
	return h.lastWorking(t, loc).Equal(t)
}
