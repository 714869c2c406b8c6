package page

import (
	"testing"
	"time"
	_ "time/tzdata" // the band's zones, whatever the machine has

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func threeRegions(t testing.TB) []Region {
	return []Region{
		{Name: "APAC", City: "Brisbane", Zone: zone(t, "Australia/Brisbane"), Open: 9 * time.Hour, Close: 21 * time.Hour, Tone: "violet"},
		{Name: "EMEA", City: "Amsterdam", Zone: zone(t, "Europe/Amsterdam"), Open: 8 * time.Hour, Close: 18 * time.Hour, Tone: "ochre"},
		{Name: "AMER", City: "Los Angeles", Zone: zone(t, "America/Los_Angeles"), Open: 5 * time.Hour, Close: 17 * time.Hour, Tone: "coral"},
	}
}

func TestSkyAt(t *testing.T) {
	regions := threeRegions(t)
	utc := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		name  string
		now   time.Time
		start time.Time // Brisbane opens at 23:00 UTC
		open  string
		next  string
		at    time.Time
	}{
		{"EMEA and AMER overlap", utc(20, 16, 12), utc(19, 23, 0), "EMEA AMER ", "EMEA", utc(20, 17, 0)},
		{"AMER alone", utc(20, 18, 0), utc(19, 23, 0), "AMER ", "AMER", utc(21, 1, 0)},
		{"the band turns when APAC opens", utc(20, 23, 0), utc(20, 23, 0), "AMER APAC ", "AMER", utc(21, 1, 0)},
		{"a minute before it turns", utc(20, 22, 59), utc(19, 23, 0), "AMER ", "AMER", utc(21, 1, 0)},
		{"a watch ends on the minute", utc(20, 11, 0), utc(19, 23, 0), "EMEA ", "EMEA", utc(20, 17, 0)},
	} {
		sky := SkyAt(regions, c.now)
		open := ""
		for _, s := range sky.Spans {
			if s.Open {
				open += regions[s.Region].Name + " "
			}
		}
		if !sky.Start.Equal(c.start) || open != c.open || regions[sky.Next.Region].Name != c.next || !sky.Next.At.Equal(c.at) || sky.Next.Opens {
			t.Errorf("%s: starts %v, open %s, next %+v", c.name, sky.Start.UTC(), open, sky.Next)
		}
	}
}

func TestSkyWithNobodyOnWatch(t *testing.T) {
	one := threeRegions(t)[1:2]
	sky := SkyAt(one, time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC))
	if want := time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC); !sky.Next.Opens || !sky.Next.At.Equal(want) {
		t.Errorf("next %+v, want EMEA to open at %v", sky.Next, want)
	}
	if got := SkyAt(nil, time.Date(2026, 11, 20, 20, 0, 0, 0, time.UTC)); got.Next.Region != -1 || len(got.Spans) != 0 {
		t.Errorf("no regions: %+v", got)
	}
}

// On any minute of any year, days of a clock change included: everything lies on the band, the sun is inside
// the open spans and outside the others, and the next change is ahead.
func TestSkyHolds(t *testing.T) {
	regions := threeRegions(t)
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(1577836800, 1893456000).Draw(t, "now"), 0)
		sky := SkyAt(regions, now)
		if sky.Sun < 0 || sky.Sun >= 25.0/24 || sky.Start.After(now) {
			t.Fatalf("the sun is at %v of a band from %v", sky.Sun, sky.Start)
		}
		if !sky.Next.At.After(now) || sky.Next.At.Sub(now) > 24*time.Hour {
			t.Fatalf("next change %v", sky.Next)
		}
		for _, s := range sky.Spans {
			if s.From < 0 || s.To > 1 || s.From >= s.To {
				t.Fatalf("span %+v", s)
			}
			if inside := s.From <= sky.Sun && sky.Sun < s.To; inside != s.Open && sky.Sun < 1 {
				t.Fatalf("sun at %v, span %+v", sky.Sun, s)
			}
		}
	})
}
