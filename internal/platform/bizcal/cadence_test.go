package bizcal_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func TestCadenceNext(t *testing.T) {
	for _, c := range []struct{ name, text, zone, after, want string }{
		{"later that day", "tue,thu 15:00", "Europe/Amsterdam", "2026-06-02T12:59:59Z", "2026-06-02T13:00:00Z"},
		{"strictly after", "tue,thu 15:00", "Europe/Amsterdam", "2026-06-02T13:00:00Z", "2026-06-04T13:00:00Z"},
		{"the next week", "tue,thu 15:00", "Europe/Amsterdam", "2026-06-04T13:00:00Z", "2026-06-09T13:00:00Z"},
		{"their time, over the change", "tue,thu 15:00", "America/Los_Angeles", "2026-03-05T23:00:00Z", "2026-03-10T22:00:00Z"},
		{"in a gap: its end", "sun 02:30", "America/New_York", "2026-03-02T00:00:00Z", "2026-03-08T07:00:00Z"},
		{"twice: the first", "sun 01:30", "America/New_York", "2026-10-26T00:00:00Z", "2026-11-01T05:30:00Z"},
		{"twice: not again", "sun 01:30", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-08T06:30:00Z"},
		{"a midnight that is skipped", "sun 00:00", "America/Havana", "2026-03-06T00:00:00Z", "2026-03-08T05:00:00Z"},
		{"a day that is skipped", "fri 15:00", "Pacific/Apia", "2011-12-29T00:00:00Z", "2011-12-30T10:00:00Z"},
		{"put back over midnight", "sun 00:00", "America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-14T03:30:00Z"},
		{"the end of a leap year", "sat 12:00", "Europe/Amsterdam", "2044-12-31T00:00:00Z", "2044-12-31T11:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cadence, err := bizcal.ParseCadence(c.text, c.zone)
			if err != nil {
				t.Fatal(err)
			}
			after, _ := time.Parse(time.RFC3339, c.after)
			if got, ok := cadence.Next(after); !ok || got.UTC().Format(time.RFC3339) != c.want || got.Location().String() != c.zone {
				t.Errorf("%v, %v, want %v", got, ok, c.want)
			}
		})
	}
	if at, ok := (bizcal.Cadence{Zone: "UTC"}).Next(latest); ok {
		t.Errorf("nothing is promised for %v", at)
	}
}

// TestCadenceMinutes: by the wall clock of every minute, Next is the first minute after that shows a promised time, or
// that comes right after a gap which swallowed one.
func TestCadenceMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		start := instantBetween(t, "start", earliest, latest).Truncate(time.Minute)
		if changes := transitions(zone); len(changes) > 0 && rapid.Bool().Draw(t, "near a change") {
			start = rapid.SampledFrom(changes).Draw(t, "change").Add(-12 * time.Hour)
		}
		slots := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bizcal.Slot {
			return bizcal.Slot{Day: time.Weekday(rapid.IntRange(0, 6).Draw(t, "day")), At: rapid.IntRange(0, bizcal.Day-1).Draw(t, "at")}
		}), 1, 60).Draw(t, "slots")
		got, ok := bizcal.Cadence{Zone: zone.String(), Slots: slots}.Next(start)
		if want := firstShown(zone, slots, start); !ok || !got.Equal(want) {
			t.Errorf("after %v: %v, %v, want %v", start.In(zone), got, ok, want.In(zone))
		}
	})
}

// firstShown walks minutes. A label counts when the clock passes it for the first time: by showing it, or by leaping.
func firstShown(zone *time.Location, slots []bizcal.Slot, after time.Time) time.Time {
	label := func(t time.Time) time.Time {
		w := t.In(zone)
		return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), 0, 0, time.UTC)
	}
	t := after.Add(-48 * time.Hour)
	for reached := label(t); ; t = t.Add(time.Minute) {
		now := label(t)
		for ; !reached.After(now); reached = reached.Add(time.Minute) {
			for _, s := range slots {
				if t.After(after) && reached.Weekday() == s.Day && reached.Hour()*60+reached.Minute() == s.At {
					return t
				}
			}
		}
	}
}

func TestParseCadence(t *testing.T) {
	for text, want := range map[string]string{
		"tue,thu 15:00":                     "tue,thu 15:00",
		"Thursday and Tuesday 15:00":        "tue,thu 15:00",
		"mon-fri 9:00, 16:30; fri 18:00":    "mon,tue,wed,thu 09:00, 16:30; fri 09:00, 16:30, 18:00",
		"sat-mon 08:00":                     "mon,sat,sun 08:00",
		"mon 09:00; mon 09:00; tue 9:00":    "mon,tue 09:00",
		"monday, wednesday 10:00 and 23:59": "mon,wed 10:00, 23:59",
	} {
		c, err := bizcal.ParseCadence(text, "Asia/Tokyo")
		if err != nil || c.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, c, err, want)
		}
	}
	for text, want := range map[string]string{
		"":              "“” names no day and time. Write it like tue,thu 15:00.",
		"tue":           "“tue” names no day and time. Write it like tue,thu 15:00.",
		"15:00":         "“15:00” names no day and time. Write it like tue,thu 15:00.",
		"tue 15":        "“15” is no time of day. Write it like tue,thu 15:00.",
		"tue 24:00":     "“24:00” is no time of day. Write it like tue,thu 15:00.",
		"tues 15:00":    "“tues” is no weekday. Write monday to sunday, mon to sun, or mon-fri.",
		"tue 15:00; ":   "“” names no day and time. Write it like tue,thu 15:00.",
		"tue 15:00 UTC": "“15:00 UTC” is no time of day. Write it like tue,thu 15:00.",
	} {
		refused(t, text, second(bizcal.ParseCadence(text, "Asia/Tokyo")), "cadence", want)
	}
	refused(t, "the zone", second(bizcal.ParseCadence("tue 15:00", "Mars")), "zone", "“Mars” is no time zone. Write it like Europe/Amsterdam.")
}
