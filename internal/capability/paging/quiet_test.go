package paging_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/paging"
)

// TestQuietEnds holds the end of quiet hours to its meaning, in zones whose clocks change by half an hour, by two, at midnight
// and in Ramadan: it is not quiet then, and was without a break until then.
func TestQuietEnds(t *testing.T) {
	var zones []*time.Location
	for _, name := range []string{"UTC", "Europe/Amsterdam", "America/Santiago", "America/Havana", "Australia/Lord_Howe",
		"Antarctica/Troll", "Pacific/Chatham", "Africa/Casablanca", "Africa/Cairo", "Pacific/Apia"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		q := paging.Quiet{From: rapid.IntRange(0, 1439).Draw(t, "from"), Until: rapid.IntRange(0, 1439).Draw(t, "until")}
		at := time.Unix(rapid.Int64Range(1_262_304_000, 2_145_916_800).Draw(t, "at"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns"))
		end := q.Ends(at, zone)
		if end.Before(at) || q.At(end, zone) || end.Sub(at) > 27*time.Hour {
			t.Fatalf("%v in %s from %v ends %v", q, zone, at, end)
		}
		if q.None() && !end.Equal(at) {
			t.Fatalf("no quiet hours end %v after %v", end, at)
		}
		if middle := at.Add(end.Sub(at) / 2); end.After(at) && (!q.At(at, zone) || !q.At(end.Add(-time.Nanosecond), zone) || !q.At(middle, zone)) {
			t.Fatalf("%v in %s: it is not quiet all the way from %v to %v", q, zone, at, end)
		}
	})
}

func FuzzAckWord(f *testing.F) {
	for _, s := range []string{"ack 123", "Ack", " ACK  #5 ", "1", "ok 99999999999999999999", "no", "", "ack -1", "ack 1 2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, ok := paging.AckWord(s); id < 0 || id > 0 && !ok {
			t.Errorf("%q gives %d, %v", s, id, ok)
		}
	})
}

func TestAckWord(t *testing.T) {
	for s, want := range map[string]int64{"ack 123": 123, "ACK #7": 7, "ok": 0, " yes ": 0, "1": 0} {
		if got, ok := paging.AckWord(s); got != want || !ok {
			t.Errorf("%q gives %d, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "no", "ack x", "ack 0", "ack -3", "ack 1 2", "stop"} {
		if got, ok := paging.AckWord(s); ok {
			t.Errorf("%q gives %d", s, got)
		}
	}
}
