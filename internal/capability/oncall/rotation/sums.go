package rotation

import (
	"slices"
	"time"
)

// Gaps gives the stretches with nobody on; shadows count as nobody.
func Gaps(all []Segment) (gaps []Segment) {
	for _, s := range all {
		if len(s.Users) > 0 {
			continue
		}
		if n := len(gaps); n > 0 && gaps[n-1].Until.Equal(s.From) {
			gaps[n-1].Until = s.Until
			continue
		}
		gaps = append(gaps, Segment{From: s.From, Until: s.Until})
	}
	return gaps
}

// Total gives how long the segments are together.
func Total(all []Segment) (d time.Duration) {
	for _, s := range all {
		d += s.Until.Sub(s.From)
	}
	return d
}

// ByUser gives how long each is on.
func ByUser(all []Segment) map[int64]time.Duration {
	sums := map[int64]time.Duration{}
	for _, s := range all {
		for _, u := range s.Users {
			sums[u] += s.Until.Sub(s.From)
		}
	}
	return sums
}

// People gives the same timeline for readers who care for people only: users are sorted, layers and shadows are left
// out, and neighbours that then say the same are one.
func People(all []Segment) (plain []Segment) {
	for _, s := range all {
		plain = appended(plain, Segment{From: s.From, Until: s.Until, Users: slices.Sorted(slices.Values(s.Users))})
	}
	return plain
}
