package ical

import (
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// labelForm is a local DATE-TIME, dateForm a DATE (RFC 5545 §3.3.4 and 5).
const (
	labelForm = "20060102T150405"
	dateForm  = "20060102"
)

// clockwork turns what a clock on the wall shows into an instant. Labels are times in UTC that are not meant so.
type clockwork interface {
	instant(label time.Time) time.Time
}

// named is a zone that the time zone database knows.
type named struct{ zone *time.Location }

// instant takes the first occurrence of a label that is repeated, and the offset before the change for one that is
// skipped (RFC 5545 §3.3.5). It never asks time.Date, which promises neither.
func (z named) instant(label time.Time) time.Time {
	before, after := z.around(label)
	if t := label.Add(-before); z.offset(t) == before {
		return t
	}
	if t := label.Add(-after); z.offset(t) == after {
		return t
	}
	return label.Add(-before)
}

// twice reports whether the clocks show a label at two instants.
func (z named) twice(label time.Time) bool {
	before, after := z.around(label)
	return before != after && z.offset(label.Add(-before)) == before && z.offset(label.Add(-after)) == after
}

// around gives the offsets well before and well after a label.
func (z named) around(label time.Time) (before, after time.Duration) {
	return z.offset(label.Add(-26 * time.Hour)), z.offset(label.Add(26 * time.Hour))
}

func (z named) offset(t time.Time) time.Duration {
	_, o := t.In(z.zone).Zone()
	return time.Duration(o) * time.Second
}

// ruled is a zone that the file itself describes (VTIMEZONE): Outlook's have names that nobody else knows.
type ruled struct{ observances []observance }

// observance is a STANDARD or DAYLIGHT part: from each onset on, local time is that much ahead of UTC.
type observance struct {
	from, to time.Duration
	onset    recurrence
}

func (z ruled) instant(label time.Time) time.Time {
	var latest time.Time
	offset := z.observances[0].from
	for _, o := range z.observances {
		if at, ok := o.onset.before(label); ok && !at.Before(latest) {
			latest, offset = at, o.to
		}
	}
	return label.Add(-offset)
}

// zones finds the zones that a file names.
type zones struct {
	floating *time.Location
	custom   map[string]*component
	known    map[string]clockwork
}

func newZones(floating *time.Location, calendars []*component) *zones {
	z := &zones{floating: floating, custom: map[string]*component{}, known: map[string]clockwork{}}
	for _, c := range calendars {
		for _, v := range c.children {
			if v.name == "VTIMEZONE" {
				z.custom[v.get("TZID").value] = v
			}
		}
	}
	return z
}

// find gives the zone of a TZID; the empty one is that of floating times. The error is a *fault.Error.
func (z *zones) find(id string) (clockwork, error) {
	if known, ok := z.known[id]; ok {
		return known, nil
	}
	found, err := z.look(id)
	if err == nil {
		z.known[id] = found
	}
	return found, err
}

func (z *zones) look(id string) (clockwork, error) {
	if id == "" {
		return named{z.floating}, nil
	}
	custom := z.custom[id]
	names := []string{id}
	if i := strings.LastIndex(id, "/"); strings.HasPrefix(id, "/") && i > 0 { // /freeassociation.sourceforge.net/Europe/Berlin
		if j := strings.LastIndex(id[:i], "/"); j >= 0 {
			names = append(names, id[j+1:])
		}
	}
	if custom != nil {
		names = append(names, custom.get("X-LIC-LOCATION").value)
	}
	for _, name := range names {
		if zone, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
			return named{zone}, nil
		}
	}
	if custom != nil {
		return readZone(custom)
	}
	return nil, fault.New(fault.Invalid, "nobody knows the time zone “%s”, and the calendar does not describe it", fault.Clip(id, 60))
}

// modern is the first year for which a described zone is right.
const modern = 1970

func readZone(c *component) (clockwork, error) {
	var z ruled
	for _, part := range c.children {
		if part.name != "STANDARD" && part.name != "DAYLIGHT" || len(z.observances) == 20 {
			continue
		}
		from, ok1 := readOffset(part.get("TZOFFSETFROM").value)
		to, ok2 := readOffset(part.get("TZOFFSETTO").value)
		start, err := time.Parse(labelForm, part.get("DTSTART").value)
		if !ok1 || !ok2 || err != nil {
			continue
		}
		if start.Year() < modern { // Outlook's begin in 1601
			start = time.Date(modern, start.Month(), start.Day(), start.Hour(), start.Minute(), start.Second(), 0, time.UTC)
		}
		onset, err := readRule(part.get("RRULE").value, start, named{time.FixedZone("", int(from/time.Second))})
		if err != nil {
			continue
		}
		z.observances = append(z.observances, observance{from: from, to: to, onset: onset})
	}
	if len(z.observances) == 0 {
		return nil, fault.New(fault.Invalid, "the calendar describes the time zone “%s” in a way that cannot be read", fault.Clip(c.get("TZID").value, 60))
	}
	return z, nil
}

// readOffset reads +0100 or -033000 (RFC 5545 §3.3.14).
func readOffset(s string) (time.Duration, bool) {
	for _, form := range []string{"-0700", "-070000"} {
		if t, err := time.Parse(form, s); err == nil {
			_, offset := t.Zone()
			return time.Duration(offset) * time.Second, true
		}
	}
	return 0, false
}
