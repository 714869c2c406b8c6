package portal_test

import (
	"net/http"
	"strings"
	"testing"
)

// A link is asked for on one device and followed on another; it leads on to where the customer was going.
func TestEnterByMail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		desk, phone := s.Stranger(), s.Stranger()
		desk.Get("/portal/tickets/7").Leads("/portal/sign-in?next=%2Fportal%2Ftickets%2F7")
		desk.Get("/portal/sign-in?next=%2Fportal%2Ftickets%2F7").Shows(200, "Sign in to support", `value="/portal/tickets/7"`, "no password").Hides("<script")
		known := desk.Post("/portal/sign-in", "address", "dana@customer.test", "next", "/portal/tickets/7")
		unknown := desk.Post("/portal/sign-in", "address", "zoe@customer.test", "next", "/portal/tickets/7")
		known.Shows(200, "Look into your mailbox", "support contact of your company", "support@northwind.test")
		if strings.ReplaceAll(known.Text, "dana@", "zoe@") != unknown.Text {
			t.Error("the answer tells which addresses are known")
		}
		desk.Post("/portal/sign-in", "address", "dana").Shows(422, "not an e-mail address", `value="dana"`)

		link := s.mailed(`{"address":"dana@customer.test","next":"/portal/settings","language":"en"}`)
		phone.Get(link).Shows(200, "Dana Whitfield, this link signs you in").Hides("<script")
		phone.Get("/portal/").Leads("/portal/sign-in?next=%2Fportal%2F")
		phone.Post(pathOf(link), "next", "/portal/settings").Leads("/portal/settings")
		phone.Get("/portal/settings").Shows(200, "Dana Whitfield", "Sign out")
		desk.Get(link).Shows(404, "does not work any more", "Ask for another link")
		desk.Post(pathOf(link)).Shows(404, "does not work any more")
		phone.Get("/portal/sign-in?next=/portal/new").Leads("/portal/new")
		phone.Post("/portal/sign-out").Leads("/portal/sign-in")
		phone.Get("/portal/").Leads("/portal/sign-in?next=%2Fportal%2F")
	})
}

// Nobody chooses from outside where a sign-in ends.
func TestDoorsLeadInsideOnly(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, next := range []string{"https://evil.test/", "//evil.test", "/tickets", "/portal/../tickets\\", "javascript:alert(1)", ""} {
			link := pathOf(s.mailed(`{"address":"dana@customer.test"}`))
			s.Stranger().Post(link, "next", next).Leads("/portal/")
		}
	})
}

// Asking and guessing are slowed down by address, wherever from, and by client, whatever for.
func TestDoorsAreLimited(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		guest := s.Stranger()
		for range 5 {
			guest.Post("/portal/sign-in", "address", "dana@customer.test").Shows(200)
		}
		a := guest.Post("/portal/sign-in", "address", "DANA@customer.test").Shows(http.StatusTooManyRequests, "Please wait", "DANA@customer.test")
		if a.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		guest.Post("/portal/sign-in/password", "address", "dana@customer.test", "password", "x").Shows(http.StatusTooManyRequests, "Please wait")
		last := 0
		for range 20 {
			last = guest.Post("/portal/sign-in/password", "address", "a@b.test", "password", "x").Status
		}
		if last != http.StatusTooManyRequests {
			t.Errorf("a client may guess on: %d", last)
		}
	})
}

func TestPasswordDoor(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const word = "seven lanterns burn"
		if _, err := s.People.Add(s.Ctx, "Bo Berg", "bo@northwind.test", "agent", word); err != nil {
			t.Fatal(err)
		}
		guest := s.Stranger()
		guest.Get("/portal/sign-in/password?next=/portal/new").Shows(200, "Password", "Mail me a link instead")
		guest.Post("/portal/sign-in/password", "address", "dana@customer.test", "password", "guess").Shows(422, "let us mail you a link",
			`value="dana@customer.test"`).Hides("guess")
		guest.Post("/portal/sign-in/password", "address", "bo@northwind.test", "password", word).Leads("/")
	})
}

// Whose sign-in has ended while they wrote gets their words back, to send them again.
func TestSignedOutKeepsWords(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		guest, path := s.Stranger(), "/portal/tickets/"+number(id)
		guest.Send(path, "body", "Half an hour of <typing>", "file", "trace.log:x").Shows(401, "You were signed out",
			"Half an hour of <typing>", `action="`+path+`"`, "multipart/form-data")
		guest.Send("/portal/new", "subject", "S", "body", "B", "severity", "2").Shows(401, `name="subject" value="S"`, `name="severity" value="2"`)
		guest.Post(path+"/solved").Shows(401, "You were signed out")
		if got := s.dana.Get(path); strings.Contains(got.Text, "typing") {
			t.Error("a stranger's words were taken")
		}
	})
}

func TestPortalSpeaksGerman(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.dana.Header.Set("Accept-Language", "de-AT,de;q=0.9")
		s.dana.Get("/portal/").Shows(200, "Meine Tickets", "Nichts ist offen", `lang="de"`)
		s.dana.Get("/portal/new").Shows(200, "Schweregrad 1: Notfall", "Alle Regionen")
		s.dana.Send("/portal/new", "subject", "").Shows(422, "Sagen Sie in einer Zeile, worum es geht.")
		s.dana.Send("/portal/new", "subject", "s", "body", "b", "severity", "4", "cc", "eve@customer.test, moon").Shows(422, "„moon“ ist keine E-Mail-Adresse")
		many := strings.Repeat("a@b.test,", 3)
		for i := range 21 {
			many += "a" + number(int64(i)) + "@b.test "
		}
		s.dana.Send("/portal/new", "subject", "s", "body", "b", "severity", "4", "cc", many).Shows(422, "Höchstens 20 Personen")
	})
}
