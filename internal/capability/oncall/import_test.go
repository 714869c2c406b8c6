package oncall

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestImportPagerDuty takes a schedule over with its layers the right way up, its restrictions and overrides, and names
// what it could not.
func TestImportPagerDuty(t *testing.T) {
	data, err := os.ReadFile("testdata/pagerduty.json")
	must(t, err)
	bubble(t, func(k *desk) {
		_, err := k.Import(k.as(k.gerd), "x.json", data)
		k.wants(err, fault.Forbidden, "")
		all, err := k.Import(k.as(k.max), "x.json", data)
		if err != nil || len(all) != 1 || all[0].Failed != "" || all[0].Overrides != 1 {
			k.t.Fatalf("%+v, %v", all, err)
		}
		s := all[0].Schedule
		if s.Title != "Emergencies" || s.Mode != rotation.Top || len(s.Layers) != 2 || s.Layers[0].Name != "Weekdays" || s.Layers[1].Name != "Weekends" {
			k.t.Errorf("%+v", s)
		}
		want := rotation.Layer{Name: "Weekdays", Zone: "Europe/Amsterdam", Anchor: "2026-11-02T09:00", Unit: rotation.Days, Length: 1,
			Users:   []int64{k.gerd.ID, k.max.ID},
			Windows: []rotation.Window{{Days: everyWeekday(), Start: "09:00", End: "17:00"}}, From: at("2026-10-31 23:00")}
		if diff := cmp.Diff(want, s.Layers[0].Layer); diff != "" {
			k.t.Errorf("-want +got:\n%s", diff)
		}
		for when, want := range map[string]string{"2026-11-24 09:00": "Gerd", "2026-11-25 09:00": "Max", "2026-11-28 09:00": "Hari",
			"2026-12-01 11:30": "Hari", "2026-11-24 17:00": ""} {
			if got := k.who(s, when); got != want {
				k.t.Errorf("%s: %q is on call, want %q", when, got, want)
			}
		}
		notes := strings.Join(all[0].Notes, "\n")
		for _, want := range []string{"Zoë zoe@elsewhere.example (PGONE) is not in the team", "The layer “Old” ended on 2020-12-31", "2 of 3 people are here"} {
			if !strings.Contains(notes, want) {
				k.t.Errorf("the notes do not say %q:\n%s", want, notes)
			}
		}
		again, err := k.Import(k.as(k.max), "x.json", data)
		if err != nil || len(again) != 1 || !strings.Contains(again[0].Failed, "already") {
			k.t.Errorf("twice: %+v, %v", again, err)
		}
	})
}

// TestImportDiffers tells where PagerDuty has somebody else on call.
func TestImportDiffers(t *testing.T) {
	data, err := os.ReadFile("testdata/pagerduty.json")
	must(t, err)
	team := crew{[]people.User{{ID: 1, Name: "Gerd", Email: "gerd@desk.test"}, {ID: 2, Name: "Max"}, {ID: 3, Name: "Hari"}}}
	drafts, err := readPagerDuty([]byte(strings.ReplaceAll(string(data), "2026-11-24T", "2026-11-25T")), team, at("2026-11-23 08:00"))
	must(t, err)
	if got := drafts[0].check(drafts[0].plan.rotation(nil)); !strings.Contains(got, "From Wed 25 Nov 2026 08:00 UTC on somebody else") {
		t.Errorf("%q", got)
	}
}

// TestRestrictions cuts PagerDuty's restrictions into windows.
func TestRestrictions(t *testing.T) {
	for _, c := range []struct {
		of   pdRestriction
		want string
	}{
		{pdRestriction{Type: "daily_restriction", Start: "22:00:00", Duration: 8 * 3600}, "mon, tue, wed, thu, fri, sat, sun 22:00-06:00"},
		{pdRestriction{Type: "daily_restriction", Start: "16:00:00", Duration: 8 * 3600}, "mon, tue, wed, thu, fri, sat, sun 16:00-00:00"},
		{pdRestriction{Type: "daily_restriction", Start: "09:00:00", Duration: 86400}, "mon, tue, wed, thu, fri, sat, sun 09:00-09:00"},
		{pdRestriction{Type: "weekly_restriction", Start: "17:00:00", Day: 5, Duration: 64 * 3600},
			"fri 17:00-24:00; sat 00:00-24:00; sun 00:00-24:00; mon 00:00-09:00"},
		{pdRestriction{Type: "weekly_restriction", Start: "00:00:00", Day: 7, Duration: 86400}, "sun 00:00-24:00"},
		{pdRestriction{Type: "weekly_restriction", Start: "00:00:00", Day: 8, Duration: 86400}, "unreadable"},
		{pdRestriction{Type: "daily_restriction", Start: "noon", Duration: 3600}, "unreadable"},
		{pdRestriction{Type: "monthly_restriction", Start: "00:00:00", Duration: 3600}, "unreadable"},
	} {
		windows, ok := c.of.windows()
		got := "unreadable"
		if ok {
			var parts []string
			for _, w := range windows {
				parts = append(parts, w.String())
			}
			got = strings.Join(parts, "; ")
		}
		if got != c.want {
			t.Errorf("%+v gives %s, want %s", c.of, got, c.want)
		}
	}
}

// TestImportCalendar takes the shifts of a calendar over as they stand, by address and by name, and names whom it does not
// know.
func TestImportCalendar(t *testing.T) {
	bubble(t, func(k *desk) {
		data := calendarOf("SUMMARY:On call\nATTENDEE:mailto:gerd@desk.test\nDTSTART:20261124T090000Z\nDTEND:20261124T170000Z",
			"SUMMARY:Hari - on call\nDTSTART:20261125T090000Z\nDTEND:20261125T170000Z",
			"SUMMARY:Nobody knows\nDTSTART:20261126T090000Z\nDTEND:20261126T170000Z")
		all, err := k.Import(k.as(k.max), "shifts.ics", []byte(data))
		if err != nil || len(all) != 1 || all[0].Failed != "" || all[0].Overrides != 2 {
			k.t.Fatalf("%+v, %v", all, err)
		}
		for when, want := range map[string]string{"2026-11-24 10:00": "Gerd", "2026-11-25 10:00": "Hari", "2026-11-26 10:00": ""} {
			if got := k.who(all[0].Schedule, when); got != want {
				k.t.Errorf("%s: %q is on call, want %q", when, got, want)
			}
		}
		if notes := strings.Join(all[0].Notes, "\n"); !strings.Contains(notes, "“Nobody knows” names nobody") || !strings.Contains(notes, "add layers") {
			k.t.Errorf("%s", notes)
		}
	})
}

// TestImportRefused: what is no schedule is refused by the file.
func TestImportRefused(t *testing.T) {
	bubble(t, func(k *desk) {
		for _, text := range []string{"", "name,email", "{", "[]", `{"incidents": []}`, `{"schedule": {"schedule_layers": 7}}`, "BEGIN:VCALENDAR\n"} {
			_, err := k.Import(k.as(k.max), "x", []byte(text))
			k.wants(err, fault.Invalid, "file")
		}
	})
}

// FuzzPagerDuty: no file makes the reader fall over, and what it makes compiles or is refused in words.
func FuzzPagerDuty(f *testing.F) {
	data, err := os.ReadFile("testdata/pagerduty.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`[{"name": "x", "time_zone": "UTC", "schedule_layers": [{"rotation_turn_length_seconds": 3600, "users": [{"user": {"summary": "Gerd"}}]}]}]`))
	team := crew{[]people.User{{ID: 1, Name: "Gerd", Email: "gerd@desk.test"}, {ID: 2, Name: "Hari"}}}
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || !json.Valid(data) {
			t.Skip("this is no JSON, which another test refuses")
		}
		drafts, err := readPagerDuty(data, team, now)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		for _, d := range drafts {
			if d.check != nil {
				d.check(d.plan.rotation(nil))
			}
			if err := d.plan.rotation(nil).Check(); err != nil && !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
		}
	})
}
