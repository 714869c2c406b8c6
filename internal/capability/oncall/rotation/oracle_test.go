package rotation_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/bizcal/zonetest"
)

const labelForm = "2006-01-02T15:04"

// stepper is the slow reference: it walks UTC one minute at a time and asks what the clock on the wall reads. It knows
// no arithmetic but that of labels, which it counts in minutes.
type stepper struct {
	from   time.Time
	labels []int64 // what the clock reads at each minute
}

func newStepper(zone *time.Location, from time.Time, minutes int) *stepper {
	s := &stepper{from: from, labels: make([]int64, minutes)}
	for i := range s.labels {
		t := from.Add(time.Duration(i) * time.Minute)
		_, offset := t.In(zone).Zone()
		s.labels[i] = (t.Unix() + int64(offset)) / 60
	}
	return s
}

// first gives the first minute that reads the label or later, and last that after the last which reads less.
func (s *stepper) first(label int64) int {
	i := slices.IndexFunc(s.labels, func(l int64) bool { return l >= label })
	if i < 0 {
		return len(s.labels)
	}
	return i
}

func (s *stepper) last(label int64) int {
	for i := len(s.labels) - 1; i >= 0; i-- {
		if s.labels[i] < label {
			return i + 1
		}
	}
	return 0
}

// on gives who is on in each minute, by the words of the definition: a turn of one day, and windows.
func (s *stepper) on(l rotation.Layer) []int64 {
	anchor := labelOf(string(l.Anchor))
	const day = 24 * 60
	turn := make([]int64, len(s.labels))
	open := make([]bool, len(s.labels))
	for d := s.labels[0]/day - 3; d <= slices.Max(s.labels)/day+1; d++ {
		k := int(d - anchor/day)
		for i := s.first(d*day + anchor%day); i < len(turn); i++ {
			turn[i] = l.Users[((k%3)+3)%3]
		}
		for _, w := range l.Windows {
			if slices.Contains(w.Days, time.Weekday((d+4)%7)) {
				from, until := labels(w, time.Unix(d*day*60, 0).UTC())
				for i := s.first(labelOf(from)); i < s.last(labelOf(until)); i++ {
					open[i] = true
				}
			}
		}
	}
	for i := range turn {
		if len(l.Windows) > 0 && !open[i] {
			turn[i] = 0
		}
	}
	return turn
}

func labelOf(text string) int64 {
	t, err := time.Parse(labelForm, text)
	if err != nil {
		panic(err)
	}
	return t.Unix() / 60
}

// labels writes the edges of a window that starts on a date.
func labels(w rotation.Window, d time.Time) (from, until string) {
	from = d.Format("2006-01-02T") + w.Start
	switch {
	case w.End == "24:00":
		return from, d.AddDate(0, 0, 1).Format("2006-01-02T") + "00:00"
	case w.End <= w.Start:
		return from, d.AddDate(0, 0, 1).Format("2006-01-02T") + w.End
	}
	return from, d.Format("2006-01-02T") + w.End
}

// TestEveryTransition compares, around every change of every zone's clocks from 2000 to 2037 and around the end of leap
// years (golang/go#81583), a rotation whose edges lie all about it with the reference that asks every minute.
func TestEveryTransition(t *testing.T) {
	names := zonetest.Every(t)
	if len(names) < 500 {
		t.Fatalf("only %d zones were found", len(names))
	}
	changes := 0
	for i, name := range names {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(uint64(i), 2037))
		found := transitions(zone)
		changes += len(found)
		for y := 2004; y <= 2044; y += 8 {
			found = append(found, time.Date(y, 12, 31, 12, 0, 0, 0, time.UTC))
		}
		if testing.Short() {
			found = found[:min(len(found), 3)]
		}
		for _, at := range found {
			compare(t, random, zone, at)
		}
	}
	t.Logf("%d zones, %d changes", len(names), changes)
	if changes < 10_000 {
		t.Errorf("only %d changes were found", changes)
	}
}

// compare holds a random rotation about an instant to the reference, for 14 hours, and asks On at one of these.
func compare(t *testing.T, random *rand.Rand, zone *time.Location, at time.Time) {
	t.Helper()
	from := at.Truncate(time.Minute).Add(-7 * time.Hour)
	warm := 28 * 60 // minutes in which a turn or a window of a day may have begun
	if _, before := at.Add(-time.Second).In(zone).Zone(); offsetAt(zone, at) > before+2*3600 {
		warm = 54 * 60 // a day is skipped
	}
	s := newStepper(zone, from.Add(-time.Duration(warm)*time.Minute), warm+18*60)
	l := around(random, zone, at)
	want := s.on(l)[warm : warm+14*60]
	schedule := rotation.Schedule{Mode: rotation.Union, Layers: []rotation.Layer{l}}
	r, err := rotation.Compile(schedule)
	if err != nil {
		t.Fatalf("%+v: %v", l, err)
	}
	all, err := r.Timeline(from, from.Add(time.Duration(len(want))*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	seamless(t, all, from, from.Add(time.Duration(len(want))*time.Minute))
	i := 0
	for _, seg := range all {
		for ; i < len(want) && from.Add(time.Duration(i)*time.Minute).Before(seg.Until); i++ {
			if got := only(seg.Users); got != want[i] {
				t.Fatalf("%s, %+v: at %s %d is on, want %d", zone, l, from.Add(time.Duration(i)*time.Minute), got, want[i])
			}
		}
	}
	probe := random.IntN(len(want))
	if users, _ := r.On(from.Add(time.Duration(probe) * time.Minute)); only(users) != want[probe] {
		t.Fatalf("%s, %+v: On(%s) = %v, want %d", zone, l, from.Add(time.Duration(probe)*time.Minute), users, want[probe])
	}
}

func only(users []int64) int64 {
	if len(users) == 0 {
		return 0
	}
	return users[0]
}

// seamless holds a timeline to having no hole, no overlap, no empty segment and no equal neighbours.
func seamless(t testing.TB, all []rotation.Segment, from, until time.Time) {
	t.Helper()
	at := from
	for i, s := range all {
		if !s.From.Equal(at) || !s.Until.After(s.From) {
			t.Fatalf("segment %d from %s until %s follows on %s", i, s.From, s.Until, at)
		}
		if i > 0 && slices.Equal(s.Users, all[i-1].Users) && slices.Equal(s.Layers, all[i-1].Layers) && slices.Equal(s.Shadows, all[i-1].Shadows) {
			t.Fatalf("segments %d and %d say the same: %v", i-1, i, s)
		}
		at = s.Until
	}
	if !at.Equal(until) {
		t.Fatalf("the timeline ends at %s, want %s", at, until)
	}
}

// around draws a rotation by days, half of the time with windows, whose edges lie within some hours of an instant.
func around(random *rand.Rand, zone *time.Location, at time.Time) rotation.Layer {
	near := func() time.Time { return at.Add(time.Duration(random.IntN(8*60)-4*60) * time.Minute).In(zone) }
	l := rotation.Layer{Name: "x", Zone: zone.String(), Unit: rotation.Days, Length: 1, Users: []int64{1, 2, 3}}
	l.Anchor = rotation.Label(near().AddDate(0, 0, random.IntN(5)-10).Format("2006-01-02T") + edge(random, near()))
	if random.IntN(2) == 0 {
		return l
	}
	for range 1 + random.IntN(2) {
		w := rotation.Window{Start: edge(random, near()), End: edge(random, near())}
		for d := range time.Weekday(7) {
			if random.IntN(5) > 0 {
				w.Days = append(w.Days, d)
			}
		}
		if len(w.Days) > 0 {
			l.Windows = append(l.Windows, w)
		}
	}
	return l
}

// edge draws a label near to t, often midnight.
func edge(random *rand.Rand, t time.Time) string {
	if random.IntN(4) == 0 {
		return "00:00"
	}
	return t.Format("15:04")
}

func offsetAt(zone *time.Location, t time.Time) int {
	_, offset := t.In(zone).Zone()
	return offset
}

// transitions finds the changes of a zone's offset from 2000 to 2037 without asking for them: it looks every six hours,
// and halves where the offset is another.
func transitions(zone *time.Location) (all []time.Time) {
	offset := func(t time.Time) int { return offsetAt(zone, t) }
	const step = 6 * time.Hour
	end := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	for a := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); a.Before(end); a = a.Add(step) {
		low, high := a, a.Add(step)
		if offset(low) == offset(high) {
			continue
		}
		for high.Sub(low) > time.Second {
			if mid := low.Add(high.Sub(low) / 2).Truncate(time.Second); offset(mid) == offset(low) {
				low = mid
			} else {
				high = mid
			}
		}
		all = append(all, high)
	}
	return all
}

// TestSlimZoneinfo repeats what depends on zones, in a process of its own, with those that Go brings along.
func TestSlimZoneinfo(t *testing.T) {
	if os.Getenv("ZONEINFO") != "" {
		t.Skip("this is the process with zones of its own")
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^(TestVectors|TestOwnVectors|TestEveryTransition)$")
	cmd.Env = append(os.Environ(), "ZONEINFO="+zonetest.Zip(t))
	out, err := cmd.CombinedOutput()
	if passed := strings.Count(string(out), "--- PASS: "); err != nil || passed < 10 {
		t.Errorf("%d tests passed, %v:\n%s", passed, err, out[max(0, len(out)-2000):])
	}
}
