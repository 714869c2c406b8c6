package rotation_test

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
)

// followTheSun is three regions that leave an hour a day uncovered, but for the weeks in which the United States have
// changed their clocks and Europe has not.
func followTheSun() rotation.Schedule {
	every := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	layer := func(name, zone, from, until string, user int64) rotation.Layer {
		return rotation.Layer{Name: name, Zone: zone, Users: []int64{user}, Windows: []rotation.Window{{Days: every, Start: from, End: until}}}
	}
	return rotation.Schedule{Mode: rotation.Union, Layers: []rotation.Layer{
		layer("APAC", "Australia/Brisbane", "09:00", "17:00", 1),
		layer("EMEA", "Europe/Amsterdam", "08:00", "16:00", 2),
		layer("AMER", "America/Los_Angeles", "08:00", "16:00", 3)}}
}

func homes(t *testing.T) func(int64) *time.Location {
	t.Helper()
	zones := map[int64]*time.Location{}
	for u, name := range map[int64]string{1: "Australia/Brisbane", 2: "Europe/Amsterdam", 3: "America/Los_Angeles"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones[u] = zone
	}
	return func(u int64) *time.Location { return zones[u] }
}

var daytime = rotation.Daytime{From: "07:00", Until: "21:00"}

// TestClockChanges: each change of a year is told with what it does to the week about it.
func TestClockChanges(t *testing.T) {
	r, err := rotation.Compile(followTheSun())
	if err != nil {
		t.Fatal(err)
	}
	all, err := r.ClockChanges(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), homes(t), daytime)
	if err != nil || len(all) != 4 {
		t.Fatalf("%v, %v", all, err)
	}
	for i, want := range []struct {
		at, zone      string
		before, after time.Duration
	}{
		{"2025-03-09T10:00:00Z", "America/Los_Angeles", 7 * time.Hour, 0},
		{"2025-03-30T01:00:00Z", "Europe/Amsterdam", 0, 7 * time.Hour},
		{"2025-10-26T01:00:00Z", "Europe/Amsterdam", 7 * time.Hour, 0},
		{"2025-11-02T09:00:00Z", "America/Los_Angeles", 0, 7 * time.Hour},
	} {
		c := all[i]
		if c.At.Format(time.RFC3339) != want.at || c.Zones[0] != want.zone || c.Before.Gap != want.before || c.After.Gap != want.after || !c.Matters() {
			t.Errorf("%d: %+v, want %+v", i, c, want)
		}
	}
}

// TestProposalsCloseTheHour: the hour between Europe and America is closed by letting the one end later or the other
// start earlier.
func TestProposalsCloseTheHour(t *testing.T) {
	from := time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)
	all, err := followTheSun().Proposals(from, from.AddDate(0, 0, 14), homes(t), daytime)
	if err != nil || len(all) < 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, p := range all[:2] {
		if p.Closes != 14*time.Hour || p.After.Gap != 0 || p.By != time.Hour || p.After.Outside != 0 {
			t.Errorf("%+v", p)
		}
	}
	if p := all[0]; p.Becomes.String() != "sun, mon, tue, wed, thu, fri, sat 08:00-17:00" &&
		p.Becomes.String() != "sun, mon, tue, wed, thu, fri, sat 07:00-16:00" {
		t.Errorf("the window becomes %s", p.Becomes)
	}
}

// TestBlame: somebody whose layer is another zone's is moved out of the day by that zone's change of clocks, or their own.
func TestBlame(t *testing.T) {
	every := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	for _, c := range []struct {
		name, zone, home, from, until, day, change string
	}{
		// 05:30 UTC is 07:30 in Amsterdam in summer, and 06:30 in winter.
		{"one's own", "UTC", "Europe/Amsterdam", "05:30", "13:00", "2025-11-10", "2025-10-26T01:00:00Z Europe/Amsterdam"},
		// 07:30 in New York is 20:30 in Tokyo in summer, and 21:30 in winter.
		{"the layer's", "America/New_York", "Asia/Tokyo", "06:30", "07:30", "2025-12-10", "2025-11-02T06:00:00Z America/New_York"},
		{"nobody's", "UTC", "Asia/Tokyo", "15:00", "16:00", "2025-12-10", "0001-01-01T00:00:00Z "},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := rotation.Schedule{Mode: rotation.Top, Layers: []rotation.Layer{{Name: "x", Zone: c.zone, Users: []int64{1},
				Windows: []rotation.Window{{Days: every, Start: c.from, End: c.until}}}}}
			r, err := rotation.Compile(s)
			if err != nil {
				t.Fatal(err)
			}
			home, err := time.LoadLocation(c.home)
			if err != nil {
				t.Fatal(err)
			}
			day, err := time.Parse(time.DateOnly, c.day)
			if err != nil {
				t.Fatal(err)
			}
			all, err := r.Timeline(day, day.AddDate(0, 0, 1))
			if err != nil {
				t.Fatal(err)
			}
			found, err := rotation.Outside(all, func(int64) *time.Location { return home }, daytime, r.Zones()...)
			if err != nil || len(found) != 1 {
				t.Fatalf("%v, %v", found, err)
			}
			if got := found[0].Change.Format(time.RFC3339) + " " + found[0].ChangeZone; got != c.change {
				t.Errorf("%v is blamed on %s, want %s", found[0], got, c.change)
			}
		})
	}
}

// TestDaytimeCheck: hours that are none are refused by name.
func TestDaytimeCheck(t *testing.T) {
	if err := daytime.Check(); err != nil {
		t.Error(err)
	}
	if err := (rotation.Daytime{From: "dawn", Until: "dusk"}).Check(); err == nil {
		t.Error("dawn to dusk is taken")
	}
}
