package people_test

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// The last day of a contract and of its grace count whole, in UTC.
func TestEntitlement(t *testing.T) {
	year := people.Organization{SupportLevel: "premium", StartsOn: day(t, "2026-01-01"), EndsOn: day(t, "2026-11-30"), GraceDays: 15}
	with := func(change func(*people.Organization)) people.Organization {
		o := year
		change(&o)
		return o
	}
	for _, c := range []struct {
		name string
		org  people.Organization
		at   string
		want people.Entitlement
	}{
		{"the evening before", year, "2025-12-31T23:59:59Z", people.NotStarted},
		{"the first moment", year, "2026-01-01T00:00:00Z", people.Active},
		{"the evening before, where it is tomorrow already", year, "2026-01-01T10:00:00+14:00", people.NotStarted},
		{"the last day", year, "2026-11-30T23:59:59Z", people.Active},
		{"the first day of grace", year, "2026-12-01T00:00:00Z", people.Grace},
		{"the last day of grace", year, "2026-12-15T23:59:59Z", people.Grace},
		{"after the grace", year, "2026-12-16T00:00:00Z", people.Expired},
		{"without grace", with(func(o *people.Organization) { o.GraceDays = 0 }), "2026-12-01T00:00:00Z", people.Expired},
		{"without an end", with(func(o *people.Organization) { o.EndsOn = bizcal.Date{} }), "2099-01-01T00:00:00Z", people.Active},
		{"without any date", people.Organization{}, "2026-12-16T00:00:00Z", people.Active},
		{"expired by its level", with(func(o *people.Organization) { o.SupportLevel = people.LevelExpired }), "2026-06-01T00:00:00Z", people.Expired},
		{"a hold before all else", with(func(o *people.Organization) { o.Hold = true }), "2026-12-16T00:00:00Z", people.OnHold},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.at)
			must(t, err)
			if got := c.org.Entitlement(at); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func day(t *testing.T, text string) bizcal.Date {
	t.Helper()
	d, err := people.ParseDate("day", text)
	must(t, err)
	return d
}
