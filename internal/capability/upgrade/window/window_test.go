package window_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/upgrade/window"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		zone, text, want string
		twice            bool
	}{
		{"Europe/Berlin", "2026-11-28T22:00", "2026-11-28T21:00", false}, {"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30", true},
		{"Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00", false}, {"Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00", false},
		{"America/New_York", "2026-11-01T01:15", "2026-11-01T05:15", true}, {"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", true},
		{"Asia/Kathmandu", "2026-03-29T02:30", "2026-03-28T20:45", false}, {"UTC", "2026-10-25T02:30", "2026-10-25T02:30", false},
	} {
		got, err := window.Read("from", c.text, zone(t, c.zone))
		if err != nil || got.At.Format(window.Layout) != c.want || got.Twice != c.twice {
			t.Errorf("%s in %s is %v, %v; want %s", c.text, c.zone, got, err, c.want)
		}
	}
	for _, c := range []struct{ zone, text, words string }{
		{"Europe/Berlin", "2026-03-29T02:30", "02:30 does not exist in Europe/Berlin on that day: the clocks jump over it. Choose 03:30"},
		{"America/New_York", "2026-03-08T02:00", "02:00 does not exist in America/New_York on that day: the clocks jump over it. Choose 03:00"},
		{"Australia/Lord_Howe", "2026-10-04T02:10", "Choose 02:40"}, {"UTC", "tomorrow", "“tomorrow” is no time"},
	} {
		_, err := window.Read("from", c.text, zone(t, c.zone))
		if sentence, field := fault.Public(err); err == nil || field != "from" || !strings.Contains(sentence, c.words) {
			t.Errorf("%s in %s: %v, want %s", c.text, c.zone, err, c.words)
		}
	}
}

func TestShiftIn(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	at := func(text string) time.Time {
		l, err := window.Read("", text, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return l.At
	}
	back, ok := window.ShiftIn(at("2026-10-25T00:00"), at("2026-10-25T05:00"), berlin)
	if !ok || back.By != -time.Hour || back.Looks != 5*time.Hour || back.IsReal != 6*time.Hour || back.Before != "03:00" ||
		back.Becomes != "02:00" || !back.At.Equal(time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("in autumn: %+v", back)
	}
	forward, ok := window.ShiftIn(at("2026-03-28T22:00"), at("2026-03-29T04:00"), berlin)
	if !ok || forward.By != time.Hour || forward.Looks != 6*time.Hour || forward.IsReal != 5*time.Hour || forward.Before != "02:00" ||
		forward.Becomes != "03:00" {
		t.Errorf("in spring: %+v", forward)
	}
	for _, c := range [][2]string{{"2026-11-28T22:00", "2026-11-29T04:00"}, {"2026-10-25T05:00", "2026-10-25T00:00"},
		{"2026-03-28T22:00", "2026-03-29T03:00"}} {
		if s, ok := window.ShiftIn(at(c[0]), at(c[1]), berlin); ok {
			t.Errorf("%v: %+v", c, s)
		}
	}
}

// TestEveryClock holds in every zone that is drawn: what is read is shown again, the first of two is taken, and a shift is the
// difference between the clock and the time that passes.
func TestEveryClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := zone(t, rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
			"Pacific/Apia", "America/Sao_Paulo", "UTC", "Africa/Casablanca"}).Draw(t, "zone"))
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 2*366*24*4).Draw(t, "quarters")) * 15 * time.Minute)
		text := from.In(z).Format(window.Layout)
		l, err := window.Read("", text, z)
		if err != nil {
			t.Fatalf("%s in %s was shown, and does not exist: %v", text, z, err)
		}
		if l.At.After(from) || l.At.In(z).Format(window.Layout) != text || !l.At.Equal(from) && !l.Twice {
			t.Fatalf("%s in %s reads as %v, it was %v", text, z, l, from)
		}
		until := from.Add(time.Duration(rapid.IntRange(1, 48).Draw(t, "length")) * 30 * time.Minute)
		s, ok := window.ShiftIn(from, until, z)
		_, a := from.In(z).Zone()
		_, b := until.Add(-time.Second).In(z).Zone()
		if ok != (a != b) || ok && (s.By != time.Duration(b-a)*time.Second || !s.At.After(from) || !s.At.Before(until) || s.IsReal != until.Sub(from)) {
			t.Fatalf("from %v to %v in %s: %+v, %v", from, until, z, s, ok)
		}
	})
}

// FuzzRead holds that a time that is read is the one that was written.
func FuzzRead(f *testing.F) {
	f.Add("2026-10-25T02:30", int64(0))
	f.Add("2026-03-29T02:30", int64(1))
	zones := []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}
	f.Fuzz(func(t *testing.T, text string, n int64) {
		z := zone(t, zones[uint64(n)%uint64(len(zones))])
		l, err := window.Read("from", text, z)
		if err != nil {
			return
		}
		wall, err := time.Parse(window.Layout, strings.TrimSpace(text))
		if got := l.At.In(z).Format(window.Layout); err != nil || got != wall.Format(window.Layout) {
			t.Fatalf("%q reads as %s, %v", text, got, err)
		}
	})
}
