package intakeui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
)

func (s *site) mailboxes() []intake.Mailbox {
	s.T.Helper()
	list, err := intake.Mailboxes.Get(s.T.Context(), s.DB.Read())
	if err != nil {
		s.T.Fatal(err)
	}
	return list
}

const edit = "/settings/mailboxes/edit/support"

func (s *site) addMailbox() {
	s.T.Helper()
	s.cleo.Post("/settings/mailboxes", "account", "support", "host", "imap.desk.test", "security", "tls", "username", "support@desk.test",
		"password", " s3cret ").Leads("/settings/mailboxes")
}

// A password is taken as typed, never shown, and kept when the field is left empty for the same server.
func TestMailboxKeepsItsPassword(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.addMailbox()
		want := intake.Mailbox{Account: "support", Host: "imap.desk.test", Security: "tls", Username: "support@desk.test", Password: " s3cret "}
		if got := s.mailboxes(); len(got) != 1 || got[0] != want {
			t.Fatalf("stored %+v", got)
		}
		s.cleo.Get(edit).Shows(http.StatusOK, "imap.desk.test").Hides("s3cret")
		s.cleo.Post(edit, "host", "imap.desk.test", "port", "1993", "security", "tls", "username", "support@desk.test", "off",
			"on").Leads("/settings/mailboxes")
		want.Port, want.Off = 1993, true
		if got := s.mailboxes(); got[0] != want {
			t.Errorf("stored %+v, want %+v", got[0], want)
		}
		s.cleo.Post(edit, "host", "imap.evil.test", "security", "tls", "username", "support@desk.test").
			Shows(http.StatusUnprocessableEntity, "Type the password for support@desk.test at imap.evil.test", `value="imap.evil.test"`).Hides("s3cret")
		if got := s.mailboxes(); got[0] != want {
			t.Errorf("a refused change was stored: %+v", got[0])
		}
		s.cleo.Post(edit + "/remove").Leads("/settings/mailboxes")
		if got := s.mailboxes(); len(got) != 0 {
			t.Errorf("%d mailboxes after the removal", len(got))
		}
	})
}

// What is wrong stands at its field, with what was typed; nothing is stored.
func TestMailboxErrors(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.addMailbox()
		good := map[string]string{"account": "sales", "host": "imap.x.test", "security": "tls", "username": "u", "password": "p"}
		for name, c := range map[string]struct{ field, value, says string }{
			"no name":        {"account", "", "f-account-error"},
			"a name twice":   {"account", "support", "There is a mailbox called support already"},
			"a name to trip": {"account", "a/b", "f-account-error"},
			"no server":      {"host", "", "f-host-error"},
			"no port":        {"port", "70000", "70000 is no port"},
			"not a number":   {"port", "imap", "is not a whole number"},
			"no password":    {"password", "", "f-password-error"},
			"clear text":     {"security", "plain", "would cross the network to imap.x.test in clear text"},
			"odd security":   {"security", "magic", "f-security-error"},
		} {
			var fields []string
			for k, v := range good {
				if k != c.field {
					fields = append(fields, k, v)
				}
			}
			a := s.cleo.Post("/settings/mailboxes", append(fields, c.field, c.value)...)
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text, c.says) || !strings.Contains(a.Text, `name="username"`) {
				t.Errorf("%s: status %d\n%s", name, a.Status, a.Main())
			}
		}
		if got := s.mailboxes(); len(got) != 1 {
			t.Errorf("%d mailboxes, want the first alone", len(got))
		}
	})
}

// The button tries to sign in, saves nothing, and tells what the server said.
func TestTryTheConnection(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		fields := []string{"account", "support", "host", "127.0.0.1", "port", "1", "security", "tls", "username", "u", "password", "s3cret", "do", "try"}
		s.cleo.Post("/settings/mailboxes", fields...).Shows(http.StatusOK, "does not work", "The mail server 127.0.0.1 does not answer",
			"Type the password again").
			Hides("s3cret")
		if got := s.mailboxes(); len(got) != 0 {
			t.Errorf("a try stored %+v", got)
		}
		s.ana.Post("/settings/mailboxes", fields...).Shows(http.StatusForbidden)
	})
}

func TestIncomingSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const page = "/settings/mailboxes"
		s.ana.Get(page).Shows(http.StatusForbidden)
		s.ana.Get(page + "/new").Shows(http.StatusForbidden)
		s.cleo.Get(page).Shows(http.StatusOK, support, "No mailbox to fetch from", "127.0.0.1:2525", "smtp:[127.0.0.1]:2525")
		s.cleo.Post(page+"/addresses", "addresses", "Help@desk.test\r\nhelp@desk.test\r\n\r\nsales@desk.test").Leads(page)
		list, err := intake.Addresses.Get(t.Context(), s.DB.Read())
		if err != nil || strings.Join(list, " ") != "help@desk.test sales@desk.test" {
			t.Errorf("addresses %q, %v", list, err)
		}
		s.cleo.Post(page+"/addresses", "addresses", "help+me@desk.test").Shows(http.StatusUnprocessableEntity, "help+me@desk.test", "f-addresses-error")
		s.cleo.Post(page+"/brakes", "per_sender_hour", "0").Shows(http.StatusUnprocessableEntity, "f-per_sender_hour-error")
		s.cleo.Post(page+"/brakes", "per_sender_hour", "20").Leads(page)
		s.addMailbox()
		s.statuses["support"] = intake.MailboxStatus{Account: "support", Phase: "troubled", Error: "does not take the password",
			Since: time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC)}
		s.cleo.Get(page).Shows(http.StatusOK, `value="20"`, "in trouble", "does not take the password")
		s.cleo.Get(page+"/statuses").Shows(http.StatusOK, "in trouble").Hides("<html")
	})
}
