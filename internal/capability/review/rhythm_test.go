package review

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func date(t testing.TB, text string) bizcal.Date {
	t.Helper()
	d, err := bizcal.ParseDate(text)
	must(t, err)
	return d
}

func TestRhythm(t *testing.T) {
	for _, c := range []struct {
		name   string
		rhythm Rhythm
		after  string
		want   []string
	}{
		{"weekly over the end of summer time", Rhythm{Every: Weekly, From: date(t, "2026-10-13"), Minute: 15 * 60, Zone: "Europe/Berlin"},
			"2026-10-20T13:00:00Z",
			[]string{"2026-10-27T14:00:00Z", "2026-11-03T14:00:00Z"}},
		{"an instant itself is over", Rhythm{Every: Weekly, From: date(t, "2026-10-13"), Minute: 15 * 60, Zone: "Europe/Berlin"}, "2026-10-13T12:59:59Z",
			[]string{"2026-10-13T13:00:00Z", "2026-10-20T13:00:00Z"}},
		{"bi-weekly keeps its weeks", Rhythm{Every: Biweekly, From: date(t, "2026-10-13"), Minute: 9 * 60, Zone: "Asia/Kolkata"}, "2026-10-14T00:00:00Z",
			[]string{"2026-10-27T03:30:00Z", "2026-11-10T03:30:00Z"}},
		{"the second Tuesday", Rhythm{Every: Monthly, From: date(t, "2026-10-13"), Minute: 9 * 60, Zone: "UTC"}, "2026-10-13T09:00:00Z",
			[]string{"2026-11-10T09:00:00Z", "2026-12-08T09:00:00Z", "2027-01-12T09:00:00Z"}},
		{"a fifth Friday is the last", Rhythm{Every: Monthly, From: date(t, "2026-10-30"), Minute: 0, Zone: "UTC"}, "2026-10-30T00:00:00Z",
			[]string{"2026-11-27T00:00:00Z", "2026-12-25T00:00:00Z", "2027-01-29T00:00:00Z"}},
		{"the clocks skip it: the offset before counts",
			Rhythm{Every: Weekly, From: date(t, "2026-03-22"), Minute: 2*60 + 30, Zone: "Europe/Berlin"}, "2026-03-28T00:00:00Z",
			[]string{"2026-03-29T01:30:00Z", "2026-04-05T00:30:00Z"}},
		{"the clocks show it twice: the first",
			Rhythm{Every: Weekly, From: date(t, "2026-10-18"), Minute: 2*60 + 30, Zone: "Europe/Berlin"}, "2026-10-24T00:00:00Z",
			[]string{"2026-10-25T00:30:00Z", "2026-11-01T01:30:00Z"}},
		{"long before it begins", Rhythm{Every: Biweekly, From: date(t, "2026-10-13"), Minute: 0, Zone: "UTC"}, "2020-01-01T00:00:00Z",
			[]string{"2026-10-13T00:00:00Z"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			after, err := time.Parse(time.RFC3339, c.after)
			must(t, err)
			got, err := c.rhythm.Next(after, len(c.want))
			must(t, err)
			var texts []string
			for _, at := range got {
				texts = append(texts, at.UTC().Format(time.RFC3339))
			}
			if diff := cmp.Diff(c.want, texts); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := (Rhythm{Every: Weekly, Zone: "Mars/Olympus"}).Next(time.Time{}, 1); fieldOf(err) != "zone" {
		t.Errorf("a zone of nowhere: %v", err)
	}
}

// TestRhythmHolds asks of any rhythm in any zone: calls follow one another, each shows the minute on the wall or is in a gap
// of it, asking one at a time gives what asking for all gives, and none is left out or comes twice.
func TestRhythmHolds(t *testing.T) {
	zones := []string{"UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu",
		"Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca"}
	rapid.Check(t, func(t *rapid.T) {
		r := Rhythm{Every: rapid.SampledFrom(Rhythms()).Draw(t, "every"), Minute: rapid.IntRange(0, 24*60-1).Draw(t, "minute"),
			Zone: rapid.SampledFrom(zones).Draw(t, "zone"),
			From: bizcal.DateOf(time.Unix(rapid.Int64Range(1_500_000_000, 2_000_000_000).Draw(t, "from"), 0).UTC())}
		zone, err := time.LoadLocation(r.Zone)
		if err != nil {
			t.Fatal(err)
		}
		after := time.Unix(rapid.Int64Range(1_500_000_000, 2_000_000_000).Draw(t, "after"), 0)
		all, err := r.Next(after, 6)
		if err != nil || len(all) != 6 {
			t.Fatal(all, err)
		}
		last := after
		for _, at := range all {
			one, err := r.Next(last, 1)
			if err != nil || !one[0].Equal(at) {
				t.Fatalf("%v follows %v, not %v", one, last, at)
			}
			local := at.In(zone)
			if shown := local.Hour()*60 + local.Minute(); shown != r.Minute && !inGap(zone, bizcal.DateOf(local), r.Minute) {
				t.Fatalf("%v shows %d, not %d", local, shown, r.Minute)
			}
			if local.Weekday() != r.From.Weekday() && !inGap(zone, bizcal.DateOf(local).AddDays(-1), r.Minute) {
				t.Fatalf("%v is no %v", local, r.From.Weekday())
			}
			last = at
		}
		if !slices.IsSortedFunc(all, time.Time.Compare) {
			t.Fatal(all)
		}
	})
}

// inGap reports whether no instant of a day shows the minute.
func inGap(zone *time.Location, day bizcal.Date, minute int) bool {
	for at := midnight(day).Add(-30 * time.Hour); at.Before(midnight(day).Add(60 * time.Hour)); at = at.Add(time.Minute) {
		local := at.In(zone)
		if bizcal.DateOf(local) == day && local.Hour()*60+local.Minute() == minute {
			return false
		}
	}
	return true
}

func TestKickoffDays(t *testing.T) {
	weekday := func(d bizcal.Date) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	if got := KickoffDays(date(t, "2026-10-17"), weekday); got[0].String() != "2026-10-19" || len(got) != 6 || got[5].String() != "2026-10-26" {
		t.Errorf("from a Saturday: %v", got)
	}
	if got := KickoffDays(date(t, "2026-10-14"), weekday); got[0].String() != "2026-10-14" {
		t.Errorf("on a business day: %v", got)
	}
	if got := KickoffDays(date(t, "2026-10-14"), func(bizcal.Date) bool { return false }); len(got) != 6 || got[0].String() != "2026-10-14" {
		t.Errorf("without business days: %v", got)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	open := businessDay(bizcal.Always(), berlin)
	if !open(date(t, "2026-10-25")) {
		t.Error("a calendar that never closes has a day without business")
	}
}
