package calendarui_test

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

func TestList(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(list).Shows(http.StatusOK, "EMEA hours", "Monday to Friday 08:00–18:00 Amsterdam", "Sunday 15:00 to Friday 17:00 Los Angeles",
			"always UTC", `class="strip labelled"`, `<ol class="strip-rows"`, "default").Hides("New calendar")
		s.cleo.Get(list).Shows(http.StatusOK, "New calendar", "Join calendars")
		s.Stranger().Get(list).Shows(http.StatusUnauthorized)
		s.cleo.Header.Set("Accept-Language", "de")
		s.cleo.Get(list).Shows(http.StatusOK, "Montag bis Freitag 08:00–18:00 Amsterdam", "Neuer Kalender")
	})
}

// The page answers what is due when, in the calendar's own time, beside a drawing with its words.
func TestCalendarPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		emea := at(s.titled("EMEA hours"))
		s.ana.Get(emea).Shows(http.StatusOK, "The next two weeks, in Europe/Amsterdam", "08:00–18:00", "closed", "Sample due times",
			"Version 1").Hides("Edit", "Delete")
		s.cleo.Get(emea).Shows(http.StatusOK, "Edit", "The region EMEA keeps its hours")
		s.cleo.Get(at(s.titled("24x7"))).Shows(http.StatusOK, "Nobody uses it")
		s.ana.Get(emea+"?from=2026-11-20T17:50&length=4+h").Shows(http.StatusOK,
			"4 h from Fri 20 Nov 2026, 17:50 is Mon 23 Nov 2026, 11:50 (Europe/Amsterdam).")
		s.ana.Get(emea+"?from=2026-11-20T17:50&length=1+h+30+min").Shows(http.StatusOK, "is Mon 23 Nov 2026, 09:20")
		s.ana.Get(emea+"?from=2026-11-20T17:50&length=soon").Shows(http.StatusOK, "“soon” is no length of time", `value="soon"`)
		s.ana.Get(emea+"?from=Friday&length=30+min").Shows(http.StatusOK, "“Friday” is no date and time")
		s.ana.Get(emea + "9").Shows(http.StatusNotFound)
		s.ana.Get(emea + "/edit").Shows(http.StatusForbidden)
	})
}

// week is the form of a working week, with more or other fields behind it.
func week(more ...string) []string {
	return append([]string{"title", "Support Berlin", "zone", "Europe/Berlin", "monday", "08:00-12:30, 13:15-18:00", "tuesday", "0800-1200;1400-1600",
		"wednesday", "closed", "thursday", "22:00-06:00", "saturday", ""}, more...)
}

func TestNewCalendar(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get(list+"/new").Shows(http.StatusOK, `value="import" formnovalidate`, `value="09:00-17:00"`, "The next two weeks, in UTC")
		s.ana.Post(list, week()...).Shows(http.StatusForbidden)
		rows := []string{"holidays", "3", "date-h0", "2026-12-25", "name-h0", "Christmas", "date-h1", "", "name-h1", "", "date-h2", "2026-01-01", "name-h2", "",
			"specials", "1", "date-s0", "2026-12-24", "hours-s0", "08:00-12:00", "name-s0", "Christmas Eve"}
		s.cleo.Post(list, week(append(rows, "do", "preview")...)...).Shows(http.StatusOK, "Support Berlin", "The next two weeks, in Europe/Berlin")
		s.cleo.Post(list, week(rows...)...).Leads(list + "/6")
		c := s.titled("Support Berlin")
		want := bizcal.Spec{Zone: "Europe/Berlin", Weekly: bizcal.Week{
			time.Monday: {{From: 480, To: 750}, {From: 795, To: 1080}}, time.Tuesday: {{From: 480, To: 720}, {From: 840, To: 960}},
			time.Thursday: {{From: 1320, To: 1440}}, time.Friday: {{From: 0, To: 360}}},
			Holidays: []bizcal.Holiday{{Date: bizcal.Date{Year: 2026, Month: 1, Day: 1}},
				{Date: bizcal.Date{Year: 2026, Month: 12, Day: 25}, Name: "Christmas"}},
			Special: []bizcal.Special{{Date: bizcal.Date{Year: 2026, Month: 12, Day: 24}, Spans: []bizcal.Span{{From: 480, To: 720}}, Name: "Christmas Eve"}}}
		if diff := cmp.Diff(want, c.Spec); diff != "" {
			t.Error(diff)
		}
		s.cleo.Get(list+"/6/edit").Shows(http.StatusOK, `value="08:00-12:30, 13:15-18:00"`, `value="2026-12-24"`, `value="Christmas Eve"`,
			`name="version" value="1"`)
		s.cleo.Get(list+"/6").Shows(http.StatusOK, "Christmas Eve", "2 holidays", "1 special day",
			"Monday 08:00–12:30 and 13:15–18:00; Tuesday 08:00–12:00 and 14:00–16:00; Thursday 22:00–06:00 Berlin")
	})
}

// What is wrong stands at its field; everything typed is there, nothing is stored.
func TestErrorsKeepWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for name, c := range map[string]struct {
			form []string
			says []string
		}{
			"no title": {[]string{"title", "", "zone", "Europe/Berlin", "monday", "09:00-17:00"}, []string{"f-title-error", "needs a title"}},
			"zone":     {[]string{"title", "T", "zone", "Europe/Berln", "monday", "09:00-17:00"}, []string{"f-zone-error", "“Europe/Berln” is no time zone"}},
			"never":    {[]string{"title", "T", "zone", "Europe/Berlin"}, []string{"never open"}},
			"text": {[]string{"title", "T", "zone", "Europe/Berlin", "monday", "all day"},
				[]string{"f-monday-error", "“all day” is no stretch of a day", `value="all day"`}},
			"empty": {[]string{"title", "T", "zone", "Europe/Berlin", "friday", "09:00-09:00"}, []string{"f-friday-error", "09:00-09:00 is empty"}},
			"overlap": {[]string{"title", "T", "zone", "Europe/Berlin", "sunday", "09:00-12:00, 11:00-14:00"},
				[]string{"f-sunday-error", "overlap", "09:00-14:00"}},
			"date": {[]string{"title", "T", "zone", "Europe/Berlin", "monday", "09:00-17:00", "holidays", "1", "date-h0", "25.12.",
				"name-h0", "Xmas"}, []string{"f-date-h0-error", "“25.12.” is no date", `value="Xmas"`}},
			"twice": {[]string{"title", "T", "zone", "Europe/Berlin", "monday", "09:00-17:00", "holidays", "2", "date-h0", "2026-12-25",
				"date-h1", "2026-12-25"},
				[]string{"2026-12-25 stands here twice"}},
			"special": {[]string{"title", "T", "zone", "Europe/Berlin", "monday", "09:00-17:00", "specials", "1", "date-s0", "2026-12-24",
				"hours-s0", "noon"}, []string{"f-hours-s0-error", `value="noon"`}},
			"alone": {[]string{"title", "T", "kind", "union", "member", "1"}, []string{"at least two"}},
		} {
			t.Run(name, func(t *testing.T) {
				s.cleo.Post(list, c.form...).Shows(http.StatusUnprocessableEntity, append(c.says, "What you typed is kept")...)
			})
		}
		if all, err := s.Calendars.List(s.cleo.Context()); err != nil || len(all) != 5 {
			t.Errorf("%d calendars, %v", len(all), err)
		}
	})
}

// The buttons of the form rearrange what was typed and store nothing.
func TestRowsAreRearranged(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		rows := func(do string, more ...string) []string {
			t.Helper()
			form := week("holidays", "2", "date-h0", "2026-01-01", "name-h0", "First", "date-h1", "2026-12-25", "name-h1", "Second", "do", do)
			a := s.cleo.Post(list, append(form, more...)...)
			var found []string
			for _, m := range regexp.MustCompile(`name="date-h\d+" value="([^"]*)"|id="f-date-h\d+"[^>]*value="([^"]*)"`).FindAllStringSubmatch(a.Raw, -1) {
				found = append(found, m[1]+m[2])
			}
			return found
		}
		for do, want := range map[string][]string{"add-holidays": {"2026-01-01", "2026-12-25", ""}, "drop-holidays-0": {"2026-12-25"},
			"drop-holidays-9": {"2026-01-01", "2026-12-25"},
			"drop-holidays-x": {"2026-01-01", "2026-12-25"}, "drop-title-0": {"2026-01-01", "2026-12-25"}, "preview": {"2026-01-01", "2026-12-25"}} {
			if diff := cmp.Diff(want, rows(do)); diff != "" {
				t.Errorf("%s: %s", do, diff)
			}
		}
		if got := rows("import", "country", "DE", "year", "2026"); len(got) != 9 || got[2] != "2026-04-03" { // nine nationwide, two stand there
			t.Errorf("Germany's holidays of 2026: %v", got)
		}
		s.cleo.Post(list, week("do", "import", "country", "", "year", "2026")...).Shows(http.StatusUnprocessableEntity, "Choose the country first")
		s.cleo.Post(list, week("do", "import", "country", "DE", "year", "99999")...).Shows(http.StatusUnprocessableEntity, "from 1970 to 2199")
		s.cleo.Post(list, week("do", "import", "country", "XX", "year", "2026")...).Shows(http.StatusUnprocessableEntity, "not known")
	})
}

func TestUnionPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.cleo.Get(list+"/new?kind=union").Shows(http.StatusOK, "EMEA hours", `name="member"`)
		s.cleo.Post(list, "kind", "union", "title", "Follow the sun", "member", "3", "member", "4").Leads(list + "/6")
		s.cleo.Get(list+"/6").Shows(http.StatusOK, "open when one of these is: APAC hours, EMEA hours")
		s.cleo.Get(list+"/6/edit").Shows(http.StatusOK, `value="3" checked`, `value="4" checked`).Hides(`value="5" checked`, "Follow the sun</label>")
		s.cleo.Get(list+"/3").Shows(http.StatusOK, "It cannot be deleted", "“Follow the sun” joins it")
		s.cleo.Post(list + "/3/delete").Shows(http.StatusConflict)
		s.cleo.Post(list + "/6/default").Leads(list + "/6")
		s.cleo.Post(list + "/6/delete").Shows(http.StatusConflict)
		s.cleo.Post(list + "/1/default").Leads(list + "/1")
		s.ana.Post(list + "/6/delete").Shows(http.StatusForbidden)
		s.ana.Post(list + "/6/default").Shows(http.StatusForbidden)
		s.cleo.Post(list + "/6/delete").Leads(list)
		s.cleo.Get(list).Shows(http.StatusOK, "EMEA hours").Hides("Follow the sun")
	})
}

// Two people with the same form open: the second is told, and may insist.
func TestChangedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		emea := s.titled("EMEA hours")
		form := func(hours, version string) []string {
			return []string{"title", "EMEA hours", "zone", "Europe/Amsterdam", "monday", hours, "version", version}
		}
		s.cleo.Post(at(emea), form("07:00-15:00", "1")...).Leads(at(emea))
		s.cleo.Post(at(emea), form("06:00-14:00", "1")...).Shows(http.StatusUnprocessableEntity, "changed meanwhile", `value="06:00-14:00"`,
			`name="version" value="0"`)
		s.cleo.Post(at(emea), form("06:00-14:00", "0")...).Leads(at(emea))
		if got := calendar.FormatHours(s.titled("EMEA hours").Spec.Weekly[time.Monday]); got != "06:00-14:00" {
			t.Errorf("Monday is open %s", got)
		}
	})
}
