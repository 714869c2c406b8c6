package queue

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	apac = Watch{Queue: []int{23, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, Extra: []int{21, 22}}
	emea = Watch{Queue: []int{8, 9, 10, 11, 12, 13, 14, 15}, Extra: []int{7, 16}}
	amer = Watch{Queue: []int{13, 14, 15, 16, 17, 18, 19, 20, 21, 22}, Cleanup: []int{23}}
)

func at(hour, minute int) time.Time { return time.Date(2026, 3, 4, hour, minute, 0, 0, time.UTC) }

func TestDuties(t *testing.T) {
	for _, c := range []struct {
		w    Watch
		at   time.Time
		want Duty
	}{
		{apac, at(23, 0), OnQueue}, {apac, at(0, 0), OnQueue}, {apac, at(11, 0), Off}, {apac, at(21, 30), OnExtra},
		{emea, at(7, 59), OnExtra}, {emea, at(8, 0), OnQueue}, {emea, at(15, 59), OnQueue}, {emea, at(16, 0), OnExtra},
		{amer, at(23, 10), OnCleaning}, {amer, at(0, 0), Off},
	} {
		if got := c.w.At(c.at); got != c.want {
			t.Errorf("%v at %v: %s, want %s", c.w, c.at, got, c.want)
		}
	}
}

func TestWatchEnds(t *testing.T) {
	for _, c := range []struct {
		w                 Watch
		at                time.Time
		start, end, round time.Time
	}{
		{emea, at(9, 30), at(8, 0), at(16, 0), at(33, 30)}, // the hour that was cut in two comes again
		{emea, at(20, 0), at(32, 0), at(40, 0), at(40, 0)},
		{emea, at(8, 0), at(8, 0), at(16, 0), at(16, 0)},
		{emea, at(16, 0), at(32, 0), at(40, 0), at(40, 0)},
		{apac, at(1, 0), at(-1, 0), at(11, 0), at(25, 0)},
		{apac, at(23, 30), at(23, 0), at(35, 0), at(47, 30)},
		{amer, at(11, 0), at(13, 0), at(23, 0), at(23, 0)},
	} {
		start, ok1 := c.w.Start(c.at)
		end, ok2 := c.w.End(c.at)
		round, ok3 := c.w.Round(c.at)
		if !ok1 || !ok2 || !ok3 || !start.Equal(c.start) || !end.Equal(c.end) || !round.Equal(c.round) {
			t.Errorf("at %v: %v to %v, round %v; want %v to %v, %v", c.at, start, end, round, c.start, c.end, c.round)
		}
	}
	always := Watch{Queue: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}}
	for _, w := range []Watch{{}, always} {
		if _, ok := w.End(at(1, 0)); ok {
			t.Errorf("%v has an end", w)
		}
	}
	if _, ok := (Watch{}).Round(at(1, 0)); ok {
		t.Error("nobody's watch goes round")
	}
}

// A round holds every minute of the queue hours once, and ends with one of them.
func TestRoundIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Watch{Queue: rapid.SliceOfNDistinct(rapid.IntRange(0, 23), 1, 24, rapid.ID[int]).Draw(t, "queue")}
		from := at(0, rapid.IntRange(0, 3000).Draw(t, "minute"))
		until, ok := w.Round(from)
		if !ok || !until.After(from) || until.Sub(from) > 24*time.Hour {
			t.Fatalf("%v from %v: %v, %v", w, from, until, ok)
		}
		if w.At(until.Add(-time.Second)) != OnQueue {
			t.Fatalf("%v from %v: nothing passes just before %v", w, from, until)
		}
		minutes := 0
		for m := from; m.Before(until); m = m.Add(time.Minute) {
			if w.At(m) == OnQueue {
				minutes++
			}
		}
		if minutes != 60*len(w.Queue) {
			t.Fatalf("%v from %v to %v: %d minutes of the watch, want %d", w, from, until, minutes, 60*len(w.Queue))
		}
	})
}
