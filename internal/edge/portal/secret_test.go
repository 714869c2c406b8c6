package portal_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// passwordLink does the job that mails links for passwords, and gives the path of the newest.
func (s *site) passwordLink(args string) string {
	s.T.Helper()
	before := len(s.letters)
	for _, w := range s.People.Workers() {
		if w.Kind == "people.password" {
			s.must(w.Handle(s.T.Context(), job.Job{Kind: w.Kind, Args: []byte(args)}))
		}
	}
	if len(s.letters) == before {
		return ""
	}
	l := s.letters[len(s.letters)-1]
	u, err := url.Parse(l.Link)
	if err != nil || l.Kind != people.PasswordLetter || !strings.HasPrefix(u.Path, people.PasswordPath) {
		s.T.Fatalf("%+v", l)
	}
	return u.Path
}

// Who signs in by mailed link can set a password, change it, and sign in with it.
func TestOwnPassword(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const first, second = "seven lanterns burn", "eight harbours sleep"
		phone := s.Stranger()
		phone.Post(pathOf(s.mailed(`{"address":"dana@customer.test"}`)), "next", "/portal/settings").Leads("/portal/settings")
		phone.Get("/portal/settings").Shows(200, "Set a password", "/portal/settings/password")
		phone.Get("/portal/settings/password").Shows(200, "mailed link so far", "At least 12 characters").Hides(`name="current"`, "<script")
		phone.Post("/portal/settings/password", "password", "short").Shows(422, "This one has 5 characters", "Take at least 12").Hides(`value="short"`)
		phone.Post("/portal/settings/password", "password", first).Leads("/portal/settings")
		phone.Get("/portal/settings").Shows(200, "Your password is set", "Change your password")

		desk := s.Stranger()
		desk.Post("/portal/sign-in/password", "address", "dana@customer.test", "password", first).Leads("/portal/")
		desk.Get("/portal/settings/password").Shows(200, `name="current"`)
		desk.Post("/portal/settings/password", "current", "guess", "password", second).Shows(422, "This is not your password").Hides("guess", second)
		desk.Post("/portal/settings/password", "current", first, "password", second).Leads("/portal/settings")
		desk.Get("/portal/").Shows(200)
		phone.Get("/portal/").Leads("/portal/sign-in?next=%2Fportal%2F") // every other browser is signed out
		if got := phone.Post("/portal/settings/password", "current", second, "password", "x").Shows(401,
			"You were signed out"); strings.Contains(got.Text, second) {
			t.Error("a password is written into a page")
		}
	})
}

// A forgotten password is replaced by a mailed link, in the customer's language; strangers learn nothing.
func TestForgottenPassword(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		guest := s.Stranger()
		guest.Get("/portal/sign-in/password").Shows(200, "/portal/sign-in/forgot")
		guest.Get("/portal/sign-in/forgot").Shows(200, "Forgotten your password?").Hides("<script")
		known := guest.Post("/portal/sign-in/forgot", "address", "dana@customer.test").Shows(200, "Look into your mailbox", "If we know dana@customer.test")
		unknown := guest.Post("/portal/sign-in/forgot", "address", "zoe@customer.test")
		if strings.ReplaceAll(known.Text, "dana@", "zoe@") != unknown.Text {
			t.Error("the answer tells which addresses are known")
		}
		guest.Post("/portal/sign-in/forgot", "address", "dana").Shows(422, "not an e-mail address", `value="dana"`)
		for _, address := range []string{"zoe@customer.test", "ana@northwind.test"} {
			if link := s.passwordLink(`{"address":"` + address + `"}`); link != "" {
				t.Errorf("%s gets %s", address, link)
			}
		}
		link := s.passwordLink(`{"address":"dana@customer.test","language":"de"}`)
		if l := s.letters[len(s.letters)-1]; l.User.Locale != "de" || l.User.Email != "dana@customer.test" {
			t.Errorf("%+v", l)
		}
		guest.Get(link).Shows(200, "For dana@customer.test").Hides("<script")
		guest.Post(link, "password", "dana@customer.test").Shows(422, "not your address")
		guest.Post(link, "password", "seven lanterns burn").Leads("/portal/")
		guest.Get("/portal/").Shows(200, "My tickets")
		guest.Get(link).Shows(404, "does not work any more", "/portal/sign-in/forgot")
		guest.Post(link, "password", "eight harbours sleep").Shows(404, "does not work any more")
		s.Stranger().Post("/portal/sign-in/password", "address", "dana@customer.test", "password", "seven lanterns burn").Leads("/portal/")
		for range 5 {
			guest.Post("/portal/sign-in/forgot", "address", "eve@customer.test")
		}
		guest.Post("/portal/sign-in/forgot", "address", "eve@customer.test").Shows(429, "Please wait")
	})
}
