package oncallui_test

import (
	"net/http"
	"testing"
)

// TestImportPages takes a file of PagerDuty's over, says what it could not, and keeps nothing of what is none.
func TestImportPages(t *testing.T) {
	eachCalendar(t, func(t *testing.T, s *calendars) {
		s.ana.Get("/on-call/import").Shows(http.StatusForbidden)
		s.lead.Get("/on-call/import").Shows(http.StatusOK, "Choose a file")
		s.lead.Send("/on-call/import").Shows(http.StatusUnprocessableEntity, "Choose a file first")
		s.lead.Send("/on-call/import", "file", "notes.txt:hello").Shows(http.StatusUnprocessableEntity, "“notes.txt” is neither")
		file := func(name string) string {
			return `pd.json:{"schedule": {"name": "From PagerDuty", "time_zone": "UTC", "schedule_layers": [{"name": "One", "start": "2026-01-01T00:00:00Z",
			"rotation_turn_length_seconds": 86400, "restrictions": [{"type": "daily_restriction", "start_time_of_day": "09:00:00", "duration_seconds": 3600}],
			"users": [{"user": {"summary": "` + name + `"}}, {"user": {"id": "P1", "summary": "Zoë"}}]}]}}`
		}
		s.lead.Send("/on-call/import", "file", file("Ben")).Shows(http.StatusOK, "Nothing was saved: Ben would be on call", "Zoë (P1) is not in the team")
		s.lead.Get("/on-call/schedules/2").Shows(http.StatusNotFound)
		s.lead.Send("/on-call/import", "file", file("Lea")).Shows(http.StatusOK, "Imported with 1 layers and 0 overrides",
			"Zoë (P1) is not in the team", "/on-call/schedules/")
		s.lead.Get("/on-call").Shows(http.StatusOK, "From PagerDuty")
	})
}
