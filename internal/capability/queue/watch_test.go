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
		w                Watch
		at               time.Time
		start, end, turn time.Time
	}{
		{emea, at(9, 30), at(8, 0), at(16, 0), at(32, 0)},
		{emea, at(20, 0), at(32, 0), at(40, 0), at(32, 0)},
		{emea, at(8, 0), at(8, 0), at(16, 0), at(8, 0)},
		{apac, at(1, 0), at(-1, 0), at(11, 0), at(23, 0)},
		{apac, at(23, 30), at(23, 0), at(35, 0), at(47, 0)},
	} {
		start, ok1 := c.w.Start(c.at)
		end, ok2 := c.w.End(c.at)
		turn, _, ok3 := c.w.Turn(c.at)
		if !ok1 || !ok2 || !ok3 || !start.Equal(c.start) || !end.Equal(c.end) || !turn.Equal(c.turn) {
			t.Errorf("at %v: %v to %v, next whole %v; want %v to %v, %v", c.at, start, end, turn, c.start, c.end, c.turn)
		}
	}
	always := Watch{Queue: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}}
	for _, w := range []Watch{{}, always} {
		if _, ok := w.End(at(1, 0)); ok {
			t.Errorf("%v has an end", w)
		}
		if _, _, ok := w.Turn(at(1, 0)); ok {
			t.Errorf("%v has a whole watch", w)
		}
	}
}

// A turn is on queue from its first to its last hour, and off at its edges.
func TestTurnIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Watch{Queue: rapid.SliceOfNDistinct(rapid.IntRange(0, 23), 1, 23, rapid.ID[int]).Draw(t, "queue")}
		from := at(0, rapid.IntRange(0, 3000).Draw(t, "minute"))
		start, end, ok := w.Turn(from)
		if !ok || start.Before(from) {
			t.Fatalf("%v from %v: %v to %v, %v", w, from, start, end, ok)
		}
		if w.At(start.Add(-time.Second)) == OnQueue || w.At(end) == OnQueue {
			t.Fatalf("%v: %v to %v does not begin or end the watch", w, start, end)
		}
		for h := start; h.Before(end); h = h.Add(time.Hour) {
			if w.At(h) != OnQueue {
				t.Fatalf("%v: off at %v inside %v to %v", w, h, start, end)
			}
		}
	})
}
