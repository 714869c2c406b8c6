package rotation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
)

// thousand is 1,000 schedules of three layers in different zones, with handoffs by the day, week and month.
func thousand(b *testing.B) (all []*rotation.Rota, plain []rotation.Schedule) {
	b.Helper()
	units := []rotation.Unit{rotation.Days, rotation.Weeks, rotation.Months}
	for i := range 1000 {
		s := followTheSun()
		for n := range s.Layers {
			s.Layers[n].Users = []int64{1, 2, 3, 4, 5}
			s.Layers[n].Anchor, s.Layers[n].Unit, s.Layers[n].Length = rotation.Label(fmt.Sprintf("20%02d-01-05T09:00", 10+i%15)), units[(i+n)%3], 1
		}
		r, err := rotation.Compile(s)
		if err != nil {
			b.Fatal(err)
		}
		all, plain = append(all, r), append(plain, s)
	}
	return all, plain
}

var begin = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// BenchmarkOnCallNow asks 1,000 schedules who is on.
func BenchmarkOnCallNow(b *testing.B) {
	all, _ := thousand(b)
	for i := 0; b.Loop(); i++ {
		for _, r := range all {
			r.On(begin.Add(time.Duration(i%8760) * time.Hour))
		}
	}
}

// BenchmarkYear works out the year of 1,000 schedules.
func BenchmarkYear(b *testing.B) {
	all, _ := thousand(b)
	for b.Loop() {
		for _, r := range all {
			if _, err := r.Timeline(begin, begin.AddDate(1, 0, 0)); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkNaive walks the handoffs of 1,000 schedules from the anchor to now, as one does who does not jump.
func BenchmarkNaive(b *testing.B) {
	_, plain := thousand(b)
	for b.Loop() {
		for _, s := range plain {
			for _, l := range s.Layers {
				for k := 0; ; k += 50 {
					all, err := l.Handoffs(k, 50)
					if err != nil {
						b.Fatal(err)
					}
					if all[len(all)-1].At.After(begin) {
						break
					}
				}
			}
		}
	}
}
