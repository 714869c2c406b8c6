package holidays_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones, whatever the machine has

	"github.com/google/go-cmp/cmp"
	"github.com/rickar/cal/v2"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/holidays"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		country, region string
		year            int
		want            []string
	}{
		{"NL", "", 2026, []string{"2026-01-01 Nieuwjaarsdag", "2026-04-03 Goede Vrijdag", "2026-04-06 Tweede Paasdag", "2026-04-27 Koningsdag",
			"2026-05-05 Bevrijdingsdag", "2026-05-14 Hemelvaartsdag", "2026-05-25 Tweede Pinksterdag", "2026-12-25 Eerste Kerstdag",
			"2026-12-26 Tweede Kerstdag"}},
		{"US", "", 2021, []string{"2021-01-01 New Year's Day", "2021-12-31 New Year's Day"}},
		{"US", "", 2022, []string{"2022-12-26 Christmas Day"}},
		{"DE", "", 2008, []string{"2008-05-01 Tag der Arbeit, Christi Himmelfahrt"}},
		{"DE", "BY", 2026, []string{"2026-01-06 Heilige Drei Könige"}},
		{"AU", "", 2026, []string{"2026-01-26 Australia Day"}},
		{"JP", "", 2026, []string{"2026-11-03 Culture Day"}},
	} {
		got := map[string]bool{}
		for _, h := range holidays.Of(c.country, c.region, c.year) {
			got[h.Date.String()+" "+h.Name] = true
		}
		for _, want := range c.want {
			if !got[want] {
				t.Errorf("%s %s %d lacks %s: %v", c.country, c.region, c.year, want, got)
			}
		}
	}
	for _, h := range holidays.Of("DE", "", 2026) {
		if strings.Contains(h.Name, "Drei Könige") {
			t.Errorf("%v is kept in some regions only", h)
		}
	}
	if got := holidays.Of("XX", "", 2026); got != nil {
		t.Errorf("nowhere has %v", got)
	}
	if got := holidays.Of("DE", "XX", 2026); got != nil {
		t.Errorf("a region that is none has %v", got)
	}
}

// TestAnyMachine: where a machine's clock skips the midnight of a holiday, it is on its day all the same.
func TestAnyMachine(t *testing.T) {
	cairo, err := time.LoadLocation("Africa/Cairo")
	if err != nil {
		t.Fatal(err)
	}
	machine := cal.DefaultLoc
	t.Cleanup(func() { cal.DefaultLoc = machine })
	cal.DefaultLoc = cairo
	day := time.Date(2029, time.April, 27, 0, 0, 0, 0, cairo)
	if day.Hour() == 0 {
		t.Fatalf("%v is not skipped", day)
	}
	kings := bizcal.Holiday{Date: bizcal.Date{Year: 2029, Month: time.April, Day: 27}, Name: "Koningsdag"}
	if got := holidays.Of("NL", "", 2029); !slices.Contains(got, kings) {
		t.Errorf("%v", got)
	}
}

// TestEveryCountry: what any country and region keeps makes a calendar, in order and each date once.
func TestEveryCountry(t *testing.T) {
	all := holidays.Countries()
	if len(all) < 45 {
		t.Errorf("only %d countries", len(all))
	}
	for i, c := range all {
		if i > 0 && all[i-1].Name >= c.Name || len(c.Code) != 2 {
			t.Errorf("%v after %v", c, all[max(0, i-1)])
		}
		for _, r := range append(c.Regions, holidays.Region{}) {
			for year := 2020; year <= 2040; year++ {
				check(t, c.Code, r.Code, year)
			}
		}
	}
}

func check(t *testing.T, country, region string, year int) {
	t.Helper()
	list := holidays.Of(country, region, year)
	if len(list) < 4 {
		t.Errorf("%s %s %d has only %v", country, region, year, list)
	}
	for _, h := range list {
		if h.Date.Year != year || strings.TrimSpace(h.Name) == "" {
			t.Errorf("%s %s %d: %v", country, region, year, h)
		}
	}
	spec := bizcal.Spec{Zone: "UTC", Weekly: bizcal.Week{1: {{From: 0, To: 60}}}, Holidays: list}
	if _, err := bizcal.New(spec); err != nil {
		t.Errorf("%s %s %d: %v", country, region, year, err)
	}
	if diff := cmp.Diff(list, holidays.Of(country, region, year)); diff != "" {
		t.Errorf("%s %s %d is not the same twice:\n%s", country, region, year, diff)
	}
}
