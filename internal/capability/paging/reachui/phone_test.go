package reachui_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/paging"
)

// TestPhone is the page on a phone: what rang, how long there is left, one tap to have it, and then the work.
func TestPhone(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/phone").Shows(http.StatusOK, "Nothing rings", "Let pages ring here", "manifest.webmanifest")
		p, _ := s.ring(s.ana)
		path := paging.PhonePath(p.ID)
		s.ana.Get("/phone").Shows(http.StatusOK, "Rings for you", path)
		s.ben.Get("/phone").Shows(http.StatusOK, "Rings for others")
		s.ana.Get(path).Shows(http.StatusOK, "502 for all users", "Globex", "14 min", "to the first reply", "you are first",
			"Acknowledge, I have it", "Pass to next", "/tickets/5", "Nobody can work.", "Looks like Gitaly.", "internal").Hides("Hand over")
		s.ana.Get(path+"/card").Shows(http.StatusOK, "502 for all users").Hides("<html")
		s.ana.Post(path + "/acknowledge").Leads(path)
		s.ana.Get(path).Shows(http.StatusOK, "You have it since", "/tickets/5#composer", "Reply", "/tickets/5/emergency/hand-over").Hides("Pass to next")
		s.ben.Get(path).Shows(http.StatusOK, "Ana has it since")
		s.ana.Get("/phone").Shows(http.StatusOK, "You have it", path)
		s.ana.Get("/phone/999").Shows(http.StatusNotFound)
		s.Stranger().Get(path).Shows(http.StatusUnauthorized)
	})
}

// TestPass goes on to the next without waiting.
func TestPass(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p, _ := s.ring(s.ana)
		s.ana.Post(paging.PhonePath(p.ID) + "/pass").Leads(paging.PhonePath(p.ID))
		if got := s.state(p.ID); got != paging.Triggered {
			t.Errorf("passed on, it is %s", got)
		}
	})
}

// TestLink shows before it acts: opening it, as scanners of mail do, changes nothing.
func TestLink(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p, link := s.ring(s.ana)
		anyone := s.Stranger()
		for range 2 {
			anyone.Get(link).Shows(http.StatusOK, "502 for all users", "Acknowledge, I have it", "Ana").Hides("<script", "manifest")
		}
		if got := s.state(p.ID); got != paging.Triggered {
			t.Fatalf("looking made it %s", got)
		}
		anyone.Get(link + "x").Shows(http.StatusNotFound)
		anyone.Post("/p/999999/AAAA").Shows(http.StatusNotFound)
		anyone.Post(link).Leads(link)
		anyone.Get(link).Shows(http.StatusOK, "You have it since").Hides("Acknowledge, I have it")
		anyone.Post(link).Leads(link) // again: nothing changes
		r, err := s.paging.Record(s.ana.Context(), p.ID)
		if err != nil || r.Page.AckedBy != s.ana.ID || len(r.Acks) != 1 || r.Acks[0].How != paging.HowLink {
			t.Errorf("%+v, %v", r.Acks, err)
		}
	})
}

// TestSecondLink says who was faster.
func TestSecondLink(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		p, link := s.ring(s.ana)
		s.ben.Post(paging.PhonePath(p.ID) + "/acknowledge").Leads(paging.PhonePath(p.ID))
		s.Stranger().Get(link).Shows(http.StatusOK, "Ben has it since")
	})
}

// TestApp is what a browser needs to install the page.
func TestApp(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		anyone := s.Stranger()
		if got := anyone.Get("/manifest.webmanifest").Shows(http.StatusOK, `"start_url":"/phone"`,
			`"display":"standalone"`).Header.Get("Content-Type"); got != "application/manifest+json" {
			t.Errorf("the manifest is %s", got)
		}
		if got := anyone.Get("/sw.js").Shows(http.StatusOK, "notificationclick").Header.Get("Content-Type"); got != "text/javascript; charset=utf-8" {
			t.Errorf("the worker is %s", got)
		}
		for _, size := range []int{96, 180, 192, 512} {
			if got := anyone.Get("/icons/" + strconv.Itoa(size) + ".png").Shows(http.StatusOK).Header.Get("Content-Type"); got != "image/png" {
				t.Errorf("icon %d is %s", size, got)
			}
		}
		anyone.Get("/icons/none.png").Shows(http.StatusNotFound)
	})
}
