package statusui

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// TestPage shows how all is to a stranger, in their language, and says when nothing has changed.
func TestPage(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		page := s.stranger.Get("/status/").Shows(http.StatusOK, "Globex status", "Partial system outage", "Pushes <fail>", "It is the",
			"Git", "over SSH and HTTPS",
			"% uptime in 90 days", "1 day with trouble", "Scheduled maintenance", "New disks", "Slow API", "as fast as ever")
		page.Hides("<script", "style=")
		s.stranger.Get("/status").Leads("/status/")
		page = s.stranger.Get("/status/incidents/"+s.open.Code).Shows(http.StatusOK, "Identified", "Investigating", "Affected: Git")
		s.stranger.Get("/status/incidents/none").Shows(http.StatusNotFound)
		s.stranger.Get("/status/history").Shows(http.StatusOK, "Slow API", "New disks")
		s.stranger.Get("/status/history/2020-02").Shows(http.StatusOK, "February 2020", "Nothing happened in this month")
		s.stranger.Get("/status/history/soon").Shows(http.StatusNotFound)

		again := *s.stranger
		again.Header = s.stranger.Header.Clone()
		again.Header.Set("If-None-Match", page.Header.Get("ETag"))
		if got := again.Get("/status/incidents/" + s.open.Code); got.Status != http.StatusNotModified ||
			page.Header.Get("Cache-Control") != "public, max-age=15" {
			t.Errorf("asked again: %d, %q", got.Status, page.Header.Get("Cache-Control"))
		}
		again.Header.Del("If-None-Match")
		again.Header.Set("Accept-Language", "de")
		again.Get("/status/").Shows(http.StatusOK, "Teilweiser Ausfall", "Status von Globex")
	})
}

// TestSmall keeps the page with its stylesheet under 15 kB on the wire.
func TestSmall(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		zip.Write([]byte(s.stranger.Get("/status/").Raw))
		zip.Close()
		page := packed.Len()
		packed.Reset()
		zip.Reset(&packed)
		zip.Write(web.AssetBody(styleFile))
		zip.Close()
		t.Logf("the page has %d bytes, its stylesheet %d", page, packed.Len())
		if page+packed.Len() > 15_000 {
			t.Errorf("the page has %d bytes, its stylesheet %d", page, packed.Len())
		}
	})
}

// TestSubscribe asks twice before anything is sent, lets people choose, and ends with one click.
func TestSubscribe(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		s.stranger.Get("/status/subscribe").Shows(http.StatusOK, "Mail address or webhook URL", "Git")
		s.stranger.Post("/status/subscribe", "channel", "mail", "address", "nobody").Shows(http.StatusUnprocessableEntity,
			"“nobody” is no mail address", `value="nobody"`)
		s.stranger.Post("/status/subscribe", "channel", "webhook", "address", "example.com").Shows(http.StatusUnprocessableEntity, "is no web address")
		s.stranger.Post("/status/subscribe", "channel", "mail", "address", "Dana@out.test", "component", "2").Shows(http.StatusOK, "One more step")
		if len(s.letters) != 1 || s.letters[0].Address != "dana@out.test" || s.letters[0].Unsubscribe != "" {
			t.Fatalf("%+v", s.letters)
		}
		link := strings.TrimPrefix(s.letters[0].URL, "https://desk.test")
		s.stranger.Get(link).Shows(http.StatusOK, "Do you want dana@out.test", "Yes, tell me")
		if got, err := s.incidents.Subscription(t.Context(), link[strings.LastIndex(link, "/")+1:]); err != nil || got.State != incident.Asked {
			t.Errorf("opening the link confirms: %v, %v", got, err)
		}
		s.stranger.Post(link, "component", "2").Shows(http.StatusOK, "Thank you")
		s.stranger.Get(strings.Replace(link, "/subscription/", "/subscription/A", 1)).Shows(http.StatusNotFound, "cut short")
		leave := strings.Replace(link, "/subscription/", "/unsubscribe/", 1)
		s.stranger.Get(leave).Shows(http.StatusOK, "Send nothing more to dana@out.test?")
		s.stranger.Post(leave, "List-Unsubscribe", "One-Click").Shows(http.StatusOK, "You are unsubscribed")
		s.stranger.Post(leave, "List-Unsubscribe", "One-Click").Shows(http.StatusOK, "You are unsubscribed")
		if got, _ := s.incidents.Subscription(t.Context(), link[strings.LastIndex(link, "/")+1:]); got.State != incident.Gone {
			t.Errorf("%+v", got)
		}
	})
}

// TestOwn shows a customer what touches them, by a secret link and signed in, and nothing of others.
func TestOwn(t *testing.T) {
	each(t, func(t *testing.T, s *desk) {
		dana, initech := s.customer(t, "Initech", "dana@initech.test")
		_, other := s.customer(t, "Hooli", "x@hooli.test")
		for _, u := range []int64{dana.ID} {
			x, err := s.Tickets.Create(s.Ctx,
				ticket.NewTicket{Subject: "Our pushes fail", RequesterID: u, Channel: "web", Comment: ticket.NewComment{Public: true, Body: "x"}})
			must(t, err)
			must(t, s.incidents.LinkTicket(s.ana.Context(), s.open.ID, x.ID))
		}
		c, err := s.incidents.SaveCustomer(s.ana.Context(), initech.ID, []int64{s.git}, true, false)
		must(t, err)
		s.stranger.Get(c.Path()).Shows(http.StatusOK, "Only for Initech", "Pushes <fail>", "Our pushes fail", "Git").Hides("Slow API", "Component A", "<script")
		h, err := s.incidents.SaveCustomer(s.ana.Context(), other.ID, []int64{s.api}, true, false)
		must(t, err)
		s.stranger.Get(h.Path()).Shows(http.StatusOK, "Slow API").Hides("Our pushes fail", "Pushes <fail>")
		fresh, err := s.incidents.SaveCustomer(s.ana.Context(), initech.ID, []int64{s.git}, true, true)
		must(t, err)
		s.stranger.Get(c.Path()).Shows(http.StatusNotFound, "does not work any more")
		if got := s.stranger.Get(fresh.Path()).Header.Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("a private page may be kept: %q", got)
		}
		s.stranger.Get("/status/mine").Leads("/portal/sign-in?next=%2Fstatus%2Fmine")
	})
}
