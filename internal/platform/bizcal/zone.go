package bizcal

import "time"

// shift is a change of a zone's offset: from so many seconds of the Unix clock on, local time is UTC plus offset
// seconds.
type shift struct{ from, offset int64 }

// offsets lists the shifts of a zone from FirstYear to LastYear; the first holds since ever, the last for ever.
func offsets(zone *time.Location) []shift {
	t := time.Date(FirstYear, 1, 1, 0, 0, 0, 0, time.UTC)
	all := []shift{{from: begin, offset: offsetAt(zone, t)}}
	end := time.Date(LastYear+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for {
		next := NextBound(zone, t)
		if next.IsZero() {
			return all
		}
		if t = next; !t.Before(end) {
			return all
		}
		if offset := offsetAt(zone, t); offset != all[len(all)-1].offset {
			all = append(all, shift{from: t.Unix(), offset: offset})
		}
	}
}

// NextBound gives an instant after t up to which the zone's offset stays as it is at t, in UTC; zero when it stays for ever. The
// offset there may be the same again: rules are looked at year by year.
//
// ZoneBounds ends a stretch where the zone's rules begin another year, too, and there its end is a day early in a leap
// year, so that it may lie before the instant asked about (golang/go#81583). What then holds, holds to the next
// midnight UTC, where the rules' year ends in truth.
func NextBound(zone *time.Location, t time.Time) time.Time {
	_, next := t.In(zone).ZoneBounds()
	if !next.IsZero() && !next.After(t) {
		return t.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	}
	return next.UTC()
}

func offsetAt(zone *time.Location, t time.Time) int64 {
	_, offset := t.In(zone).Zone()
	return int64(offset)
}
