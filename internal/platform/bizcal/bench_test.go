package bizcal_test

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func office(b testing.TB) bizcal.Spec {
	s := bizcal.Spec{Zone: "America/Los_Angeles"}
	for d := time.Monday; d <= time.Friday; d++ {
		s.Weekly[d] = []bizcal.Span{{From: 9 * 60, To: 12*60 + 30}, {From: 13*60 + 15, To: 17*60 + 45}}
	}
	for year := 2020; year < 2040; year++ {
		for _, day := range []int{1, 4, 19, 27, 28} {
			s.Holidays = append(s.Holidays, bizcal.Holiday{Date: bizcal.Date{Year: year, Month: time.Month(day%12 + 1), Day: day}})
		}
	}
	return s
}

// BenchmarkBetween measures five years of one calendar, of three together, and with pauses.
func BenchmarkBetween(b *testing.B) {
	one := mustCalendar(b, office(b))
	other := office(b)
	other.Zone = "Europe/Amsterdam"
	third := office(b)
	third.Zone = "Australia/Sydney"
	sun := bizcal.Union(one, mustCalendar(b, other), mustCalendar(b, third))
	from, to := time.Date(2026, 3, 4, 18, 20, 0, 0, time.UTC), time.Date(2031, 3, 4, 18, 20, 0, 0, time.UTC)
	pauses := []bizcal.Pause{{From: from.AddDate(0, 1, 0), Until: from.AddDate(0, 2, 0)}, {From: from.AddDate(1, 0, 0), Until: from.AddDate(1, 0, 9)}}
	for name, measure := range map[string]func(){
		"one":    func() { one.Between(from, to) },
		"three":  func() { sun.Between(from, to) },
		"paused": func() { one.BetweenPaused(from, to, pauses) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				measure()
			}
		})
	}
}

// BenchmarkNew measures what a calendar costs once.
func BenchmarkNew(b *testing.B) {
	spec := office(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bizcal.New(spec); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNoGarbage: a measurement allocates nothing, however long the stretch and whatever its calendar.
func TestNoGarbage(t *testing.T) {
	c := mustCalendar(t, office(t))
	start := time.Date(2026, 3, 4, 18, 20, 0, 0, time.UTC)
	for name, measure := range map[string]func(){
		"add":       func() { c.Add(start, 5*52*40*time.Hour) },
		"between":   func() { c.Between(start, start.AddDate(5, 0, 0)) },
		"next open": func() { c.NextOpen(start) },
	} {
		if n := testing.AllocsPerRun(100, measure); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
