package oncallui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// dailyForm is a schedule as the editor sends it; more says more of it, or says it again.
func dailyForm(title, hours string, people []int64, more ...string) []string {
	fields := append(append([]string{}, more...), "title", title, "mode", "union", "horizon", "0", "layers", "1", "layers.0.name", "Days",
		"layers.0.zone", "UTC", "layers.0.anchor", "2026-01-05T00:00",
		"layers.0.length", "1", "layers.0.unit", "weeks", "layers.0.windows", hours)
	for _, id := range people {
		fields = append(fields, "layers.0.user", fmt.Sprint(id))
	}
	return append(fields, "layers.0.user", "") // the empty place at the end
}

// TestSchedulePages makes, refuses, changes and deletes a schedule by page; what was typed stays where it cannot stand.
func TestSchedulePages(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		s.ana.Get("/on-call").Shows(http.StatusOK, "Customer emergencies", "Week and year").Hides("New schedule")
		s.ana.Get("/on-call/schedules/new").Shows(http.StatusForbidden)
		s.ana.Post("/on-call/schedules", dailyForm("Mine", "daily 09:00-10:00", nil)...).Shows(http.StatusForbidden)
		s.lead.Get("/on-call/schedules/new").Shows(http.StatusOK, "Add a layer", "daily 09:00-17:00")
		ben := []int64{s.ben.ID}
		s.lead.Post("/on-call/schedules", dailyForm("Nights", "daily 22:00-06:00", ben)...).Shows(http.StatusUnprocessableEntity,
			"outside of 07:00 to 21:00", "daily 22:00-06:00", `value="Nights"`)
		s.lead.Post("/on-call/schedules", dailyForm("Nights", "daily 22 to 6", ben)...).Shows(http.StatusUnprocessableEntity,
			"Write them like 09:00-17:00", "daily 22 to 6")
		s.lead.Post("/on-call/schedules", dailyForm("Empty", "daily 08:00-09:00", nil)...).Shows(http.StatusUnprocessableEntity, "Nobody takes turns")
		s.lead.Post("/on-call/schedules", dailyForm("Early", "daily 07:00-08:00", ben, "do", "add")...).Shows(http.StatusOK, "layers.1.zone", `value="Early"`)
		s.lead.Post("/on-call/schedules", dailyForm("Early", "daily 07:00-08:00", ben, "do", "drop-0")...).Shows(http.StatusOK,
			`value="Early"`).Hides("layers.0.zone")
		critical := append(dailyForm("Early", "daily 07:00-08:00", ben), "critical", "on")
		s.lead.Post("/on-call/schedules", critical...).Shows(http.StatusUnprocessableEntity, "Nobody would be on call for Early", "Yes, I want it so")
		s.lead.Post("/on-call/schedules", append(critical, "agreed", "on")...).Leads("/on-call/schedules/2")
		s.ana.Get("/on-call/schedules/2").Shows(http.StatusOK, "This week", "The year ahead", "Needs a decision", "Nobody", "Fair shares",
			"The same as a table").Hides("Edit schedule")
		s.ana.Get("/on-call/schedules/2?week=2026-02-30").Shows(http.StatusOK, "This week")
		s.ana.Get("/on-call/schedules/99").Shows(http.StatusNotFound)
		s.lead.Get("/on-call/schedules/2/edit").Shows(http.StatusOK, "daily 07:00-08:00", "Delete schedule")
		s.lead.Post("/on-call/schedules/2/delete").Leads("/on-call")
		s.lead.Get("/on-call/schedules/2").Shows(http.StatusNotFound)
	})
}

// TestOverridePages changes who is on call for a stretch, and takes that back.
func TestOverridePages(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		day := nextMonday(s.DB.Now(t.Context()))
		on, err := s.on.Timeline(s.lead.Context(), 1, day, day.AddDate(0, 0, 1))
		if err != nil || len(on) != 1 {
			t.Fatalf("%+v, %v", on, err)
		}
		of, user := on[0].UserID, s.ana.ID+s.ben.ID-on[0].UserID
		form := func(of, user int64, hour string) []string {
			return []string{"kind", "replace", "of", fmt.Sprint(of), "user", fmt.Sprint(user), "from", day.Format("2006-01-02") + "T09:00",
				"until", day.Format("2006-01-02") + hour}
		}
		s.ana.Get("/on-call/schedules/1/override").Shows(http.StatusForbidden)
		s.lead.Post("/on-call/schedules/1/override", form(of, of, "T12:00")...).Shows(http.StatusUnprocessableEntity, "the same person")
		s.lead.Post("/on-call/schedules/1/override", form(user, of, "T12:00")...).Shows(http.StatusUnprocessableEntity, "nothing would change")
		s.lead.Post("/on-call/schedules/1/override", form(of, user, "Tnoon")...).Shows(http.StatusUnprocessableEntity, "is no date and time")
		s.lead.Post("/on-call/schedules/1/override", form(of, user, "T12:00")...).Leads("/on-call/schedules/1")
		s.ana.Get("/on-call/schedules/1?week="+day.Format("2006-01-02")).Shows(http.StatusOK, ">Overrides<", "instead of", "(cover)")
		s.lead.Post("/on-call/schedules/1/restore", "override", "1").Leads("/on-call/schedules/1")
		s.lead.Get("/on-call/schedules/1").Hides(">Overrides<")
	})
}

func nextMonday(now time.Time) time.Time {
	day := now.UTC().Truncate(24 * time.Hour)
	for day = day.AddDate(0, 0, 1); day.Weekday() != time.Monday; {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// TestCoverPages asks, offers, accepts and undoes by page.
func TestCoverPages(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		day := nextMonday(s.DB.Now(t.Context()))
		on, err := s.on.Timeline(s.lead.Context(), 1, day, day.AddDate(0, 0, 1))
		if err != nil || len(on) != 1 {
			t.Fatalf("%+v, %v", on, err)
		}
		asks, takes := s.ana, s.ben
		if on[0].UserID == s.ben.ID {
			asks, takes = s.ben, s.ana
		}
		s.ana.Get("/on-call/cover").Shows(http.StatusOK, "Nobody looks for cover")
		asks.Get("/on-call/mine").Shows(http.StatusOK, "Shifts to come", "Ask for cover")
		from, until := day.Format("2006-01-02")+"T00:00", day.AddDate(0, 0, 1).Format("2006-01-02")+"T00:00"
		asks.Post("/on-call/cover", "schedule", "1", "user", fmt.Sprint(asks.ID), "from", until, "until",
			from).Shows(http.StatusUnprocessableEntity, "end before it begins", from)
		takes.Post("/on-call/cover", "schedule", "1", "user", fmt.Sprint(asks.ID), "from", from, "until", until).Shows(http.StatusForbidden)
		asks.Post("/on-call/cover", "schedule", "1", "user", fmt.Sprint(asks.ID), "from", from, "until", until).Leads("/on-call/cover/1")
		takes.Get("/on-call/cover/1").Shows(http.StatusOK, "Still open", "Offer to take it", "suggested next")
		asks.Post("/on-call/cover/1/offer", "from", from, "until", until).Shows(http.StatusUnprocessableEntity, "asks for cover")
		takes.Post("/on-call/cover/1/offer", "from", from, "until", until).Leads("/on-call/cover/1")
		takes.Get("/on-call/cover/1").Shows(http.StatusOK, "Take the offer back").Hides(">Accept<")
		asks.Post("/on-call/cover/1/accept", "offer", "1").Leads("/on-call/cover/1")
		asks.Get("/on-call/cover/1").Shows(http.StatusOK, "All of it is taken", "Undo")
		takes.Post("/on-call/cover/1/undo", "offer", "1").Leads("/on-call/cover/1")
		asks.Get("/on-call/cover/1").Shows(http.StatusOK, "Still open")
		asks.Post("/on-call/cover/1/withdraw").Leads("/on-call/cover/1")
		asks.Get("/on-call/cover/77").Shows(http.StatusNotFound)
	})
}

// TestQualificationPages records who has what; people do not give it to themselves.
func TestQualificationPages(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		const path = "/on-call/qualifications"
		s.ana.Post(path, "title", "Own word", "kind", "training").Shows(http.StatusForbidden)
		s.lead.Post(path, "title", "", "kind", "training").Shows(http.StatusUnprocessableEntity, "needs a title")
		s.lead.Post(path, "title", "Emergency training", "kind", "training", "holder", fmt.Sprint(s.ana.ID)).Leads(path)
		s.ana.Get(path).Shows(http.StatusOK, "Emergency training", "Ana, the first").Hides("New qualification")
		s.lead.Post("/on-call/schedules/1", append(dailyForm("Customer emergencies", "daily 09:00-17:00", []int64{s.ben.ID}), "demand", "1")...).
			Shows(http.StatusUnprocessableEntity, "Ben has not: Emergency training")
		s.lead.Post(path+"/delete", "id", "1").Leads(path)
	})
}

// TestSettingsPage keeps the rules, and what was typed where they make no sense.
func TestSettingsPage(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		const path = "/settings/on-call"
		admin := s.Join("Max", "max@example.com", "admin")
		form := func(until, lieu string) []string {
			return []string{"day_from", "08:00", "day_until", until, "rest_hours", "10", "horizon_weeks", "2", "ahead_days", "7",
				"countries", "emea de by", "lieu", lieu}
		}
		s.lead.Get(path).Shows(http.StatusForbidden)
		admin.Get(path).Shows(http.StatusOK, "apac AU QLD", "Australia/ within 14 days", "Pacific/Auckland avoid NZ")
		admin.Post(path, form("07:00", "")...).Shows(http.StatusUnprocessableEntity, "no time of day behind 08:00", "emea de by")
		admin.Post(path, form("20:00", "sometimes")...).Shows(http.StatusUnprocessableEntity, "is no rule", "sometimes")
		admin.Post(path, form("20:00", "Europe/ within 30 days avoid de")...).Leads(path)
		if got := admin.Get(path).Shows(http.StatusOK, "emea DE BY").Text; !strings.Contains(got, "Europe/ within 30 days avoid DE") {
			t.Errorf("kept: %s", got)
		}
	})
}
