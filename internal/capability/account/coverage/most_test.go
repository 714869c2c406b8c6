package coverage

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestMost holds the sweep against counting every minute.
func TestMost(t *testing.T) {
	start := time.Date(2000, 1, 3, 0, 0, 0, 0, time.UTC)
	minute := func(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		in := Span{minute(rng.IntN(20)), minute(20 + rng.IntN(40))}
		away := make([][]Span, rng.IntN(5))
		for i := range away {
			for range rng.IntN(4) {
				from := rng.IntN(70)
				away[i] = append(away[i], Span{minute(from), minute(from + rng.IntN(20))})
			}
		}
		most, when := Most(in, away...)
		want, first := 0, Span{}
		for m := in.From; m.Before(in.Until); m = m.Add(time.Minute) {
			switch n := awayAt(m, away); {
			case n > want:
				want, first = n, Span{m, m.Add(time.Minute)}
			case n > 0 && n == want && first.Until.Equal(m) && same(m, away):
				first.Until = m.Add(time.Minute)
			}
		}
		if most != want || when != first {
			t.Fatalf("in %v of %v it is %d in %v, want %d in %v", in, away, most, when, want, first)
		}
	}
}

func awayAt(m time.Time, away [][]Span) (n int) {
	for _, one := range away {
		if isAway(m, one) {
			n++
		}
	}
	return n
}

func isAway(m time.Time, one []Span) bool {
	for _, s := range one {
		if s.Has(m) {
			return true
		}
	}
	return false
}

// same reports whether those away at a minute are those of the minute before.
func same(m time.Time, away [][]Span) bool {
	for _, one := range away {
		if isAway(m, one) != isAway(m.Add(-time.Minute), one) {
			return false
		}
	}
	return true
}
