package app

import (
	"runtime"
	"time"

	"github.com/daywatch/daywatch/internal/edge/cli"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// dueTimes measures due times beside a walk from day to day, which is how they are usually found.
func (b *bench) dueTimes() ([]cli.BenchDue, error) {
	b.say("due times")
	spec := officeHours()
	c, err := bizcal.New(spec)
	if err != nil {
		return nil, err
	}
	zone, start := c.Zone(), time.Date(2026, 3, 4, 18, 20, 0, 0, time.UTC)
	var out []cli.BenchDue
	for _, years := range []int{1, 5} {
		ahead := time.Duration(years*52*40) * time.Hour
		if due, ok := c.Add(start, ahead); !ok || !due.Equal(walk(spec, zone, start, ahead)) {
			return nil, fault.New(fault.Internal, "%d years ahead is %v, and by walking another time", years, due)
		}
		fast, allocated := perSecond(b.rounds*20_000, func() { c.Add(start, ahead) })
		walking, _ := perSecond(b.rounds, func() { walk(spec, zone, start, ahead) })
		out = append(out, cli.BenchDue{Years: years, PerSecond: fast, Walking: walking, Ratio: fast / walking, Allocated: allocated})
	}
	return out, nil
}

// perSecond does something n times.
func perSecond(n int, do func()) (rate, allocated float64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := db.Wall()
	for range n {
		do()
	}
	took := db.Wall().Sub(began)
	runtime.ReadMemStats(&after)
	return float64(n) / took.Seconds(), float64((after.Mallocs - before.Mallocs) / uint64(n))
}

// officeHours has a lunch break, and twenty years of holidays.
func officeHours() bizcal.Spec {
	s := bizcal.Spec{Zone: "America/Los_Angeles"}
	for d := time.Monday; d <= time.Friday; d++ {
		s.Weekly[d] = []bizcal.Span{{From: 9 * 60, To: 12*60 + 30}, {From: 13*60 + 15, To: 17*60 + 45}}
	}
	for year := 2020; year < 2040; year++ {
		for month := time.January; month <= time.December; month += 2 {
			s.Holidays = append(s.Holidays, bizcal.Holiday{Date: bizcal.Date{Year: year, Month: month, Day: 4}})
		}
	}
	return s
}

// walk goes from day to day and asks for the instants at which each span begins and ends.
func walk(spec bizcal.Spec, zone *time.Location, start time.Time, n time.Duration) time.Time {
	shut := map[bizcal.Date]bool{}
	for _, h := range spec.Holidays {
		shut[h.Date] = true
	}
	year, month, day := start.In(zone).Date()
	for ; ; day++ {
		midnight := time.Date(year, month, day, 0, 0, 0, 0, zone)
		if shut[bizcal.DateOf(midnight)] {
			continue
		}
		for _, s := range spec.Weekly[midnight.Weekday()] {
			from, to := time.Date(year, month, day, 0, s.From, 0, 0, zone), time.Date(year, month, day, 0, s.To, 0, 0, zone)
			if from.Before(start) {
				from = start
			}
			open := to.Sub(from)
			if open >= n {
				return from.Add(n)
			}
			n -= max(0, open)
		}
	}
}
