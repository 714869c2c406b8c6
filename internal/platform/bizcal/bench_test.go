package bizcal_test

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// walk is what support desks do: it goes from day to day, and asks for the instant at which each span begins and ends.
type walk struct {
	spec bizcal.Spec
	zone *time.Location
	shut map[bizcal.Date]bool
}

func newWalk(b *testing.B, spec bizcal.Spec) walk {
	zone, err := time.LoadLocation(spec.Zone)
	if err != nil {
		b.Fatal(err)
	}
	shut := map[bizcal.Date]bool{}
	for _, h := range spec.Holidays {
		shut[h.Date] = true
	}
	return walk{spec: spec, zone: zone, shut: shut}
}

func (w walk) add(start time.Time, n time.Duration) time.Time {
	year, month, day := start.In(w.zone).Date()
	for ; ; day++ {
		midnight := time.Date(year, month, day, 0, 0, 0, 0, w.zone)
		if w.shut[bizcal.DateOf(midnight)] {
			continue
		}
		for _, s := range w.spec.Weekly[midnight.Weekday()] {
			from := time.Date(year, month, day, 0, s.From, 0, 0, w.zone)
			to := time.Date(year, month, day, 0, s.To, 0, 0, w.zone)
			if from.Before(start) {
				from = start
			}
			switch open := to.Sub(from); {
			case open >= n:
				return from.Add(n)
			case open > 0:
				n -= open
			}
		}
	}
}

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

// BenchmarkDue measures a due time against the walk from day to day in the same run: the metric walk/due is how many
// times longer that takes.
func BenchmarkDue(b *testing.B) {
	spec := office(b)
	c, w := mustCalendar(b, spec), newWalk(b, spec)
	start := time.Date(2026, 3, 4, 18, 20, 0, 0, time.UTC)
	for _, span := range []struct {
		name string
		n    time.Duration
	}{{"8 hours", 8 * time.Hour}, {"1 year", 52 * 40 * time.Hour}, {"5 years", 5 * 52 * 40 * time.Hour}} {
		b.Run(span.name, func(b *testing.B) {
			want := w.add(start, span.n)
			if due, ok := c.Add(start, span.n); !ok || !due.Equal(want) {
				b.Fatalf("%v, and by walking %v", due, want)
			}
			const walks = 200
			began := time.Now()
			for range walks {
				w.add(start, span.n)
			}
			walking := time.Since(began) / walks
			b.ReportAllocs()
			for b.Loop() {
				c.Add(start, span.n)
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(walking)/float64(max(1, each)), "walk/due")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "due/s")
		})
	}
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
