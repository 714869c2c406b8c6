package search_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/search"
)

func TestSpan(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	// The night of 25 October 2026 is an hour longer in Berlin.
	now := time.Date(2026, 10, 26, 0, 30, 0, 0, berlin)
	at := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		at, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for query, want := range map[string][2]string{
		"created:today":       {"2026-10-26T00:00:00+01:00", "2026-10-27T00:00:00+01:00"},
		"created:yesterday":   {"2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"},
		"created:2026-10-25":  {"2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"},
		"created>2026-10-25":  {"2026-10-26T00:00:00+01:00", ""},
		"created>=2026-10-25": {"2026-10-25T00:00:00+02:00", ""},
		"created<2026-10-25":  {"", "2026-10-25T00:00:00+02:00"},
		"created<=2026-10-25": {"", "2026-10-26T00:00:00+01:00"},
		"created:2026-12":     {"2026-12-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00"},
		"created:tomorrow":    {"2026-10-27T00:00:00+01:00", "2026-10-28T00:00:00+01:00"},
		"created:+4h":         {"2026-10-26T00:30:00+01:00", "2026-10-26T04:30:00+01:00"},
		"created<+4h":         {"", "2026-10-26T04:30:00+01:00"},
		"created<=+4h":        {"", "2026-10-26T04:30:00.000001+01:00"},
		"created>+4h":         {"2026-10-26T04:30:00.000001+01:00", ""},
		"created>=+1d":        {"2026-10-27T00:30:00+01:00", ""},
		"created:24h":         {"2026-10-24T23:30:00Z", ""},
		"created<24h":         {"2026-10-24T23:30:00.000001Z", ""},
		"created<=24h":        {"2026-10-24T23:30:00Z", ""},
		"created>24h":         {"", "2026-10-24T23:30:00Z"},
		"created>=24h":        {"", "2026-10-24T23:30:00.000001Z"},
		"created:30m":         {"2026-10-25T23:00:00Z", ""},
		"created:2W":          {"2026-10-11T23:30:00Z", ""},
	} {
		q, err := language.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := q.Node.(search.Field).Span(now, berlin)
		if diff := cmp.Diff(search.Span{From: at(want[0]), To: at(want[1])}, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", query, err, diff)
		}
	}
}

func TestSpanHolds(t *testing.T) {
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	s := search.Span{From: from, To: from.Add(time.Hour)}
	for at, want := range map[time.Time]bool{
		from: true, from.Add(-1): false, from.Add(time.Hour): false, from.Add(time.Hour - 1): true, {}: false,
	} {
		if s.Holds(at) != want {
			t.Errorf("Holds(%v) = %v", at, !want)
		}
	}
	if (search.Span{To: from}).Holds(time.Time{}) {
		t.Error("a time that is not set lies before everything")
	}
}
