package clock_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/capability/sla/clock/clocktest"
)

// drawHistory makes up the life of a ticket as the desk could write it: comments of all kinds, statuses, pauses,
// merges, other policies, priorities, calendars and promises, at moments that often coincide with what is due.
func drawHistory(t *rapid.T) []clock.Fact {
	d := &drawing{t: t, now: time.Date(2026, 10, 19, 6, 0, 0, 0, time.UTC), status: clock.New,
		warn: rapid.SampledFrom([][]float64{nil, {0.75, 0.9}, {0.5}}).Draw(t, "warn"), promises: rapid.Bool().Draw(t, "promises")}
	d.step()
	d.add(clock.Fact{Kind: clock.Created,
		Status: rapid.SampledFrom([]clock.Status{clock.New, clock.New, clock.Open, clock.Pending, clock.Solved}).Draw(t, "status")})
	d.status = d.facts[0].Status
	d.add(clock.Fact{Kind: clock.Commented, First: true, By: d.author(), Public: rapid.IntRange(0, 4).Draw(t, "public") > 0})
	if rapid.IntRange(0, 5).Draw(t, "applied") > 0 {
		d.applied()
	}
	for range rapid.IntRange(0, 14).Draw(t, "facts") {
		d.step()
		d.happen()
	}
	d.step()
	d.add(clock.Fact{Kind: clock.Passed})
	return d.facts
}

type drawing struct {
	t        *rapid.T
	now      time.Time
	facts    []clock.Fact
	status   clock.Status
	terms    clock.Terms
	warn     []float64
	promises bool
}

func (d *drawing) add(f clock.Fact) {
	f.At = d.now
	d.facts = append(d.facts, f)
}

// step lets time pass: none, a round span that is likely to meet a due time, or an odd one.
func (d *drawing) step() {
	switch rapid.IntRange(0, 4).Draw(d.t, "kind of step") {
	case 0:
	case 1, 2:
		d.now = d.now.Add(time.Duration(rapid.IntRange(1, 60).Draw(d.t, "half hours")) * 30 * time.Minute)
	case 3:
		d.now = d.now.Add(time.Duration(rapid.IntRange(0, 4*86400).Draw(d.t, "seconds")) * time.Second)
	case 4: // exactly when something happens by itself
		if at := clock.Replay(calendars, d.facts).Alarm(); at.After(d.now) && at.Before(d.now.Add(40*24*time.Hour)) {
			d.now = at
		}
	}
}

func (d *drawing) author() clock.Author {
	return rapid.SampledFrom([]clock.Author{clock.Customer, clock.Customer, clock.Customer, clock.Us, clock.Us, clock.Machine,
		clock.Outsider}).Draw(d.t, "author")
}

func (d *drawing) happen() {
	if d.status == clock.Closed { // an archive; what applies may change all the same
		d.applied()
		return
	}
	switch rapid.IntRange(0, 9).Draw(d.t, "what") {
	case 0, 1, 2, 3:
		d.comment()
	case 4, 5:
		d.move(rapid.SampledFrom([]clock.Status{clock.Open, clock.Pending, clock.Hold, clock.Solved, clock.Solved, clock.Open,
			clock.Pending, clock.Closed}).Draw(d.t, "status"))
	case 6:
		d.add(clock.Fact{Kind: rapid.SampledFrom([]clock.Kind{clock.Held, clock.Released}).Draw(d.t, "pause")})
	case 7, 8:
		d.applied()
	case 9:
		if rapid.IntRange(0, 5).Draw(d.t, "merge") == 0 {
			d.add(clock.Fact{Kind: clock.Merged})
			d.move(clock.Closed)
		}
	}
}

// comment is one of anybody's; a customer's reopens a ticket, as the desk does, but not always.
func (d *drawing) comment() {
	f := clock.Fact{Kind: clock.Commented, By: d.author(), Public: rapid.IntRange(0, 4).Draw(d.t, "public") > 0}
	d.add(f)
	switch {
	case f.Public && f.By == clock.Customer && d.status != clock.New && rapid.IntRange(0, 6).Draw(d.t, "reopens") > 0:
		d.move(clock.Open)
	case f.By == clock.Us && rapid.Bool().Draw(d.t, "with status"):
		d.move(rapid.SampledFrom([]clock.Status{clock.Pending, clock.Solved, clock.Hold}).Draw(d.t, "status"))
	}
}

func (d *drawing) move(to clock.Status) {
	if d.status != to {
		d.status = to
		d.add(clock.Fact{Kind: clock.Moved, Status: to})
	}
}

// applied changes one part of what the clocks run by, or all.
func (d *drawing) applied() {
	t := d.t
	all := len(d.terms.Targets) == 0
	if all || rapid.IntRange(0, 2).Draw(t, "targets") == 0 {
		d.terms.Targets = nil
		d.terms.Policy = clock.Policy{ID: rapid.Int64Range(1, 3).Draw(t, "policy"), Version: 1, Title: "P"}
		for _, m := range clock.Metrics() {
			if rapid.IntRange(0, 4).Draw(t, string(m)) > 0 {
				d.terms.Targets = append(d.terms.Targets, clock.Target{Metric: m, Always: rapid.IntRange(0, 3).Draw(t, "always") == 0,
					Seconds: int64(rapid.SampledFrom([]int{1800, 3600, 4 * 3600, 8 * 3600, 24 * 3600, 7}).Draw(t, "seconds"))})
			}
		}
		d.terms.Warn = d.warn
		if !d.promises {
			d.terms.Warn = rapid.SampledFrom([][]float64{nil, {0.75, 0.9}, {0.5}, {0.1, 0.2, 0.99}}).Draw(t, "warn")
		}
	}
	if all || rapid.IntRange(0, 2).Draw(t, "calendar") == 0 {
		d.terms.Calendar = clock.Calendar{ID: rapid.Int64Range(0, 2).Draw(t, "id"), Version: rapid.Int64Range(1, 2).Draw(t, "version")}
	}
	if d.promises && rapid.IntRange(0, 2).Draw(t, "promise") == 0 {
		times := rapid.SampledFrom([]string{"", "tue,thu 15:00", "mon-fri 09:00, 16:30"}).Draw(t, "times")
		d.terms.Promise = clock.Cadence{Times: times, Zone: clocktest.Zones()[times]}
	}
	d.add(clock.Fact{Kind: clock.Applied, Terms: d.terms})
}
