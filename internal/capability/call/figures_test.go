package call

import (
	"testing"
	"time"
)

// TestMeasure counts by week, kind and engineer: an offer in the week it went out, what was set without one in that of its booking, and
// each call once for everybody who takes part.
func TestMeasure(t *testing.T) {
	week := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return week.AddDate(0, 0, n) }
	calls := []Call{
		{Kind: Discovery, State: Held, OfferedAt: day(1), BookedAt: day(8), Hosts: []int64{1}},
		{Kind: Discovery, State: NoShow, OfferedAt: day(2), BookedAt: day(2), Hosts: []int64{1, 2}},
		{Kind: Discovery, State: Expired, OfferedAt: day(6), By: 2},
		{Kind: Review, State: Cancelled, BookedAt: day(7), Hosts: []int64{2}},
		{Kind: Review, State: Held, BookedAt: day(13), Hosts: []int64{2}},
		{Kind: Review, State: Booked, BookedAt: day(14), Hosts: []int64{2}}, // the week behind
	}
	f := measure(calls, week, day(14))
	if want := (Tally{Offered: 3, Booked: 4, Set: 2, Held: 2, NoShow: 1, Cancelled: 1}); f.All != want || len(f.Calls) != 5 {
		t.Errorf("all: %+v of %d calls", f.All, len(f.Calls))
	}
	if len(f.Weeks) != 2 || f.Weeks[0].Key != "2026-11-16" || f.Weeks[0].Tally != (Tally{Offered: 3, Booked: 2, Held: 1, NoShow: 1}) {
		t.Errorf("weeks: %+v", f.Weeks)
	}
	if len(f.Engineers) != 2 || f.Engineers[0].ID != 2 || f.Engineers[0].Tally != (Tally{Offered: 2, Booked: 3, Set: 2, Held: 1, NoShow: 1, Cancelled: 1}) {
		t.Errorf("engineers: %+v", f.Engineers)
	}
	if percent, ok := f.All.Rate(); !ok || percent != 67 {
		t.Errorf("%d %% came, %v", percent, ok)
	}
	if _, ok := (Tally{Offered: 4, Booked: 2}).Rate(); ok {
		t.Error("a share of nothing")
	}
}
