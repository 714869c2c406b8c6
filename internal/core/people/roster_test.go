package people_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	must(t, err)
	return moment
}

func week(t *testing.T, text string) bizcal.Week {
	t.Helper()
	w, err := bizcal.ParseWeek(text)
	must(t, err)
	return w
}

// emea is a team of n people in Berlin who work on weekdays from nine to five.
func emea(t *testing.T, n int64) []people.User {
	t.Helper()
	var team []people.User
	for id := range n {
		team = append(team, people.User{ID: id + 1, Role: access.Agent, Region: "emea", Zone: "Europe/Berlin",
			Work: people.Work{Hours: week(t, "mon-fri: 0900-1700")}})
	}
	return team
}

func roster(team []people.User, off ...people.TimeOff) *people.Roster {
	return people.NewRoster(team, people.Regions.Default, people.Limits.Default, off)
}

// TestPresence walks through a week of November 2026, in which the 23rd is a Monday.
func TestPresence(t *testing.T) {
	team := append(emea(t, 1),
		people.User{ID: 2, Role: access.Agent, Region: "amer", Zone: "America/Denver"}, // the region's hours, in its zone
		people.User{ID: 3, Role: access.Agent, Zone: "Asia/Tokyo"},                     // nothing known
		people.User{ID: 4, Role: access.Agent, Zone: "Asia/Kolkata", Work: people.Work{Hours: week(t, "mon-sun: 0000-2400")}})
	off := people.TimeOff{UserID: 1, From: at(t, "2026-11-24T12:00:00Z"), Until: at(t, "2026-11-27T23:00:00Z")} // Tuesday 13:00 to Friday
	r := roster(team, off, people.TimeOff{UserID: 3, From: off.From, Until: off.Until})
	for _, c := range []struct {
		user  int64
		at    string
		state people.State
		until string
	}{
		{1, "2026-11-23T07:59:59Z", people.Elsewhere, "2026-11-23T08:00:00Z"},
		{1, "2026-11-23T08:00:00Z", people.Here, "2026-11-23T16:00:00Z"},
		{1, "2026-11-23T16:00:00Z", people.Elsewhere, "2026-11-24T08:00:00Z"},
		{1, "2026-11-24T11:59:59Z", people.Here, "2026-11-24T12:00:00Z"}, // until the time off, not until five
		{1, "2026-11-24T12:00:00Z", people.Off, "2026-11-30T08:00:00Z"},  // back on Monday, past the weekend
		{1, "2026-11-28T10:00:00Z", people.Elsewhere, "2026-11-30T08:00:00Z"},
		{2, "2026-11-23T12:59:59Z", people.Elsewhere, "2026-11-23T13:00:00Z"}, // 05:00 in Los Angeles
		{2, "2026-11-23T13:00:00Z", people.Here, "2026-11-24T01:00:00Z"},
		{3, "2026-11-23T13:00:00Z", people.Unknown, ""},
		{3, "2026-11-25T13:00:00Z", people.Off, "2026-11-27T23:00:00Z"},
		{4, "2026-11-23T13:00:00Z", people.Here, ""},
		{9, "2026-11-23T13:00:00Z", "", ""},
	} {
		got := r.Presence(c.user, at(t, c.at))
		want := people.Presence{State: c.state}
		if c.until != "" {
			want.Until = at(t, c.until)
		}
		if got.State != want.State || !got.Until.Equal(want.Until) {
			t.Errorf("%d at %s: %+v, want %+v", c.user, c.at, got, want)
		}
	}
}

// Every instant is off, here or elsewhere as the stretches say, and what Until promises comes true.
func TestPresenceAgreesWithStretches(t *testing.T) {
	from := at(t, "2026-10-19T00:00:00Z") // the clocks of Berlin go back on the 25th
	team := emea(t, 1)
	rapid.Check(t, func(rt *rapid.T) {
		var off []people.TimeOff
		edge := from
		for range rapid.IntRange(0, 3).Draw(rt, "stretches off") {
			edge = edge.Add(time.Duration(rapid.IntRange(1, 72).Draw(rt, "after hours")) * time.Hour)
			o := people.TimeOff{UserID: 1, From: edge}
			edge = edge.Add(time.Duration(rapid.IntRange(1, 100).Draw(rt, "for hours")) * time.Hour)
			o.Until = edge
			off = append(off, o)
		}
		r := roster(team, off...)
		moment := from.Add(time.Duration(rapid.IntRange(0, 21*24*60).Draw(rt, "minute")) * time.Minute)
		p := r.Presence(1, moment)
		var in people.Stretch
		for _, s := range r.Stretches(1, from.AddDate(0, 0, -7), from.AddDate(0, 0, 40)) {
			if !moment.Before(s.From) && moment.Before(s.Until) {
				in = s
			}
		}
		switch {
		case in.Off && p.State != people.Off, !in.Off && !in.From.IsZero() && p.State != people.Here, in.From.IsZero() && p.State == people.Here:
			rt.Fatalf("%s: %+v in %+v", moment, p, in)
		case !p.Until.After(moment):
			rt.Fatalf("%s: %+v lies behind", moment, p)
		case p.State == people.Here && r.Presence(1, p.Until).State == people.Here:
			rt.Fatalf("%s: still here at %s", moment, p.Until)
		case p.State != people.Here && r.Presence(1, p.Until).State != people.Here:
			rt.Fatalf("%s: not back at %s", moment, p.Until)
		}
	})
}

// TestCapacity counts heads against the limits of 15 and 20 percent.
func TestCapacity(t *testing.T) {
	tuesday := day(t, "2026-11-24")
	away := func(ids ...int64) (off []people.TimeOff) {
		for _, id := range ids {
			off = append(off, people.TimeOff{UserID: id, From: at(t, "2026-11-23T23:00:00Z"), Until: at(t, "2026-11-24T23:00:00Z")})
		}
		return off
	}
	hours := func(from, until string) people.TimeOff {
		return people.TimeOff{UserID: 1, From: at(t, from), Until: at(t, until)}
	}
	for _, c := range []struct {
		name    string
		team    int64
		off     []people.TimeOff
		day     bizcal.Date
		out     int
		percent int
		level   people.CapacityLevel
	}{
		{"nobody off", 20, nil, tuesday, 0, 0, people.Green},
		{"15 percent", 20, away(1, 2, 3), tuesday, 3, 15, people.Green},
		{"just above", 19, away(1, 2, 3), tuesday, 3, 16, people.Yellow},
		{"20 percent", 20, away(1, 2, 3, 4), tuesday, 4, 20, people.Yellow},
		{"above 20", 19, away(1, 2, 3, 4), tuesday, 4, 22, people.Red},
		{"one of one", 1, away(1), tuesday, 1, 100, people.Red},
		{"the day before", 20, away(1, 2, 3, 4), day(t, "2026-11-23"), 0, 0, people.Green},
		{"a Sunday", 20, away(1), day(t, "2026-11-29"), 0, 0, people.Closed},
		{"an hour at the dentist", 4, []people.TimeOff{hours("2026-11-24T08:00:00Z", "2026-11-24T11:59:00Z")}, tuesday, 0, 0, people.Green},
		{"half a day", 4, []people.TimeOff{hours("2026-11-24T08:00:00Z", "2026-11-24T12:00:00Z")}, tuesday, 1, 25, people.Red},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := roster(append(emea(t, c.team), people.User{ID: 100, Role: access.LightAgent, Region: "emea", Zone: "Europe/Berlin"},
				people.User{ID: 101, Role: access.Agent, Region: "apac", Zone: "Asia/Tokyo"}), c.off...)
			got := r.Capacity(people.Regions.Default[1], c.day)
			if len(got.Out) != c.out || got.Percent() != c.percent || got.Level != c.level {
				t.Errorf("%d of %d, %d %%, %s; want %d, %d %%, %s", len(got.Out), len(got.Team), got.Percent(), got.Level, c.out, c.percent, c.level)
			}
		})
	}
}

// What a wish would cost is counted with it, on the days on which the person works.
func TestCoverage(t *testing.T) {
	r := roster(emea(t, 4))
	u, _ := r.User(1)
	off := people.TimeOff{UserID: 1, From: at(t, "2026-11-26T23:00:00Z"), Until: at(t, "2026-11-30T23:00:00Z")} // Friday to Monday
	var days []string
	for _, c := range r.With(off).Coverage(u, off) {
		days = append(days, c.Day.String()+" "+string(c.Level))
	}
	if diff := cmp.Diff([]string{"2026-11-27 red", "2026-11-30 red"}, days); diff != "" {
		t.Error(diff)
	}
	if c := r.Capacity(people.Regions.Default[1], day(t, "2026-11-27")); len(c.Out) != 0 {
		t.Errorf("the roster itself changed: %v", c.Out)
	}
	worst, ok := people.Worst(r.With(off).Coverage(u, off))
	if !ok || worst.Day != day(t, "2026-11-27") {
		t.Errorf("worst is %v", worst.Day)
	}
}
