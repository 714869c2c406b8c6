package ical

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Span is what is asked of a calendar: its occurrences that have a moment in common with [From, Until). Zone is where
// floating and all-day times are read.
type Span struct {
	From, Until time.Time
	Zone        *time.Location
}

// Reading is what a calendar holds.
type Reading struct {
	Name        string
	Occurrences []Occurrence // by their beginning; without those that are cancelled
	// Problems are sentences about events that could not be read, each with its title. The others are there.
	Problems []string
}

// Read reads a calendar: events, recurring or not, with their exceptions (RFC 5545). The error is a *fault.Error about the
// file as a whole: it is none, or too long. What is wrong with one event is a problem of the Reading.
func Read(ctx context.Context, data []byte, in Span) (Reading, error) {
	root, err := parse(data)
	if err != nil {
		return Reading{}, err
	}
	if in.Zone == nil {
		in.Zone = time.UTC
	}
	r := &reader{Span: in, zones: newZones(in.Zone, root.children)}
	for _, c := range root.children {
		if name := c.get("X-WR-CALNAME").value; r.out.Name == "" {
			r.out.Name = words(cmp.Or(c.get("NAME").value, name))
		}
	}
	series := r.collect(root.children)
	for _, s := range series {
		if err := ctx.Err(); err != nil {
			return Reading{}, err
		}
		r.expand(s)
	}
	slices.SortStableFunc(r.out.Occurrences, func(a, b Occurrence) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.UID, b.UID))
	})
	return r.out, nil
}

type reader struct {
	Span
	zones *zones
	out   Reading
}

// series is an event with those that replace some of its occurrences (RECURRENCE-ID).
type series struct {
	events    []event // the masters: usually one
	instead   []event
	exchanged map[time.Time]bool // the instants of the occurrences that are replaced
}

// event is a VEVENT.
type event struct {
	*component
	start  moment
	length time.Duration // by labels for all-day events, else elapsed
}

// moment is a DTSTART or another time of an event.
type moment struct {
	label time.Time // what the clock shows
	zone  clockwork
	day   bool // a DATE
}

func (m moment) instant() time.Time { return m.zone.instant(m.label).UTC() }

// collect reads all events, by their UID, in the order of the file.
func (r *reader) collect(calendars []*component) []*series {
	byUID := map[string]*series{}
	var order []*series
	for _, c := range calendars {
		for n, v := range c.children {
			if v.name != "VEVENT" {
				continue
			}
			e, err := r.event(v)
			if err != nil {
				r.problem(v, err)
				continue
			}
			uid := v.get("UID").value
			if uid == "" { // a file of another's making: each is its own
				uid = "event " + strconv.Itoa(n)
			}
			s := byUID[uid]
			if s == nil {
				s = &series{exchanged: map[time.Time]bool{}}
				byUID[uid], order = s, append(order, s)
			}
			if id := v.get("RECURRENCE-ID"); id.name == "" {
				s.events = append(s.events, e)
			} else if m, err := r.moment(id, id.value); err != nil {
				r.problem(v, err)
			} else {
				s.instead = append(s.instead, e)
				s.exchanged[m.instant()] = true
			}
		}
	}
	return order
}

func (r *reader) event(v *component) (e event, err error) {
	e.component = v
	start := v.get("DTSTART")
	if e.start, err = r.moment(start, start.value); err != nil {
		return e, err
	}
	switch end, length := v.get("DTEND"), v.get("DURATION"); {
	case end.name != "":
		m, err := r.moment(end, end.value)
		if err != nil {
			return e, err
		}
		if e.length = m.instant().Sub(e.start.instant()); e.start.day {
			e.length = m.label.Sub(e.start.label)
		}
	case length.name != "":
		d, ok := readDuration(length.value)
		if !ok {
			return e, fault.New(fault.Invalid, "“%s” is no length", fault.Clip(length.value, 30))
		}
		e.length = d
	case e.start.day:
		e.length = 24 * time.Hour // RFC 5545 §3.6.1
	}
	if e.length < 0 || e.length > 366*24*time.Hour {
		return e, fault.New(fault.Invalid, "it ends before it begins, or lasts longer than a year")
	}
	return e, nil
}

// moment reads a DATE or a DATE-TIME: in UTC, in a zone, or floating.
func (r *reader) moment(p property, value string) (m moment, err error) {
	value = strings.TrimSpace(value)
	if m.label, err = time.Parse(dateForm, value); err == nil {
		m.day = true
		m.zone, err = r.zones.find("")
		return m, err
	}
	if m.label, err = time.Parse(utcForm, value); err == nil {
		m.zone = named{time.UTC}
		return m, nil
	}
	if m.label, err = time.Parse(labelForm, value); err != nil {
		return m, fault.New(fault.Invalid, "“%s” is no time", fault.Clip(value, 30))
	}
	m.zone, err = r.zones.find(p.params["TZID"])
	return m, err
}

// problem notes an event that could not be read.
func (r *reader) problem(v *component, err error) {
	const most = 100
	if len(r.out.Problems) >= most {
		return
	}
	sentence, _ := fault.Public(err)
	r.out.Problems = append(r.out.Problems, "“"+fault.Clip(words(v.get("SUMMARY").value), 80)+"”: "+sentence)
}
