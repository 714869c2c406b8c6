package bizcal_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// TestProblems: each mistake gets its field, what was found, and the way out; all of them at once.
func TestProblems(t *testing.T) {
	day := func(text string) bizcal.Date {
		d, err := bizcal.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	spec := bizcal.Spec{
		Zone: "Europe/Amsterdm",
		Weekly: bizcal.Week{
			time.Monday:  {{From: 540, To: 720}, {From: 660, To: 700}},
			time.Tuesday: {{From: 1320, To: 360}, {From: -1, To: 1441}},
			time.Friday:  {{From: 600, To: 720}, {From: 540, To: 600}}, // these touch, and stand in any order
		},
		Holidays: []bizcal.Holiday{{Date: day("2026-12-25")}, {Date: day("2026-12-25")}, {Date: bizcal.Date{Year: 2026, Month: 2, Day: 30}}},
		Special:  []bizcal.Special{{Date: day("2026-12-25"), Spans: []bizcal.Span{{From: 60, To: 60}}}, {Date: day("1969-12-31")}},
	}
	var got []string
	for _, p := range spec.Problems() {
		got = append(got, p.Field+": "+p.Public)
	}
	want := []string{
		"zone: “Europe/Amsterdm” is no time zone. Write it like Europe/Amsterdam.",
		"monday: 09:00-12:00 and 11:00-11:40 overlap. Write them as one: 09:00-12:00.",
		"tuesday: 22:00-06:00 ends before it begins. For hours over midnight write 22:00-24:00, and 00:00-06:00 on the next day.",
		"tuesday: -1 to 1441 minutes since midnight is not within a day, which has 1440.",
		"holidays: 2026-12-25 stands here twice. Keep one of them.",
		"holidays: 2026-02-30 is no day of any calendar.",
		"special: 2026-12-25: 01:00-01:00 is empty. For a whole day write 00:00-24:00.",
		"special: 1969-12-31 is out of reach. A calendar knows the years 1970 to 2199.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err := bizcal.New(spec)
	refused(t, "the spec", err, "zone", want[0][len("zone: "):])
}

// TestNeverOpen: a calendar that no clock could run on is refused, and what has none left says so.
func TestNeverOpen(t *testing.T) {
	_, err := bizcal.New(bizcal.Spec{Zone: "UTC", Special: []bizcal.Special{{Date: bizcal.Date{Year: 2026, Month: 5, Day: 1}}}})
	refused(t, "nothing", err, "weekly",
		"The calendar is never open, so no clock on it would ever run. Give at least one day hours, such as monday: [09:00-17:00].")
	for _, zone := range []string{"", "Local", "CEST", "../UTC"} {
		_, err := bizcal.New(bizcal.Spec{Zone: zone, Weekly: bizcal.Week{{{From: 0, To: 1}}}})
		refused(t, zone, err, "zone", "“"+zone+"” is no time zone. Write it like Europe/Amsterdam.")
	}
	once, err := bizcal.New(bizcal.Spec{Zone: "UTC",
		Special: []bizcal.Special{{Date: bizcal.Date{Year: 2060, Month: 5, Day: 1}, Spans: []bizcal.Span{{From: 0, To: 60}}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		start string
		n     time.Duration
		want  bool
	}{{"2030-06-01", time.Hour, true}, {"2030-06-01", time.Hour + 1, false}, {"2060-05-02", 1, false}, {"2030-04-01", time.Hour, false},
		{"2030-04-01", 0, true}, {"2060-05-01", -1, false}} {
		start, _ := time.Parse(time.DateOnly, c.start)
		if due, ok := once.Add(start, c.n); ok != c.want {
			t.Errorf("add(%v, %v) is %v, %v", c.start, c.n, due, ok)
		}
	}
	for year, want := range map[int]bool{2029: false, 2031: true, 2061: false} {
		if opens, ok := once.NextOpen(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)); ok != want {
			t.Errorf("after %d it opens at %v, %v", year, opens, ok)
		}
	}
	start := time.Date(2060, 5, 1, 0, 30, 0, 0, time.UTC)
	if _, ok := bizcal.Union().NextOpen(start); ok || bizcal.Union().Open(start) {
		t.Error("a union of nothing opens")
	}
	if _, ok := once.AddPaused(start, time.Minute, []bizcal.Pause{{From: start.Add(30 * time.Second)}}); ok {
		t.Error("an open-ended pause ends")
	}
	if due, ok := once.AddPaused(start, time.Minute, []bizcal.Pause{{From: start.Add(time.Minute)}}); !ok || !due.Equal(start.Add(time.Minute)) {
		t.Errorf("a pause from when it is due on makes it due at %v, %v", due, ok)
	}
}

// TestBeyond: instants outside the years that are known have answers, too, and keep the laws.
func TestBeyond(t *testing.T) {
	c := mustCalendar(t, office(t))
	for _, at := range []time.Time{{}, time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999, time.UTC)} {
		due, ok := c.Add(at, 100*time.Hour)
		if !ok || c.Between(at, due) != 100*time.Hour {
			t.Errorf("add(%v) is %v, %v", at, due, ok)
		}
	}
	if got := bizcal.Always().Between(time.Time{}, latest); got != 1<<63-1 {
		t.Errorf("2,000 years are %v", got)
	}
}

// TestZones: answers come in the zone of the question, drawings in that of the calendar.
func TestZones(t *testing.T) {
	c := mustCalendar(t, office(t))
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 7, 12, 0, 0, 0, tokyo)
	due, _ := c.Add(at, time.Hour)
	opens, _ := c.NextOpen(at)
	if due.Location() != tokyo || opens.Location() != tokyo {
		t.Errorf("due %v, opens %v", due, opens)
	}
	for from, to := range c.Intervals(at, at.AddDate(0, 0, 5)) {
		if from.Location() != c.Zone() || to.Location() != c.Zone() {
			t.Errorf("%v to %v", from, to)
		}
	}
	if got := bizcal.Union(c, bizcal.Always()).Zone().String(); got != "America/Los_Angeles" {
		t.Errorf("the union's zone is %s", got)
	}
}
