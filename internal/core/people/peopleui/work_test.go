package peopleui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// region puts people of the team into EMEA, which works from Monday to Friday.
func (s *site) region(t *testing.T, names ...string) {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "test")
	for _, name := range names {
		users, _, err := s.People.Users(ctx, people.Filter{Query: name + "@"})
		if err != nil || len(users) != 1 {
			t.Fatalf("%s: %v, %v", name, users, err)
		}
		if _, err := s.People.EditUser(ctx, users[0].ID, people.Particulars{Name: name, Zone: "Europe/Berlin", Region: "emea"}); err != nil {
			t.Fatal(err)
		}
	}
}

// Scenario 31: hours and skills that are saved show at once in the team, its search and the catalogue.
func TestHoursAndSkills(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin, bo := s.team(t)
		s.region(t, "ana", "bo")
		bo.Get("/team/skills").Shows(200, "Nobody has named a skill yet")
		bo.Get("/profile/hours").Shows(200, "Europe/Berlin", "those of EMEA count").Hides("Round robin", "For managers")
		bo.Post("/profile/hours", "monday", "09:00-17:00", "tuesday", "17:00-09:00", "skill-0", "Gitaly", "level-0", "3").
			Shows(422, "ends before it begins", `value="17:00-09:00"`, `value="Gitaly"`)
		bo.Post("/profile/hours", "skill-0", "Gitaly").Shows(422, "level 0")
		bo.Post("/profile/hours", "do", "rows", "skill-0", "Gitaly", "skill-2", "Geo").Shows(200, `value="Geo"`, `name="skill-5"`)
		bo.Post("/profile/hours", "monday", "09:00-12:00, 13:00-17:00", "skill-0", "Gitaly", "level-0", "3", "languages", "de, ja").Leads("/profile/hours")
		bo.Get("/profile/hours").Shows(200, `value="09:00-12:00, 13:00-17:00"`, `value="Gitaly"`, `value="de, ja"`)
		bo.Get("/team/skills").Shows(200, "Gitaly", "thin")
		bo.Get("/team?skill=gitaly&level=3").Shows(200, "> bo", "Looking to help others").Hides("> ana")
		bo.Get("/team?skill=geo").Shows(200, "Nobody fits")
		bo.Get("/team?language=ja").Shows(200, "> bo").Hides("> ana<")
		bo.Get("/team?level=x&region=emea").Shows(200, "> ana", "> bo")

		path := "/people/" + idOf(t, s, "bo@desk.example.com")
		admin.Get(path+"/hours").Shows(200, "For managers", `value="Gitaly"`)
		admin.Post(path+"/hours", "modifier", "50", "focus-0", "SaaS", "percent-0", "90").Shows(422, "add up to 90", `value="SaaS"`)
		admin.Post(path+"/hours", "modifier", "half").Shows(422, "not a whole number", `value="half"`)
		admin.Post(path+"/hours", "title", "Senior", "manager", idOf(t, s, "ana@desk.example.com"), "modifier", "50", "round_robin", "on", "accepts", "25",
			"focus-0", "SaaS", "percent-0", "100", "skill-0", "Geo", "level-0", "1", "tuesday", "10:00-14:00").Leads(path + "/hours")
		bo.Get("/team").Shows(200, "4 of 25", "Senior")
		admin.Get(path).Shows(200, "Senior", "50 % of an equal share", "10:00-14:00", "SaaS", "100 %", `href="/team?skill=Geo"`)
		bo.Get("/people/"+idOf(t, s, "ana@desk.example.com")).Shows(200, "Reports to them").Hides("/time-off")
		bo.Post("/people/"+idOf(t, s, "ana@desk.example.com")+"/hours", "monday", "").Shows(403)
	})
}

// Scenarios 32 and 50: a wish shows the region's colour and what is to be handed over; there is no balance.
func TestTimeOffPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		s.region(t, "ana", "bo")
		now := s.DB.Now(t.Context())
		monday := now.AddDate(0, 0, 7+(8-int(now.Weekday()))%7)
		from, until := monday.Format(time.DateOnly), monday.AddDate(0, 0, 1).Format(time.DateOnly)
		bo.Get("/profile/time-off").Shows(200, "Nothing is planned", "There is no balance")
		bo.Post("/profile/time-off", "from", "soon", "note", "Hiking").Shows(422, "“soon” is not a day", "Hiking")
		bo.Post("/profile/time-off", "from", from, "until_hour", "noon").Shows(422, "Write it like 13:00", from)
		bo.Post("/profile/time-off", "do", "check", "from", from, "until", until).
			Shows(200, "1 of 2 away (50 %)", ">red<", "Tickets to hand over", "open tickets", "The manager and I talked").Hides("Cancel")
		bo.Post("/profile/time-off", "from", from, "until", until).Shows(422, "Talk it over with your manager", from)
		bo.Post("/profile/time-off", "from", from, "until", until, "agreed", "on", "note", "Hiking").Leads("/profile/time-off")
		mine := bo.Get("/profile/time-off").Shows(200, "Your colleagues see it", "Hiking", "Cancel")
		bo.Post("/profile/time-off", "from", from, "agreed", "on").Shows(422, "already")

		bo.Get("/team/capacity").Shows(200, "1 of 2 away (50 %)", ">red<", "EMEA")
		bo.Get("/team/capacity/"+until).Shows(200, "> bo", "nobody works").Hides("Hiking")
		bo.Get("/team/capacity/never").Shows(404)

		_, rest, _ := strings.Cut(mine.Text, `name="off" value="`)
		id, _, _ := strings.Cut(rest, `"`)
		bo.Post("/profile/time-off/cancel", "off", id).Leads("/profile/time-off")
		bo.Get("/profile/time-off").Shows(200, "taken back", "Nothing is planned")
		bo.Get("/team/capacity").Shows(200, "2 people, nobody away").Hides(">red<")
	})
}

func TestTeamWithoutRegions(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.Get("/team").Shows(200, "hours unknown", "> bo")
		bo.Get("/team/capacity").Shows(200, "nobody works") // regions, but nobody in them
	})
}
