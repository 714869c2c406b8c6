package peopleui_test

import (
	"strings"
	"testing"
)

func TestProfile(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.shows(bo.post("/profile", "name", "Bo Berg", "zone", "Mars"), 422, "not a time zone", "Bo Berg", "Mars")
		bo.leads(bo.post("/profile", "name", "Bo Berg", "zone", "Europe/Oslo", "locale", "de"), "/profile")
		bo.shows(bo.get("/profile"), 200, "Bo Berg", "Europe/Oslo", `value="de" selected`)

		preview := bo.post("/profile/signature", "do", "preview", "signature", "**Bo**\r\n<script>x</script>")
		bo.shows(preview, 200, "<strong>Bo</strong>", "**Bo**\n")
		if strings.Contains(preview.raw, "<script>x") {
			t.Errorf("a signature became HTML:\n%s", preview.raw)
		}
		bo.shows(bo.get("/profile/signature"), 200, "You have no signature")
		bo.leads(bo.post("/profile/signature", "signature", "**Bo**"), "/profile/signature")
		bo.shows(bo.get("/profile/signature"), 200, "<strong>Bo</strong>")

		bo.shows(bo.get("/profile/notifications"), 200, `name="replied.mail" checked`, `name="assigned.page" checked`)
		bo.leads(bo.post("/profile/notifications", "assigned.page", "on"), "/profile/notifications")
		page := bo.get("/profile/notifications")
		bo.shows(page, 200, `name="assigned.page" checked`)
		bo.hides(page, `name="replied.mail" checked`)
	})
}

func TestPasswordEndsOtherBrowsers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		phone := s.browser(t)
		phone.leads(phone.post("/sign-in", "address", "bo@desk.example.com", "password", password, "remember", "on"), "/")
		bo.shows(bo.post("/profile/password", "current", "wrong", "password", "a quite different word"), 422, "not your current password")
		bo.leads(bo.post("/profile/password", "current", password, "password", "a quite different word"), "/profile/password")
		bo.shows(bo.get("/profile/password"), 200, "Other browsers were signed out")
		phone.leads(phone.get("/profile"), "/sign-in?next=%2Fprofile")
	})
}
