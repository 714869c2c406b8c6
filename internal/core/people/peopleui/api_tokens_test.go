package peopleui_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
)

// A token is made in the profile, shown once, and ended where it stands.
func TestTokensOfOneself(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ana, bo := s.team(t)
		bo.Get("/profile/tokens").Shows(http.StatusOK, "No token yet", "on_call:read").Hides("Act as whoever")
		ana.Get("/profile/tokens").Shows(http.StatusOK, "Act as whoever")
		bo.Post("/profile/tokens", "name", "", "days", "90", "scope-read", "on").Shows(http.StatusUnprocessableEntity, "f-name-error")
		bo.Post("/profile/tokens", "name", "Board", "days", "x").Shows(http.StatusUnprocessableEntity, "not a whole number", `value="Board"`)
		bo.Post("/profile/tokens", "name", "Board", "days", "90").Shows(http.StatusUnprocessableEntity, "Choose what the token is for")
		bo.Post("/profile/tokens", "name", "Board", "days", "90", "scope-read", "on", "scope-impersonate",
			"on").Shows(http.StatusUnprocessableEntity, "Only an administrator")

		made := bo.Post("/profile/tokens", "name", "Board", "days", "30", "scope-on_call:read", "on").Shows(http.StatusOK,
			"Your token for Board", "Copy it now")
		secret := regexp.MustCompile(`dwt_[\w-]+`).FindString(made.Text)
		if made.Header.Get("Cache-Control") != "no-store" {
			t.Error("the page with the token may be kept")
		}
		p, err := s.People.Authenticate(t.Context(), people.Credentials{Token: secret}, people.Need{Resource: "on_call"})
		if err != nil || p.Name != "bo" {
			t.Fatalf("%+v, %v", p, err)
		}
		bo.Get("/profile/tokens").Shows(http.StatusOK, "Board", "…"+secret[len(secret)-4:], "on_call:read").Hides(secret)

		ana.Get("/settings/api").Shows(http.StatusOK, "Board", "bo").Hides(secret)
		bo.Get("/settings/api").Shows(http.StatusForbidden)
		ana.Post("/settings/api/revoke", "id", "1").Leads("/settings/api")
		bo.Get("/profile/tokens").Shows(http.StatusOK, "revoked").Hides("Revoke</button>")
		if _, err := s.People.Authenticate(t.Context(), people.Credentials{Token: secret}, people.Need{Resource: "on_call"}); err == nil {
			t.Error("a revoked token works")
		}
	})
}

func TestAPISettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ana, bo := s.team(t)
		ana.Get("/settings/api").Shows(http.StatusOK, `value="700"`)
		ana.Post("/settings/api", "per_minute", "many").Shows(http.StatusUnprocessableEntity, `value="many"`)
		ana.Post("/settings/api", "per_minute", "-5").Shows(http.StatusUnprocessableEntity, "not -5")
		bo.Post("/settings/api", "per_minute", "5").Shows(http.StatusForbidden)
		ana.Post("/settings/api", "per_minute", "60", "passwords", "on").Leads("/settings/api")
		ana.Get("/settings/api").Shows(http.StatusOK, `value="60"`, `name="passwords" checked`)
	})
}
