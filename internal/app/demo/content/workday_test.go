package content

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestLastWorking(t *testing.T) {
	nineToFive := clock(9, 17, monToFri)
	for name, c := range map[string]struct{ zone, at, want string }{
		"within":                     {"UTC", "2026-03-11T10:00:00Z", "2026-03-11T10:00:00Z"},
		"evening":                    {"UTC", "2026-03-11T20:00:00Z", "2026-03-11T17:00:00Z"},
		"before work":                {"UTC", "2026-03-11T08:59:59Z", "2026-03-10T17:00:00Z"},
		"Sunday":                     {"UTC", "2026-03-15T12:00:00Z", "2026-03-13T17:00:00Z"},
		"Monday morning":             {"UTC", "2026-03-16T07:00:00Z", "2026-03-13T17:00:00Z"},
		"Tokyo, already Thursday":    {"Asia/Tokyo", "2026-03-11T23:00:00Z", "2026-03-11T08:00:00Z"},
		"Berlin, winter":             {"Europe/Berlin", "2026-03-27T20:00:00Z", "2026-03-27T16:00:00Z"},
		"Berlin, summer on Monday":   {"Europe/Berlin", "2026-03-30T20:00:00Z", "2026-03-30T15:00:00Z"},
		"Denver, the night before":   {"America/Denver", "2026-03-11T02:00:00Z", "2026-03-10T23:00:00Z"},
		"Adelaide, half hours exist": {"Australia/Adelaide", "2026-07-08T12:00:00Z", "2026-07-08T07:30:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			at, _ := time.Parse(time.RFC3339, c.at)
			got := nineToFive.lastWorking(at, zones{}.load(c.zone)).Format(time.RFC3339)
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestLastWorkingIsNeverLaterAndAlwaysAtWork(t *testing.T) {
	all := zones{}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland"}).Draw(t, "zone")
		from := rapid.IntRange(0, 22).Draw(t, "from")
		h := clock(from, rapid.IntRange(from+1, 23).Draw(t, "to"), Weekdays(rapid.IntRange(1, 127).Draw(t, "days")))
		at := time.Unix(rapid.Int64Range(1_600_000_000, 1_900_000_000).Draw(t, "at"), 0).UTC()
		got := h.lastWorking(at, all.load(zone))
		if got.After(at) {
			t.Fatalf("%v is after %v", got, at)
		}
		if !h.within(got, all.load(zone)) || at.Sub(got) > 8*24*time.Hour {
			t.Fatalf("%v is no working moment of %v in %s", got, h, zone)
		}
	})
}
