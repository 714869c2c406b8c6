package reachui_test

import (
	"context"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/reachui"
	"github.com/daywatch/daywatch/internal/core/people/peopleui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages, whose letters are kept instead of sent.
type site struct {
	*pagetest.Site
	paging   *paging.Service
	ana, ben *pagetest.Person
	admin    *pagetest.Person
	letters  []paging.Letter
	card     paging.Card
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, ana: p.Join("Ana", "ana@desk.test", access.Agent), ben: p.Join("Ben", "ben@desk.test", access.Agent),
			admin: p.Join("Root", "root@desk.test", access.Admin),
			card: paging.Card{Title: "502 for all users", Path: "/tickets/5", Promise: "to the first reply",
				Facts:    []paging.Fact{{Label: "Customer", Value: "Globex"}},
				Messages: []paging.Message{{From: "Lee Okafor", Public: true, Text: "Nobody can work."}, {From: "Ana", Text: "Looks like Gitaly."}}}}
		kinds := map[paging.Kind]paging.Carrier{}
		for _, k := range paging.Kinds() {
			kinds[k] = s
		}
		s.paging = paging.New(paging.Deps{DB: p.DB, Log: p.Log, People: p.People, Key: []byte("of the test"), Carriers: kinds,
			Card: func(context.Context, db.Querier, event.Subject) (paging.Card, error) {
				c := s.card
				c.Due = p.DB.Now(t.Context()).Add(14*time.Minute + 30*time.Second)
				return c, nil
			}})
		if err := p.DB.Do(p.Ctx, func(tx *db.Tx) error { return s.paging.EnsureDefaults(p.Ctx, tx) }); err != nil {
			t.Fatal(err)
		}
		frame := func(_ *http.Request, title string) page.Frame {
			return page.Frame{Title: title, Now: p.DB.Now(t.Context())}
		}
		pages := reachui.New(reachui.Deps{Paging: s.paging, Page: p.Page, Frame: frame, Now: p.DB.Now,
			Link:     func(path string) string { return "https://desk.test" + path },
			HandOver: func(paging.Page) string { return "/tickets/5/emergency/hand-over" }})
		s.Serve(web.Config{}, words(t), pages.Routes)
		test(t, s)
	}, paging.Migrations())
}

// words joins the catalogues of these pages and of the profile, whose tabs they stand under.
func words(t *testing.T) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for name, catalogue := range map[string]fs.FS{"reach": reachui.Catalogue, "people": peopleui.Catalogue} {
		for _, language := range []string{"en", "de"} {
			raw, err := fs.ReadFile(catalogue, "locale/"+language+".json")
			if err != nil {
				t.Fatal(err)
			}
			files["locale/"+name+"."+language+".json"] = &fstest.MapFile{Data: raw}
		}
	}
	return files
}

// Carry implements paging.Carrier.
func (s *site) Carry(_ context.Context, l paging.Letter) (paging.Receipt, error) {
	s.letters = append(s.letters, l)
	return paging.Receipt{Detail: "queued"}, nil
}

// ring pages somebody, and gives the page with the link that their mail has.
func (s *site) ring(who *pagetest.Person) (paging.Page, string) {
	s.T.Helper()
	p, err := s.paging.Call(s.ben.Context(), paging.Alarm{Key: "ring", Subject: event.Subject{Type: "thing", ID: 1}, Title: "502",
		Urgency: paging.High, To: []int64{who.ID}})
	if err != nil {
		s.T.Fatal(err)
	}
	r, err := s.paging.Record(who.Context(), p.ID)
	if err != nil {
		s.T.Fatal(err)
	}
	for _, d := range r.Deliveries {
		if d.UserID == who.ID {
			return p, s.paging.AckPath(d.ID)
		}
	}
	s.T.Fatalf("%s is not asked: %+v", who.Name, r.Deliveries)
	return p, ""
}

func (s *site) state(id int64) paging.State {
	s.T.Helper()
	r, err := s.paging.Record(s.ana.Context(), id)
	if err != nil {
		s.T.Fatal(err)
	}
	return r.Page.State
}

// code is the one that was sent last.
func (s *site) code() string { return strings.TrimSpace(s.letters[len(s.letters)-1].Text) }
