package portal_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/portal"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

func set[T any](s *site, key settings.Key[T], v T) {
	s.T.Helper()
	s.must(s.DB.Do(s.Ctx, func(tx *db.Tx) error { return key.Set(s.Ctx, tx, s.Log, v) }))
}

// The desk's own look stands on every page and at the door, by a stylesheet and a picture of our own.
func TestBrand(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.Join("Cleo", "cleo@northwind.test", access.Admin)
		s.ana.Get("/settings/portal").Shows(403)
		s.ana.Post("/settings/portal", "name", "Mine").Shows(403)
		s.ana.Send("/settings/portal/logo", "file", "logo.png:x").Shows(403)
		admin.Get("/settings/portal").Shows(200, "How it looks", "on light paper", "Severities · English", "cannot be used at all")
		admin.Post("/settings/portal", "name", "Fern Help", "accent", "#ffcc00", "welcome-en", "Kept words").Shows(422,
			"#ffcc00 on the paper of the light theme has a contrast of 1.4:1", "The nearest that can be read is #", "Kept words", `value="#ffcc00"`)
		admin.Post("/settings/portal", "do", "preview", "name", "Fern Help", "accent", "#0f766e").Shows(200, "Fern Help on dark paper", `fill="#0f766e"`)
		s.dana.Get("/portal/").Shows(200, "Northwind Support").Hides("Fern Help", "brand.css")
		admin.Fragment().Post("/settings/portal/preview", "name", "Fern Help", "accent", "#ffcc00").Shows(200, "Fern Help", "contrast of 1.4:1").Hides("<html")
		admin.Post("/settings/portal", "do", "save", "name", "Fern Help", "accent", "#0F766E", "links",
			"Terms | https://fern.test/terms\nStatus | https://status.fern.test", "welcome-en", "We answer day and night.\n\nAsk away.",
			"welcome-de", "Wir sind da.").Leads("/settings/portal")
		admin.Get("/settings/portal").Shows(200, "Saved", `value="#0f766e"`, "Terms | https://fern.test/terms")

		for _, who := range []string{"/portal/", "/portal/new", "/portal/settings"} {
			s.dana.Get(who).Shows(200, "Fern Help", "/portal/brand.css?v=", `href="https://fern.test/terms"`).Hides("<script", "style=", "Northwind Support")
		}
		door := s.Stranger().Get("/portal/sign-in").Shows(200, "Fern Help", "We answer day and night.", "Ask away.", "/portal/brand.css?v=")
		german := s.Stranger()
		german.Header.Set("Accept-Language", "de")
		german.Get("/portal/sign-in").Shows(200, "Wir sind da.").Hides("We answer day")
		at := strings.Index(door.Text, "/portal/brand.css")
		css := s.Stranger().Get(door.Text[at:at+strings.IndexByte(door.Text[at:], '"')]).Shows(200, "--accent:light-dark(#0f766e,#",
			"--on-accent:light-dark(#ffffff,#")
		if css.Header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(css.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%v", css.Header)
		}
		if old := s.Stranger().Get("/portal/brand.css?v=old"); strings.Contains(old.Header.Get("Cache-Control"), "immutable") {
			t.Error("an old name is kept for the new look")
		}
	})
}

func TestLogo(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.Join("Cleo", "cleo@northwind.test", access.Admin)
		var picture bytes.Buffer
		s.must(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 40))))
		s.Stranger().Get("/portal/logo").Shows(404)
		admin.Send("/settings/portal/logo", "do", "save", "file", "logo.svg:<svg xmlns='http://www.w3.org/2000/svg'/>").Shows(422, "no PNG or WebP picture")
		admin.Send("/settings/portal/logo", "do", "save").Shows(422, "Choose a picture first")
		admin.Send("/settings/portal/logo", "do", "save", "file", "logo.png:"+picture.String()).Leads("/settings/portal")
		s.dana.Get("/portal/").Shows(200, `<img class="logo" src="/portal/logo?v=`)
		got := s.Stranger().Get("/portal/logo").Shows(200)
		if got.Header.Get("Content-Type") != "image/png" ||
			!strings.HasPrefix(got.Header.Get("Content-Security-Policy"), "sandbox; default-src 'none'") ||
			got.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("served with %v", got.Header)
		}
		admin.Send("/settings/portal/logo", "do", "remove").Leads("/settings/portal")
		s.dana.Get("/portal/").Shows(200).Hides("/portal/logo")
	})
}

// Each severity is explained in the desk's words, and in the shipped ones where it has none.
func TestSeverityDefinitions(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.Join("Cleo", "cleo@northwind.test", access.Admin)
		admin.Post("/settings/portal/telling", "answer_by", "sometimes").Shows(422, "“sometimes” is not known")
		admin.Post("/settings/portal/telling", "answer_by", "always", "means-en-s1", "The shop is shut.", "means-de-s1",
			strings.Repeat("x", 401)).Shows(422, "401 characters", "The shop is shut.")
		s.dana.Get("/portal/new").Shows(200, "cannot be used at all").Hides("The shop is shut.")
		admin.Post("/settings/portal/telling", "answer_by", "always", "means-en-s1", "The shop is shut.", "means-de-s1",
			"Der Laden ist zu.").Leads("/settings/portal")
		s.dana.Get("/portal/new").Shows(200, "The shop is shut.", "no acceptable way around it").Hides("cannot be used at all")
		s.dana.Header.Set("Accept-Language", "de")
		s.dana.Get("/portal/new").Shows(200, "Der Laden ist zu.", "keinen zumutbaren Weg")
	})
}

// By when we answer is shown while it is our turn, as far as the desk wants.
func TestAnswerBy(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		id := s.asks(s.dana)
		path := "/portal/tickets/" + number(id)
		s.dana.Get(path).Shows(200).Hides("We answer by")
		now := s.DB.Now(t.Context())
		s.due, s.first = now.Add(30*24*time.Hour), true
		day := s.due.UTC().Format("2 Jan")
		s.dana.Get(path).Shows(200, "We answer by", day)
		s.first = false
		s.dana.Get(path).Shows(200).Hides("We answer by")
		set(s, portal.ShownKey, portal.ShownAlways)
		s.dana.Get(path).Shows(200, "We answer by")
		s.due = now.Add(-time.Hour)
		s.dana.Get(path).Shows(200, "We are late: our answer was due by").Hides("We answer by")
		s.update(id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "Which version?"}, Status: status(ticket.Pending)})
		s.dana.Get(path).Shows(200).Hides("due by")
		set(s, portal.ShownKey, portal.ShownNever)
		s.dana.Send(path, "body", "17.2").Leads(path)
		s.dana.Get(path).Shows(200).Hides("due by", "We answer by")
	})
}
