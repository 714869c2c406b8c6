package people_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

func TestUTCHours(t *testing.T) {
	for text, want := range map[string]struct {
		hours []int
		again string
	}{
		"":            {nil, ""},
		"23, 00-10":   {[]int{23, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "23-10"},
		"07 16":       {[]int{7, 16}, "07, 16"},
		"22-1; 8–9":   {[]int{22, 23, 0, 1, 8, 9}, "22-01, 08-09"},
		"5":           {[]int{5}, "05"},
		"0-23":        {[]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}, "00-23"},
		"13-22, 23 ,": {[]int{13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}, "13-23"},
	} {
		got, err := people.ParseUTCHours(text)
		if err != nil || !slices.Equal(got, want.hours) || people.FormatUTCHours(got) != want.again {
			t.Errorf("%q reads as %v, %v and is written %q", text, got, err, people.FormatUTCHours(got))
		}
	}
	for text, says := range map[string]string{"24": "“24” is no hour", "8-": "“8-” is no hour", "noon": "0 to 23", "007": "no hour",
		"-1": "no hour", "8, 7-9": "08 stands here twice"} {
		hours, err := people.ParseUTCHours(text)
		if said, _ := fault.Public(err); !fault.Is(err, fault.Invalid) || !strings.Contains(said, says) {
			t.Errorf("%q reads as %v, %v", text, hours, err)
		}
	}
}

func FuzzParseUTCHours(f *testing.F) {
	f.Add("23, 00-10")
	f.Fuzz(func(t *testing.T, text string) {
		hours, err := people.ParseUTCHours(text)
		if err != nil {
			return
		}
		if again, err := people.ParseUTCHours(people.FormatUTCHours(hours)); err != nil || !slices.Equal(hours, again) {
			t.Errorf("%q reads as %v, and written again as %v, %v", text, hours, again, err)
		}
	})
}

func TestDuties(t *testing.T) {
	count := map[people.Duty]int{}
	for _, r := range people.Regions.Default {
		for hour := range 24 {
			count[r.DutyAt(hour)]++
		}
	}
	// 12, 8 and 10 queue hours, 2 and 2 extra ones, one of cleanup (tickets.md, Regional queue-hours table).
	if count[people.QueueDuty] != 30 || count[people.ExtraDuty] != 4 || count[people.CleanupDuty] != 1 {
		t.Errorf("the default regions have %v", count)
	}
	good := people.Regions.Default[0]
	for says, change := range map[string]func(*people.Region){
		"24 is no hour":      func(r *people.Region) { r.Queue = []int{24} },
		"in its queue hours": func(r *people.Region) { r.Cleanup = []int{23} },
	} {
		bad := good
		change(&bad)
		if said, _ := fault.Public(people.Regions.Check([]people.Region{bad})); !strings.Contains(said, says) {
			t.Errorf("the check says %q, not %q", said, says)
		}
	}
}

// A calendar that a region keeps cannot go, and where it is renamed the region goes along.
func TestRegionsFollowTheirCalendar(t *testing.T) {
	schemas := []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations()}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, log := access.AsSystem(t.Context(), "test"), event.NewLog()
		log.Attach([]event.Handler{people.FollowCalendars(log)}, nil)
		calendars := calendar.New(calendar.Deps{DB: d, Log: log, Uses: people.CalendarUses})
		must(t, d.Do(ctx, func(tx *db.Tx) error { return calendars.EnsureDefaults(ctx, tx) }))
		emea, err := calendars.ByTitle(ctx, d.Read(), "EMEA hours")
		must(t, err)
		if err := calendars.Delete(ctx, emea.ID); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "The region EMEA keeps its hours") {
			t.Errorf("deleted: %v", err)
		}
		emea.Title = "European day"
		_, err = calendars.Save(ctx, emea)
		must(t, err)
		if got := regionCalendars(t, ctx, d); !slices.Equal(got, []string{"APAC hours", "European day", "AMER hours"}) {
			t.Errorf("the regions keep %v", got)
		}
		if people.Regions.Default[1].Calendar != "EMEA hours" {
			t.Error("the default itself was changed")
		}
		always, err := calendars.ByTitle(ctx, d.Read(), "24x7")
		must(t, err)
		must(t, calendars.Delete(ctx, always.ID))
	})
}

func regionCalendars(t *testing.T, ctx context.Context, d *db.DB) (all []string) {
	t.Helper()
	regions, err := people.Regions.Get(ctx, d.Read())
	must(t, err)
	for _, r := range regions {
		all = append(all, r.Calendar)
	}
	return all
}
