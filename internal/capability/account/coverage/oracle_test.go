package coverage_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/bizcal/zonetest"
)

// oracle is the slow, obvious answer: it asks the clocks on the walls in each minute.
type oracle struct {
	contract, engineer bizcal.Spec
	known              bool // whether the engineer's hours are
	c                  coverage.Contract
	e                  coverage.Person
	promises           []coverage.Promise
}

// open asks the clock on the wall of a calendar's zone.
func open(s bizcal.Spec, t time.Time) bool {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		panic(err)
	}
	wall := t.In(zone)
	minute := wall.Hour()*60 + wall.Minute()
	for _, span := range s.Weekly[wall.Weekday()] {
		if span.From <= minute && minute < span.To {
			return true
		}
	}
	return false
}

func away(p coverage.Person, t time.Time) bool {
	for _, s := range p.Away {
		if !t.Before(s.From) && t.Before(s.Until) {
			return true
		}
	}
	return p.Gone
}

func (o oracle) at(t time.Time) (kind coverage.Kind, user int64) {
	switch {
	case !open(o.contract, t), !o.c.From.IsZero() && t.Before(o.c.From), !o.c.Until.IsZero() && !t.Before(o.c.Until):
		return "", 0
	case (!o.known || open(o.engineer, t)) && !away(o.e, t):
		return coverage.Engineer, o.e.UserID
	}
	for _, p := range o.promises {
		if !t.Before(p.From) && t.Before(p.Until) && !away(p.By, t) {
			return coverage.Cover, p.By.UserID
		}
	}
	return coverage.Gap, 0
}

// TestEachMinute holds the promise of the whole package: each contract minute has the engineer, an accepted cover or a visible
// gap, and no other minute has any. It looks around the changes of the clocks of every zone that there is.
func TestEachMinute(t *testing.T) {
	zones := zonetest.Every(t)
	rapid.Check(t, func(t *rapid.T) { eachMinute(t, zones) })
}

// FuzzEachMinute lets the fuzzer look for a minute that is counted otherwise.
func FuzzEachMinute(f *testing.F) {
	zones := zonetest.Every(f)
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { eachMinute(t, zones) }))
}

func eachMinute(t *rapid.T, zones []string) {
	a := nearChange(t, rapid.SampledFrom(zones).Draw(t, "zone of a change"))
	o := drawn(t, zones, a)
	b := a.Add(time.Duration(rapid.IntRange(1, 3*24*60).Draw(t, "minutes")) * time.Minute)
	all := coverage.Of(o.c, o.e, o.promises, a, b)
	i := 0
	for m := a; m.Before(b); m = m.Add(time.Minute) {
		for i < len(all) && !m.Before(all[i].Until) {
			i++
		}
		var got coverage.Stretch
		if i < len(all) && all[i].Has(m) {
			got = all[i]
		}
		kind, user := o.at(m)
		if got.Kind != kind || got.UserID != user {
			t.Fatalf("%v has %q %d, want %q %d; all: %v", m, got.Kind, got.UserID, kind, user, all)
		}
		if at, ok := coverage.At(o.c, o.e, o.promises, m); ok != (kind != "") || at.Kind != kind || at.UserID != user {
			t.Fatalf("at %v is %q %d, want %q %d", m, at.Kind, at.UserID, kind, user)
		}
	}
	ordered(t, all)
}

// ordered: stretches follow one another, and those that touch differ.
func ordered(t *rapid.T, all []coverage.Stretch) {
	for i, s := range all {
		if !s.From.Before(s.Until) {
			t.Fatalf("%v is empty", s)
		}
		if i > 0 && (s.From.Before(all[i-1].Until) || s.From.Equal(all[i-1].Until) && s.Kind == all[i-1].Kind && s.UserID == all[i-1].UserID) {
			t.Fatalf("%v follows %v", s, all[i-1])
		}
	}
}

// nearChange gives a whole minute some hours before a zone changes its clocks in some year; anywhere in one that never does.
func nearChange(t *rapid.T, zone string) time.Time {
	at := time.Date(rapid.IntRange(2000, 2035).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 364).Draw(t, "day"))
	if l, err := time.LoadLocation(zone); err == nil {
		if _, end := at.In(l).ZoneBounds(); !end.IsZero() && end.Year() < 2040 {
			at = end
		}
	}
	return at.Add(-time.Duration(rapid.IntRange(0, 36*60).Draw(t, "before")) * time.Minute).UTC().Truncate(time.Minute)
}

func drawn(t *rapid.T, zones []string, near time.Time) oracle {
	o := oracle{contract: spec(t, zones, "contract"), engineer: spec(t, zones, "engineer"), known: rapid.IntRange(0, 4).Draw(t, "known") > 0}
	o.c.Hours, o.e = calendar(t, o.contract), person(t, near, 1)
	if o.known {
		o.e.Works = calendar(t, o.engineer)
	}
	if edges := span(t, near); rapid.IntRange(0, 2).Draw(t, "edges") == 0 {
		o.c.From, o.c.Until = edges.From, edges.Until
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "promises") {
		o.promises = append(o.promises, coverage.Promise{Span: span(t, near), By: person(t, near, int64(i+2))})
	}
	return o
}

func spec(t *rapid.T, zones []string, name string) bizcal.Spec {
	s := bizcal.Spec{Zone: rapid.SampledFrom(zones).Draw(t, name)}
	for day := range s.Weekly {
		from := rapid.IntRange(0, bizcal.Day-1).Draw(t, "from")
		to := rapid.IntRange(from+1, bizcal.Day).Draw(t, "to")
		if day == 0 || rapid.IntRange(0, 3).Draw(t, "works") > 0 {
			s.Weekly[day] = []bizcal.Span{{From: from, To: to}}
		}
	}
	return s
}

func calendar(t *rapid.T, s bizcal.Spec) *bizcal.Calendar {
	c, err := bizcal.New(s)
	if err != nil {
		t.Fatalf("%+v: %v", s, err)
	}
	return c
}

func person(t *rapid.T, near time.Time, id int64) coverage.Person {
	p := coverage.Person{UserID: id, Gone: rapid.IntRange(0, 9).Draw(t, "gone") == 0}
	for range rapid.IntRange(0, 3).Draw(t, "away") {
		p.Away = append(p.Away, span(t, near))
	}
	return p
}

// span is a stretch of whole minutes, which may be empty or turned round.
func span(t *rapid.T, near time.Time) coverage.Span {
	from := near.Add(time.Duration(rapid.IntRange(-600, 3*24*60).Draw(t, "begins")) * time.Minute)
	return coverage.Span{From: from, Until: from.Add(time.Duration(rapid.IntRange(-60, 2*24*60).Draw(t, "lasts")) * time.Minute)}
}
