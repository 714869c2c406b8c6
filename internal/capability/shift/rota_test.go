package shift

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func date(t testing.TB, text string) bizcal.Date {
	t.Helper()
	d, err := bizcal.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var (
	emea = people.Region{Key: "emea", Name: "EMEA", Zone: "Europe/Amsterdam"}
	apac = people.Region{Key: "apac", Name: "APAC", Zone: "Australia/Brisbane"}
)

// member is somebody of EMEA who works by hours of their own on a day of the week.
func member(t testing.TB, id int64, shifts bool, days ...time.Weekday) people.User {
	t.Helper()
	u := people.User{ID: id, Region: "emea", Work: people.Work{Shift: shifts}}
	for _, d := range days {
		if err := u.Hours.Put(d, "10:00-18:00"); err != nil {
			t.Fatal(err)
		}
	}
	return u
}

// The days are the weekends and the holidays of a region; who works on them follows from hours, time off and accepted turns.
func TestDays(t *testing.T) {
	christmas := date(t, "2026-12-25") // a Friday
	r := rota{regions: []people.Region{emea, apac}, needs: []Need{{Region: "emea", Saturday: 2, Sunday: 1, Holiday: 1}},
		team: []people.User{member(t, 1, true, time.Saturday, time.Sunday), member(t, 2, false), member(t, 3, true),
			member(t, 4, false, time.Friday), {ID: 5, Region: "apac"}},
		holiday: func(region string, d bizcal.Date) (string, bool) {
			return "Christmas", region == "emea" && d == christmas
		},
		away: map[int64][]Away{1: {{From: time.Date(2026, 12, 26, 22, 59, 0, 0, time.UTC), Until: time.Date(2026, 12, 28, 0, 0, 0, 0, time.UTC)}}},
		turns: []Turn{{ID: 7, UserID: 5, Region: "emea", Date: date(t, "2026-12-27"), State: Accepted},
			{ID: 8, UserID: 2, Region: "emea", Date: date(t, "2026-12-26"), State: Asked}}}
	type want struct {
		region  string
		date    string
		need    int
		workers []int64
		asked   int
		missing int
	}
	var got []want
	for _, d := range r.days(date(t, "2026-12-24"), date(t, "2026-12-27")) {
		w := want{region: d.Region, date: d.Date.String(), need: d.Need, asked: len(d.Asked), missing: d.Missing}
		for _, x := range d.Workers {
			w.workers = append(w.workers, x.UserID)
		}
		got = append(got, w)
	}
	all := []want{
		{"emea", "2026-12-25", 1, []int64{3}, 0, 0}, // shift engineers work on a holiday; 4, whose hours have Fridays, is free
		{"emea", "2026-12-26", 2, nil, 1, 2},        // 1 is off from the last minute of the day on, by EMEA's clock
		{"apac", "2026-12-26", 0, nil, 0, 0},        // needs nobody
		{"emea", "2026-12-27", 1, []int64{5}, 0, 0}, // somebody of another region took it over
		{"apac", "2026-12-27", 0, nil, 0, 0},
	}
	if len(got) != len(all) {
		t.Fatalf("%+v", got)
	}
	for i, w := range all {
		g := got[i]
		if g.region != w.region || g.date != w.date || g.need != w.need || g.asked != w.asked || g.missing != w.missing ||
			len(g.workers) != len(w.workers) || len(w.workers) > 0 && g.workers[0] != w.workers[0] {
			t.Errorf("day %d is %+v, want %+v", i, g, w)
		}
	}
}

// Whatever the needs and the team, each Saturday and Sunday is there once for each region, nobody works on it twice, and what is
// missing is what is needed less who works.
func TestDaysProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := bizcal.DateOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).AddDays(rapid.IntRange(0, 800).Draw(t, "from"))
		span := rapid.IntRange(0, 60).Draw(t, "span")
		r := rota{regions: []people.Region{emea, apac}, holiday: func(_ string, d bizcal.Date) (string, bool) { return "x", d.Day%11 == 0 },
			needs: []Need{{Region: "emea", Saturday: rapid.IntRange(0, 4).Draw(t, "sat"), Sunday: rapid.IntRange(0, 4).Draw(t, "sun"),
				Holiday: rapid.IntRange(0, 4).Draw(t, "hol")}}}
		for id := range rapid.IntRange(0, 5).Draw(t, "team") {
			u := people.User{ID: int64(id + 1), Region: "emea", Work: people.Work{Shift: rapid.Bool().Draw(t, "shift")}}
			if rapid.Bool().Draw(t, "saturdays") {
				_ = u.Hours.Put(time.Saturday, "10:00-18:00") // is a span
			}
			r.team = append(r.team, u)
			if rapid.Bool().Draw(t, "took") {
				r.turns = append(r.turns,
					Turn{ID: u.ID, UserID: u.ID, Region: "emea", Date: from.AddDays(rapid.IntRange(0, span).Draw(t, "day")), State: Accepted})
			}
		}
		weekends, seen := 0, map[string]bool{}
		for d := from; d.Compare(from.AddDays(span)) <= 0; d = d.AddDays(1) {
			if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
				weekends += 2
			}
		}
		for _, d := range r.days(from, from.AddDays(span)) {
			key := d.Region + d.Date.String()
			if seen[key] {
				t.Fatalf("%s stands there twice", key)
			}
			seen[key] = true
			if d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday {
				weekends--
			} else if d.Holiday == "" {
				t.Fatalf("%s is an ordinary day", key)
			}
			once := map[int64]bool{}
			for _, w := range d.Workers {
				if once[w.UserID] {
					t.Fatalf("%d works twice on %s", w.UserID, key)
				}
				once[w.UserID] = true
			}
			if d.Missing != max(0, d.Need-len(d.Workers)) {
				t.Fatalf("%s misses %d of %d with %d there", key, d.Missing, d.Need, len(d.Workers))
			}
		}
		if weekends != 0 {
			t.Fatalf("%d days of weekends are not there", weekends)
		}
	})
}

func TestOrderIsChecked(t *testing.T) {
	if err := checkOrder(OrderKey.Default); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]Step{
		"no name":     {Desk: OpenDesk, Tickets: Global},
		"no desk":     {Title: "x", Tickets: Global},
		"no kind":     {Title: "x", Desk: OpenDesk, Tickets: "most"},
		"no priority": {Title: "x", Desk: OpenDesk, Tickets: Urgent},
		"odd one":     {Title: "x", Desk: OpenDesk, Tickets: Urgent, Priority: "blocker"},
		"no time":     {Title: "x", Desk: OpenDesk, Tickets: NearBreach},
		"too far":     {Title: "x", Desk: OpenDesk, Tickets: NearBreach, Minutes: longestAhead + 1},
	} {
		if err := checkOrder([]Step{OrderKey.Default[0], s}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for _, c := range []struct {
		desk, name string
		restricted bool
		want       bool
	}{{RestrictedDesk, "Government", true, true}, {RestrictedDesk, "Support", false, false}, {OpenDesk, "Support", false, true},
		{OpenDesk, "Government", true, false}, {"support", "Support", false, true}, {"Other", "Support", false, false}} {
		if got := (Step{Desk: c.desk}).Means(c.name, c.restricted); got != c.want {
			t.Errorf("%s means %s: %v", c.desk, c.name, got)
		}
	}
}
