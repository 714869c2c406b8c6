package bizcal_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

var (
	earliest = time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2150, 1, 1, 0, 0, 0, 0, time.UTC)
)

// TestLaws holds what is true of every calendar and every instant.
func TestLaws(t *testing.T) { rapid.Check(t, laws) }

// FuzzLaws lets the fuzzer look for a calendar that breaks them.
func FuzzLaws(f *testing.F) { f.Fuzz(rapid.MakeFuzz(laws)) }

func laws(t *rapid.T) {
	a := instantBetween(t, "a", earliest, latest)
	_, c := calendarsNear(t, a)
	b := a.Add(time.Duration(rapid.Int64Range(0, int64(6*365*24*time.Hour)).Draw(t, "b")))
	m := a.Add(time.Duration(rapid.Int64Range(0, int64(b.Sub(a))).Draw(t, "m")))
	whole, first, second := c.Between(a, b), c.Between(a, m), c.Between(m, b)
	if whole != first+second || first > whole || second > whole || whole > b.Sub(a) {
		t.Errorf("between(%v, %v) is %v, and %v + %v by way of %v", a, b, whole, first, second, m)
	}
	if back := c.Between(b, a); back != 0 {
		t.Errorf("between(%v, %v) is %v, want 0: there is nothing in it", b, a, back)
	}
	n := time.Duration(rapid.Int64Range(0, int64(3*365*24*time.Hour)).Draw(t, "n"))
	due, ok := c.Add(a, n)
	if got := c.Between(a, due); !ok || got != n {
		t.Errorf("add(%v, %v) is %v, up to which %v passes", a, n, due, got)
	}
	if n > 0 && c.Between(a, due.Add(-1)) >= n {
		t.Errorf("add(%v, %v) is %v, which is not the earliest", a, n, due)
	}
	part := time.Duration(rapid.Int64Range(0, int64(n)).Draw(t, "part"))
	half, _ := c.Add(a, part)
	if again, _ := c.Add(half, n-part); n > part && !again.Equal(due) {
		t.Errorf("add(add(%v, %v), %v) is %v, want %v", a, part, n-part, again, due)
	}
	elapsed(t, a, b)
}

// elapsed: round the clock, in whatever zone, business time is elapsed time.
func elapsed(t *rapid.T, a, b time.Time) {
	spec := bizcal.Spec{Zone: rapid.SampledFrom(zones).Draw(t, "24x7")}
	for d := range spec.Weekly {
		spec.Weekly[d] = []bizcal.Span{{From: 0, To: bizcal.Day}}
	}
	for _, c := range []*bizcal.Calendar{bizcal.Always(), union(t, []bizcal.Spec{spec})} {
		if got := c.Between(a, b); got != b.Sub(a) {
			t.Errorf("%s round the clock: between(%v, %v) is %v, want %v", c.Zone(), a, b, got, b.Sub(a))
		}
		if due, ok := c.Add(a, b.Sub(a)); !ok || !due.Equal(b) {
			t.Errorf("%s round the clock: add(%v, %v) is %v", c.Zone(), a, b.Sub(a), due)
		}
		if shut, ok := c.NextClose(a); ok {
			t.Errorf("%s round the clock closes at %v", c.Zone(), shut)
		}
	}
}

// TestIntervals: what is drawn is what is counted, and the edges are where it opens and closes next.
func TestIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := instantBetween(t, "a", earliest, latest)
		_, c := calendarsNear(t, a)
		b := a.Add(time.Duration(rapid.Int64Range(0, int64(40*24*time.Hour)).Draw(t, "length")))
		var sum time.Duration
		last := a
		for from, to := range c.Intervals(a, b) {
			opens, ok := c.NextOpen(last)
			if !ok || !opens.Equal(from) || !c.Open(from) {
				t.Fatalf("%v to %v is open, and after %v it opens at %v", from, to, last, opens)
			}
			if shuts, ok := c.NextClose(from); to.Before(b) && (!ok || !shuts.Equal(to)) || ok && shuts.Before(to) {
				t.Fatalf("%v to %v is open, and after its beginning it closes at %v", from, to, shuts)
			}
			if !from.Before(to) || from.Before(last) || to.After(b) {
				t.Fatalf("%v to %v, after %v, of %v to %v", from, to, last, a, b)
			}
			sum += to.Sub(from)
			last = to
		}
		if want := c.Between(a, b); sum != want {
			t.Errorf("the intervals of %v to %v are %v, between says %v", a, b, sum, want)
		}
	})
}

// TestPauses compares pauses with time cut out by hand: in whatever order they come, they count once.
func TestPauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := instantBetween(t, "a", earliest, latest).Truncate(time.Minute)
		_, c := calendarsNear(t, a)
		const window = 3 * 24 * 60
		var pauses []bizcal.Pause
		for range rapid.IntRange(0, 5).Draw(t, "pauses") {
			from := a.Add(time.Duration(rapid.IntRange(-600, window).Draw(t, "from")) * time.Minute)
			pauses = append(pauses, bizcal.Pause{From: from, Until: from.Add(time.Duration(rapid.IntRange(-60, 900).Draw(t, "length")) * time.Minute)})
		}
		if len(pauses) > 0 && rapid.IntRange(0, 3).Draw(t, "open-ended") == 0 {
			pauses[len(pauses)-1].Until = time.Time{}
		}
		paused := func(m time.Time) bool {
			for _, p := range pauses {
				if !m.Before(p.From) && (p.Until.IsZero() || m.Before(p.Until)) {
					return true
				}
			}
			return false
		}
		var used time.Duration
		for i := range window {
			m := a.Add(time.Duration(i) * time.Minute)
			if got := c.BetweenPaused(a, m, pauses); got != used {
				t.Fatalf("between %v and %v without %v is %v, want %v", a, m, pauses, got, used)
			}
			if paused(m) || !c.Open(m) {
				continue
			}
			used += time.Minute
			if due, ok := c.AddPaused(a, used, pauses); !ok || !due.Equal(m.Add(time.Minute)) {
				t.Fatalf("add %v to %v without %v is %v, want %v", used, a, pauses, due, m.Add(time.Minute))
			}
		}
	})
}
