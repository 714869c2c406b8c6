package bizcal_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// zones are those in which clocks behave in as many ways as there are: whole, half and three-quarter hours, changes of
// 20 minutes to a day, at midnight, in Ramadan, twice a year, no more, never.
var zones = []string{"UTC", "America/Los_Angeles", "Europe/Amsterdam", "Asia/Kolkata", "Australia/Brisbane", "Australia/Lord_Howe",
	"America/Havana", "Africa/Cairo", "Africa/Casablanca", "Pacific/Apia", "Pacific/Chatham", "Asia/Pyongyang", "Antarctica/Troll",
	"America/Sao_Paulo", "America/St_Johns", "Asia/Jerusalem", "Europe/Dublin", "Asia/Tehran", "America/Caracas", "Antarctica/Casey",
	"America/Nuuk", "Asia/Gaza", "Europe/London", "Asia/Kathmandu"}

// spansOf draws the spans of one day, to the minute, apart from or touching one another.
func spansOf(least int) *rapid.Generator[[]bizcal.Span] {
	return rapid.Custom(func(t *rapid.T) (spans []bizcal.Span) {
		n := rapid.SampledFrom([]int{0, 1, 1, 2, 3}).Draw(t, "spans")
		edges := rapid.SliceOfNDistinct(rapid.IntRange(0, bizcal.Day), 2*max(n, least), 2*max(n, least), rapid.ID).Draw(t, "edges")
		slices.Sort(edges)
		if rapid.IntRange(0, 9).Draw(t, "whole") == 0 {
			return []bizcal.Span{{From: 0, To: bizcal.Day}}
		}
		for i := 0; i < len(edges); i += 2 {
			spans = append(spans, bizcal.Span{From: edges[i], To: edges[i+1]})
		}
		return spans
	})
}

// specNear draws a calendar whose exceptions lie within ten days of near.
func specNear(near time.Time) *rapid.Generator[bizcal.Spec] {
	return rapid.Custom(func(t *rapid.T) bizcal.Spec {
		s := bizcal.Spec{Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
		for d := range s.Weekly {
			least := 0
			if d == 0 {
				least = 1
			}
			s.Weekly[d] = spansOf(least).Draw(t, "day")
		}
		dates := func(name string) []bizcal.Date {
			days := rapid.SliceOfNDistinct(rapid.IntRange(-10, 10), 0, 4, rapid.ID).Draw(t, name)
			all := make([]bizcal.Date, len(days))
			for i, n := range days {
				all[i] = bizcal.DateOf(near).AddDays(n)
			}
			return all
		}
		for _, d := range dates("holidays") {
			s.Holidays = append(s.Holidays, bizcal.Holiday{Date: d})
		}
		for _, d := range dates("special") {
			s.Special = append(s.Special, bizcal.Special{Date: d, Spans: spansOf(0).Draw(t, "spans")})
		}
		return s
	})
}

// calendarsNear draws one to three calendars.
func calendarsNear(t *rapid.T, near time.Time) (specs []bizcal.Spec, calendar *bizcal.Calendar) {
	specs = rapid.SliceOfN(specNear(near), 1, 3).Draw(t, "calendars")
	return specs, union(t, specs)
}

func union(t rapid.TB, specs []bizcal.Spec) *bizcal.Calendar {
	var members []*bizcal.Calendar
	for _, s := range specs {
		c, err := bizcal.New(s)
		if err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
		members = append(members, c)
	}
	return bizcal.Union(members...)
}

func instantBetween(t *rapid.T, name string, from, to time.Time) time.Time {
	return time.Unix(0, rapid.Int64Range(from.UnixNano(), to.UnixNano()).Draw(t, name)).UTC()
}

func mustCalendar(t testing.TB, s bizcal.Spec) *bizcal.Calendar {
	t.Helper()
	return union(t, []bizcal.Spec{s})
}
