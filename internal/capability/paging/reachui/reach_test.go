package reachui_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/paging"
)

// contact is the newest way of Ana's.
func (s *site) contact() paging.Contact {
	s.T.Helper()
	all, err := s.paging.Contacts(s.ana.Context())
	if err != nil {
		s.T.Fatal(err)
	}
	return all[len(all)-1]
}

// TestReach is how a person comes to be paged by text message, in which order, and when not.
func TestReach(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const home = "/profile/reach"
		s.ana.Get(home).Shows(http.StatusOK, "Only mail reaches you", "ana@desk.test", "How I am reached")
		s.ana.Post(home+"/add", "kind", "sms", "address", "020").Shows(http.StatusUnprocessableEntity, `"020" is no telephone number`, `value="020"`)
		s.ana.Post(home+"/add", "kind", "sms", "address", "+31 20 1234567", "label", "Pocket").Leads(home)
		c := s.contact()
		s.ana.Get(home).Shows(http.StatusOK, "Pocket", "Not proven yet", "The code that was sent")
		s.ana.Post(way(c, "verify"), "code", "nonsense").Shows(http.StatusUnprocessableEntity, "is not the code that was sent", "nonsense")
		s.ana.Post(way(c, "verify"), "code", s.code()).Leads(home)
		s.ana.Get(home).Shows(http.StatusOK, "Works").Hides("Only mail reaches you", "Not proven yet")
		s.ana.Post(home+"/rules", "urgency", "high", "method-0", "", "after-0", "", "method-1", text(c.ID), "after-1",
			"90").Shows(http.StatusUnprocessableEntity, "from 0 to 60 minutes", `value="90"`)
		s.ana.Post(home+"/rules", "urgency", "high", "method-0", "", "after-0", "", "method-1", text(c.ID), "after-1", "3").Leads(home)
		s.ana.Get(home).Shows(http.StatusOK, `value="3"`)
		s.ana.Post(home+"/quiet", "from", "22:00", "until", "").Shows(http.StatusUnprocessableEntity, "Give both hours")
		s.ana.Post(home+"/quiet", "from", "22:00", "until", "07:00").Leads(home)
		s.ana.Get(home).Shows(http.StatusOK, `value="22:00"`, `value="07:00"`)
		s.ben.Post(way(c, "remove")).Shows(http.StatusNotFound)
		s.ana.Post(way(c, "remove")).Leads(home)
		s.ana.Get(home).Hides("Pocket")
	})
}

func way(c paging.Contact, act string) string { return "/profile/reach/" + text(c.ID) + "/" + act }

// TestTestPage rings for the reader and for nobody else.
func TestTestPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		at := s.ana.Post("/profile/reach/test").At
		if !strings.HasPrefix(at, "/pages/") {
			t.Fatalf("it leads to %q", at)
		}
		s.ana.Get("/phone").Shows(http.StatusOK, "Rings for you", "This is a test")
	})
}

// TestTeam: everybody of the team sees who would sleep through a page, without their addresses.
func TestTeam(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ben.Get("/team/reach").Shows(http.StatusOK, "Ana", "Only by mail", "would sleep through a page").Hides("ana@desk.test")
		s.ana.Get("/profile/reach").Shows(http.StatusOK, "/team/reach")
	})
}

// TestBrowser takes what the script of the page posts.
func TestBrowser(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const home = "/profile/reach/browser"
		keys := []string{"endpoint", "https://push.test/1", "p256dh",
			"BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM", "auth", "tBHItJI5svbpez7KI4CCXg", "label", "Linux"}
		s.ana.Post(home, keys...).Shows(http.StatusNoContent)
		s.ana.Get("/profile/reach").Shows(http.StatusOK, "Push", "Linux").Hides("push.test")
		s.ana.Post(home, "endpoint", "https://push.test/1").Shows(http.StatusUnprocessableEntity)
		s.ana.Post(home+"/remove", "endpoint", "https://push.test/1").Shows(http.StatusNoContent)
		s.ana.Get("/profile/reach").Hides("Linux")
	})
}

// TestChannels: the provider is set up and tried, and its token never comes back.
func TestChannels(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const home = "/settings/paging-channels"
		s.ana.Get(home).Shows(http.StatusForbidden)
		s.admin.Get(home).Shows(http.StatusOK, "https://desk.test/hooks/sms").Hides("Send a test")
		s.admin.Post(home+"/provider", "url", "https://sms.test", "account", "AC1", "token", "hush hush", "from",
			"555").Shows(http.StatusUnprocessableEntity, "is no telephone number").Hides("hush hush")
		s.admin.Post(home+"/provider", "url", "https://sms.test", "account", "AC1", "token", "hush hush", "from", "+15551234567").Leads(home)
		s.admin.Get(home).Shows(http.StatusOK, "A token is kept", "Send a test").Hides("hush hush")
		s.admin.Post(home+"/test", "kind", "sms", "to", "12").Shows(http.StatusUnprocessableEntity, "is no telephone number")
		s.admin.Post(home+"/test", "kind", "sms", "to", "+31201234567").Leads(home)
		if l := s.letters[len(s.letters)-1]; l.What != paging.Tested || l.To.Address != "+31201234567" {
			t.Errorf("%+v", l)
		}
		s.admin.Post(home+"/manners", "tell-chat", "on", "link_hours", "0", "sms.most", "5", "sms.minutes", "15", "voice.most", "1",
			"voice.minutes", "60").Shows(http.StatusUnprocessableEntity, "cannot work for 0 hours")
		s.admin.Post(home+"/manners", "tell-chat", "on", "link_hours", "2", "sms.most", "5", "sms.minutes", "15", "voice.most", "1",
			"voice.minutes", "60").Leads(home)
		c, err := s.paging.Channels(s.admin.Context())
		if err != nil || c.Link != 2 || len(c.Tell) != 1 || c.Throttle[paging.Voice] != (paging.Limit{Most: 1, Minutes: 60}) {
			t.Errorf("%+v, %v", c, err)
		}
	})
}
