package intakeui_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/intake"
)

func (s *site) mailboxes() []intake.Mailbox {
	s.t.Helper()
	list, err := intake.Mailboxes.Get(s.t.Context(), s.db.Read())
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

const edit = "/settings/mailboxes/edit/support"

func (s *site) addMailbox() {
	s.t.Helper()
	s.post(s.cleo, "/settings/mailboxes", "account", "support", "host", "imap.desk.test", "security", "tls", "username", "support@desk.test",
		"password", " s3cret ").leads("/settings/mailboxes")
}

// A password is taken as typed, never shown, and kept when the field is left empty for the same server.
func TestMailboxKeepsItsPassword(t *testing.T) {
	each(t, func(s *site) {
		s.addMailbox()
		want := intake.Mailbox{Account: "support", Host: "imap.desk.test", Security: "tls", Username: "support@desk.test", Password: " s3cret "}
		if got := s.mailboxes(); len(got) != 1 || got[0] != want {
			t.Fatalf("stored %+v", got)
		}
		s.get(s.cleo, edit).shows(http.StatusOK, "imap.desk.test").hides("s3cret")
		s.post(s.cleo, edit, "host", "imap.desk.test", "port", "1993", "security", "tls", "username", "support@desk.test", "off", "on").leads("/settings/mailboxes")
		want.Port, want.Off = 1993, true
		if got := s.mailboxes(); got[0] != want {
			t.Errorf("stored %+v, want %+v", got[0], want)
		}
		s.post(s.cleo, edit, "host", "imap.evil.test", "security", "tls", "username", "support@desk.test").
			shows(http.StatusUnprocessableEntity, "Type the password for support@desk.test at imap.evil.test", `value="imap.evil.test"`).hides("s3cret")
		if got := s.mailboxes(); got[0] != want {
			t.Errorf("a refused change was stored: %+v", got[0])
		}
		s.post(s.cleo, edit+"/remove").leads("/settings/mailboxes")
		if got := s.mailboxes(); len(got) != 0 {
			t.Errorf("%d mailboxes after the removal", len(got))
		}
	})
}

// What is wrong stands at its field, with what was typed; nothing is stored.
func TestMailboxErrors(t *testing.T) {
	each(t, func(s *site) {
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
			a := s.post(s.cleo, "/settings/mailboxes", append(fields, c.field, c.value)...)
			if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.text, c.says) || !strings.Contains(a.text, `name="username"`) {
				t.Errorf("%s: status %d\n%s", name, a.Code, a.main())
			}
		}
		if got := s.mailboxes(); len(got) != 1 {
			t.Errorf("%d mailboxes, want the first alone", len(got))
		}
	})
}

// The button tries to sign in, saves nothing, and tells what the server said.
func TestTryTheConnection(t *testing.T) {
	each(t, func(s *site) {
		fields := []string{"account", "support", "host", "127.0.0.1", "port", "1", "security", "tls", "username", "u", "password", "s3cret", "do", "try"}
		s.post(s.cleo, "/settings/mailboxes", fields...).shows(http.StatusOK, "does not work", "The mail server 127.0.0.1 does not answer", "Type the password again").
			hides("s3cret")
		if got := s.mailboxes(); len(got) != 0 {
			t.Errorf("a try stored %+v", got)
		}
		s.post(s.ana, "/settings/mailboxes", fields...).shows(http.StatusForbidden)
	})
}

func TestIncomingSettings(t *testing.T) {
	each(t, func(s *site) {
		const page = "/settings/mailboxes"
		s.get(s.ana, page).shows(http.StatusForbidden)
		s.get(s.ana, page+"/new").shows(http.StatusForbidden)
		s.get(s.cleo, page).shows(http.StatusOK, support, "No mailbox to fetch from", "127.0.0.1:2525", "smtp:[127.0.0.1]:2525")
		s.post(s.cleo, page+"/addresses", "addresses", "Help@desk.test\r\nhelp@desk.test\r\n\r\nsales@desk.test").leads(page)
		list, err := intake.Addresses.Get(t.Context(), s.db.Read())
		if err != nil || strings.Join(list, " ") != "help@desk.test sales@desk.test" {
			t.Errorf("addresses %q, %v", list, err)
		}
		s.post(s.cleo, page+"/addresses", "addresses", "help+me@desk.test").shows(http.StatusUnprocessableEntity, "help+me@desk.test", "f-addresses-error")
		s.post(s.cleo, page+"/brakes", "per_sender_hour", "0").shows(http.StatusUnprocessableEntity, "f-per_sender_hour-error")
		s.post(s.cleo, page+"/brakes", "per_sender_hour", "20").leads(page)
		s.addMailbox()
		s.statuses["support"] = intake.MailboxStatus{Account: "support", Phase: "troubled", Error: "does not take the password", Since: time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC)}
		s.get(s.cleo, page).shows(http.StatusOK, `value="20"`, "in trouble", "does not take the password")
		s.get(s.cleo, page+"/statuses").shows(http.StatusOK, "in trouble").hides("<html")
	})
}
