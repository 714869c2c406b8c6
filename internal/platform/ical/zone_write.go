package ical

import (
	"fmt"
	"sort"
	"time"
)

// anchor is the zone that the times of an event are written in; nil: UTC. A label that the clocks show twice means the first of the two
// (RFC 5545 §3.3.5), and some programs take the second: an event that begins or ends at one is written in UTC.
func (e Event) anchor() *time.Location {
	if e.Zone == nil || e.Zone.String() == "UTC" || e.Zone.String() == "Local" {
		return nil
	}
	z := named{e.Zone}
	for _, t := range []time.Time{e.From, e.Until} {
		if z.twice(t.UTC().Add(z.offset(t))) {
			return nil
		}
	}
	return e.Zone
}

// when writes a DATE-TIME in a zone that is described beside it; nil: in UTC.
func (w *writer) when(name string, t time.Time, zone *time.Location) {
	if zone == nil {
		w.line(name, utc(t))
		return
	}
	w.line(name+";TZID="+zone.String(), t.In(zone).Format(labelForm))
}

// zone describes a zone around an event (RFC 5545 §3.6.5): each change of its clocks from a year before until a year behind it, one by
// one. A rule of days and months would say more than is known: Morocco's clocks follow the moon, and laws change.
func (w *writer) zone(zone *time.Location, from, until time.Time) {
	w.line("BEGIN", "VTIMEZONE")
	w.line("TZID", zone.String())
	changes := changesOf(zone, from.AddDate(-1, -1, 0), until.AddDate(1, 0, 0))
	if len(changes) == 0 || changes[0].After(from) { // it was so for long
		w.observance(from.In(zone), named{zone}.offset(from), time.Date(modern, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	for _, at := range changes {
		before := named{zone}.offset(at.Add(-time.Second))
		w.observance(at.In(zone), before, at.UTC().Add(before))
	}
	w.line("END", "VTIMEZONE")
}

// changesOf lists when the clocks of a zone change in [from, until). It looks at each day: time.Time.ZoneBounds sees a change at the end of
// every leap year from 2040 on.
func changesOf(zone *time.Location, from, until time.Time) (all []time.Time) {
	const day = 24 * time.Hour
	z := named{zone}
	for t := from.UTC().Truncate(time.Second); t.Before(until); t = t.Add(day) {
		before := z.offset(t)
		if z.offset(t.Add(day)) == before {
			continue
		}
		seconds := sort.Search(int(day/time.Second), func(n int) bool { return z.offset(t.Add(time.Duration(n)*time.Second)) != before })
		all = append(all, t.Add(time.Duration(seconds)*time.Second))
	}
	return all
}

// observance describes the stretch that now is in. Its onset is what the clocks showed, that far ahead of UTC, when they were changed to it.
func (w *writer) observance(now time.Time, before time.Duration, onset time.Time) {
	kind := "STANDARD"
	if now.IsDST() {
		kind = "DAYLIGHT"
	}
	name, to := now.Zone()
	w.line("BEGIN", kind)
	w.line("DTSTART", onset.Format(labelForm))
	w.line("TZOFFSETFROM", offset(int(before/time.Second)))
	w.line("TZOFFSETTO", offset(to))
	w.line("TZNAME", text(name))
	w.line("END", kind)
}

// offset writes a UTC-OFFSET (RFC 5545 §3.3.14).
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
