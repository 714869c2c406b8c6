package incident

import "time"

// Window is how long a component was not well, by what was published.
type Window struct {
	Component   int64
	Incident    int64
	Health      Health
	From, Until time.Time // Until zero: still so
}

// Day is a component's day, in UTC.
type Day struct {
	Start time.Time
	Known bool // false: before the component's time
	Worst Health
	Down  time.Duration // of the parts that count as down, by their weight
	Hurt  time.Duration // not operational, whatever for; maintenance does not count
}

// Weights say which part of a time that a component was not well counts as down, in percent. A major outage counts whole,
// maintenance not at all.
type Weights struct{ Partial, Slow int }

func (w Weights) of(h Health) int {
	switch h {
	case MajorOut:
		return 100
	case PartialOut:
		return w.Partial
	case Degraded:
		return w.Slow
	}
	return 0
}

// DaysOf gives a component's n days up to that of now, the oldest first. Windows of other components are passed over.
func DaysOf(c Component, windows []Window, w Weights, now time.Time, n int) []Day {
	today := now.UTC().Truncate(24 * time.Hour)
	days := make([]Day, n)
	for i := range days {
		start := today.AddDate(0, 0, i+1-n)
		end := start.AddDate(0, 0, 1)
		days[i] = Day{Start: start, Known: end.After(c.StartAt), Worst: Operational}
		for _, win := range windows {
			if win.Component == c.ID {
				days[i].add(win, end, w, now)
			}
		}
	}
	return days
}

func (d *Day) add(win Window, end time.Time, w Weights, now time.Time) {
	until := win.Until
	if until.IsZero() {
		until = now
	}
	length := earlier(until, end).Sub(later(win.From, d.Start))
	if length <= 0 {
		return
	}
	d.Worst = d.Worst.Worse(win.Health)
	d.Down += length * time.Duration(w.of(win.Health)) / 100
	if win.Health != Maintained {
		d.Hurt += length
	}
}

// Uptime is the part of known days that a component was up, from 0 to 1.
func Uptime(c Component, days []Day, now time.Time) float64 {
	var whole, down time.Duration
	for _, d := range days {
		if d.Known {
			whole += earlier(now, d.Start.AddDate(0, 0, 1)).Sub(later(c.StartAt, d.Start))
			down += d.Down
		}
	}
	if whole <= 0 {
		return 1
	}
	return max(0, 1-float64(down)/float64(whole))
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
