package clocktest

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Zones are the promises that the reference knows, and the time zone of each.
func Zones() map[string]string {
	all := map[string]string{}
	for times, c := range cadences {
		all[times] = c.zone
	}
	return all
}

// cadences are these promises with their times written out.
var cadences = map[string]struct {
	zone string
	days []time.Weekday
	at   [][2]int
}{
	"tue,thu 15:00": {"Europe/Amsterdam", []time.Weekday{time.Tuesday, time.Thursday}, [][2]int{{15, 0}}},
	"mon-fri 09:00, 16:30": {"America/New_York", []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday},
		[][2]int{{9, 0}, {16, 30}}},
}

// slotsOf lists the promised times from a while before a moment until long after.
func slotsOf(text string, around time.Time) (all []time.Time) {
	c, ok := cadences[text]
	for known, same := range cadences { // a desk keeps it as bizcal writes it
		if parsed, err := bizcal.ParseCadence(known, same.zone); err == nil && parsed.String() == text {
			c, ok = same, true
		}
	}
	if !ok {
		return nil
	}
	zone, err := time.LoadLocation(c.zone)
	if err != nil {
		panic(err)
	}
	local := around.In(zone)
	for d := -10; d < 200; d++ {
		for _, at := range c.at {
			t := time.Date(local.Year(), local.Month(), local.Day()+d, at[0], at[1], 0, 0, zone)
			if slices.Contains(c.days, t.Weekday()) {
				all = append(all, t.UTC())
			}
		}
	}
	return all
}

func after(slots []time.Time, t time.Time) time.Time {
	return slots[slices.IndexFunc(slots, func(s time.Time) bool { return s.After(t) })]
}

// epoch is a stretch of facts during which one promise stands.
type epoch struct {
	promise string
	warn    []float64
	begin   int // the fact that it stands from
	end     int // the fact that ends it, or behind the last
	replies []int
}

func epochs(facts []clock.Fact) (all []epoch) {
	current := ""
	for i, f := range facts {
		h := history(facts[:i+1])
		ms := h.moments()
		wanted := h.terms().Promise.Times
		if len(ms) == 0 || ms[len(ms)-1].done() || ms[len(ms)-1].held || ms[len(ms)-1].merged {
			wanted = ""
		}
		if wanted != current {
			if current != "" {
				all[len(all)-1].end = i
			}
			if current = wanted; wanted != "" {
				all = append(all, epoch{promise: wanted, warn: h.terms().Warn, begin: i, end: len(facts)})
			}
		} else if wanted != "" && ours(f) {
			all[len(all)-1].replies = append(all[len(all)-1].replies, i)
		}
	}
	return all
}

// promises gives the clocks of what was promised: each promised time in turn, with what became of it.
func promises(facts []clock.Fact) (all []Measured) {
	h := history(facts)
	for _, e := range epochs(facts) {
		slots := slotsOf(e.promise, facts[e.begin].At)
		from, overtaken := facts[e.begin].At, false
		for goes := true; goes; {
			due := after(slots, from)
			next := after(slots, due)
			m := Measured{Metric: clock.Promise, Instance: len(all), Start: from, Due: due}
			paid := slices.IndexFunc(e.replies, func(i int) bool { return facts[i].At.After(from) && !h.past(next, e.begin, i) })
			ended, missed := e.end, false
			switch {
			case paid >= 0:
				ended = e.replies[paid]
				m.Phase, m.End = clock.Fulfilled, facts[ended].At
				if from = due; m.End.After(due) {
					from = m.End
				}
			case h.past(next, e.begin, e.end):
				m.Phase, m.End = clock.Cancelled, next
				from, missed = due, true
			case e.end < len(facts):
				m.Phase, m.End = clock.Cancelled, facts[e.end].At
				goes = false
			default:
				goes = false
			}
			m.observe(e.warn, overtaken, func(t time.Time) bool {
				return h.past(t, e.begin, ended) && (!missed || t.Before(next))
			})
			overtaken = missed
			all = append(all, m)
		}
	}
	return all
}

// past reports whether a moment had passed, from one fact on, before another took effect.
func (h history) past(t time.Time, from, until int) bool {
	if until < len(h) && t.Before(h[until].At) {
		return true
	}
	for _, f := range h[from:until] {
		if concludes(f) && !t.After(f.At) {
			return true
		}
	}
	return false
}

// observe notes the warnings and the breach of a promised time, up to its end or the last moment. One that took
// over from one that was missed is late at once.
func (m *Measured) observe(warn []float64, overtaken bool, past func(time.Time) bool) {
	if m.Phase != "" {
		m.Used = worth(bizcal.Always(), m.Start, m.End, nil)
	}
	if len(warn) == 0 {
		warn = []float64{0.75, 0.9}
	}
	for _, w := range warn {
		t := m.Start.Add(time.Duration(int64(w*m.Due.Sub(m.Start).Seconds())) * time.Second)
		if !overtaken && past(t) {
			m.Warnings = append(m.Warnings, Warning{t, w})
		}
	}
	if past(m.Due) {
		m.Breaches = append(m.Breaches, m.Due)
	}
}
