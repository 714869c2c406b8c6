package coverage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func office(t *testing.T, zone string) *bizcal.Calendar {
	t.Helper()
	week, err := bizcal.ParseWeek("mon-fri: 09:00-17:00")
	if err != nil {
		t.Fatal(err)
	}
	c, err := bizcal.New(bizcal.Spec{Zone: zone, Weekly: week})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func utc(day, hour, minute int) time.Time {
	return time.Date(2026, 10, day, hour, minute, 0, 0, time.UTC)
}

// TestOf reads a Monday and a Tuesday: a customer in London, an engineer in Amsterdam who is off on Tuesday, and somebody who
// covers its morning.
func TestOf(t *testing.T) {
	c := coverage.Contract{Hours: office(t, "Europe/London")}
	e := coverage.Person{UserID: 1, Works: office(t, "Europe/Amsterdam"), Away: []coverage.Span{{From: utc(5, 22, 0), Until: utc(6, 22, 0)}}}
	promised := []coverage.Promise{{Span: coverage.Span{From: utc(6, 6, 0), Until: utc(6, 11, 0)}, By: coverage.Person{UserID: 2}}}
	var got []string
	all := coverage.Of(c, e, promised, utc(5, 0, 0), utc(7, 0, 0))
	for _, s := range all {
		got = append(got, s.From.UTC().Format("Mon 15:04")+s.Until.UTC().Format("-15:04 ")+string(s.Kind))
	}
	want := []string{"Mon 08:00-15:00 engineer", "Mon 15:00-16:00 gap", "Tue 08:00-11:00 cover", "Tue 11:00-16:00 gap"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if e, c, g := coverage.Sum(all, coverage.Engineer), coverage.Sum(all, coverage.Cover),
		coverage.Sum(all, coverage.Gap); e != 7*time.Hour || c != 3*time.Hour || g != 6*time.Hour {
		t.Errorf("the sums are %v, %v and %v", e, c, g)
	}
	if gaps := coverage.Gaps(all); len(gaps) != 2 || !gaps[1].From.Equal(utc(6, 11, 0)) {
		t.Errorf("the gaps are %v", gaps)
	}
}

// TestEdges asks for the first and the last moment of an agreed day, and of the contract.
func TestEdges(t *testing.T) {
	c := coverage.Contract{Hours: office(t, "UTC"), From: utc(6, 0, 0), Until: utc(8, 12, 0)}
	e := coverage.Person{UserID: 1}
	for _, test := range []struct {
		at   time.Time
		want bool
	}{
		{utc(5, 10, 0), false}, {utc(6, 9, 0).Add(-time.Nanosecond), false}, {utc(6, 9, 0), true}, {utc(6, 16, 59), true},
		{utc(6, 17, 0).Add(-time.Nanosecond), true}, {utc(6, 17, 0), false}, {utc(8, 12, 0).Add(-time.Nanosecond), true}, {utc(8, 12, 0), false},
	} {
		if _, ok := coverage.At(c, e, nil, test.at); ok != test.want {
			t.Errorf("%v is in the contract: %v", test.at, ok)
		}
	}
	if next, ok := c.Next(utc(1, 0, 0)); !ok || !next.Equal(utc(6, 9, 0)) {
		t.Errorf("it begins at %v, %v", next, ok)
	}
	if next, ok := c.Next(utc(8, 12, 0)); ok {
		t.Errorf("after its end it goes on at %v", next)
	}
}
