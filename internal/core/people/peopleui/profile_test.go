package peopleui_test

import (
	"strings"
	"testing"
)

func TestProfile(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		bo.Post("/profile", "name", "Bo Berg", "zone", "Mars").Shows(422, "not a time zone", "Bo Berg", "Mars")
		bo.Post("/profile", "name", "Bo Berg", "zone", "Europe/Oslo", "locale", "de").Leads("/profile")
		bo.Get("/profile").Shows(200, "Bo Berg", "Europe/Oslo", `value="de" selected`)

		preview := bo.Post("/profile/signature", "do", "preview", "signature", "**Bo**\r\n<script>x</script>").Shows(200, "<strong>Bo</strong>", "**Bo**\n")
		if strings.Contains(preview.Raw, "<script>x") {
			t.Errorf("a signature became HTML:\n%s", preview.Raw)
		}
		bo.Get("/profile/signature").Shows(200, "You have no signature")
		bo.Post("/profile/signature", "signature", "**Bo**").Leads("/profile/signature")
		bo.Get("/profile/signature").Shows(200, "<strong>Bo</strong>")

		bo.Get("/profile/notifications").Shows(200, `name="replied.mail" checked`, `name="assigned.page" checked`)
		bo.Post("/profile/notifications", "assigned.page", "on").Leads("/profile/notifications")
		page := bo.Get("/profile/notifications").Shows(200, `name="assigned.page" checked`)
		page.Hides(`name="replied.mail" checked`)
	})
}

func TestPasswordEndsOtherBrowsers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, bo := s.team(t)
		phone := s.Stranger()
		phone.Post("/sign-in", "address", "bo@desk.example.com", "password", password, "remember", "on").Leads("/")
		bo.Post("/profile/password", "current", "wrong", "password", "a quite different word").Shows(422, "not your current password")
		bo.Post("/profile/password", "current", password, "password", "a quite different word").Leads("/profile/password")
		bo.Get("/profile/password").Shows(200, "Other browsers were signed out")
		phone.Get("/profile").Leads("/sign-in?next=%2Fprofile")
	})
}
