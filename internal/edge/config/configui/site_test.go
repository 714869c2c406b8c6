package configui_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/edge/config/configui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with the pages, and a folder with its configuration.
type site struct {
	*pagetest.Site
	files     *config.Service
	dir       string
	cleo, ana *pagetest.Person // an administrator and an agent
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, dir: t.TempDir(), cleo: p.Join("Cleo Hart", "cleo@desk.test", access.Admin), ana: p.Join("Ana Lima", "ana@desk.test", access.Agent)}
		matters := matter.New(matter.Deps{DB: s.DB, People: s.People, Tickets: s.Tickets, Calendars: s.Calendars})
		clocks := sla.New(sla.Deps{DB: s.DB, Log: s.Log, People: s.People, Tickets: s.Tickets, Calendars: s.Calendars, Matter: matters})
		s.Do(func(ctx context.Context, tx *db.Tx) error { return s.Tickets.EnsureDefaultViews(ctx, tx) })
		s.Do(func(ctx context.Context, tx *db.Tx) error { return s.Calendars.EnsureDefaults(ctx, tx) })
		s.files = config.New(config.Deps{DB: s.DB, Log: s.Log, Calendars: s.Calendars, People: s.People, Tickets: s.Tickets, Clocks: clocks,
			Rules:  rules.New(rules.Deps{DB: s.DB, Log: s.Log, People: s.People, Tickets: s.Tickets, Matters: matters}),
			OnCall: oncall.New(oncall.Deps{DB: s.DB, Log: s.Log, People: s.People}),
			Paging: paging.New(paging.Deps{DB: s.DB, Log: s.Log, People: s.People}),
			CRM:    crm.New(crm.Deps{DB: s.DB, Log: s.Log, People: s.People, Tickets: s.Tickets})})
		var pages *configui.Handlers
		pages = configui.New(configui.Deps{Config: s.files, Now: s.DB.Now, Page: func(r *http.Request, title string, body ...g.Node) web.Node {
			return s.Page(r, title, append([]g.Node{pages.Note(r)}, body...)...)
		}})
		s.Serve(web.Config{}, configui.Catalogue, func(m *web.Mux) {
			pages.Routes(m)
			m.Handle("GET /settings/views/{id}", func(w http.ResponseWriter, r *http.Request) error {
				return web.Render(w, http.StatusOK, pages.Page(r, "A view"))
			})
		})
		test(t, s)
	}, rules.Migrations(), sla.Migrations(), oncall.Migrations(), paging.Migrations(), crm.Migrations(), config.Migrations())
}

// apply writes a file over the desk's configuration, and applies it.
func (s *site) apply(file, text string) {
	s.T.Helper()
	if _, err := s.files.Export(s.Ctx, s.dir, config.ExportOptions{}); err != nil {
		s.T.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, file), []byte(text), 0o600); err != nil {
		s.T.Fatal(err)
	}
	if _, err := s.files.Apply(s.Ctx, os.DirFS(s.dir), config.Options{By: "cleo@desk.test", Source: "desk-config"}); err != nil {
		s.T.Fatal(err)
	}
}

const home = "/settings/configuration"

// TestPages shows what was applied and by whom, where the desk drifted, that a file keeps a view, and the way back.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(home).Shows(http.StatusForbidden)
		s.Stranger().Get(home).Shows(http.StatusUnauthorized)
		s.cleo.Get(home).Shows(http.StatusOK, "No files have been applied to this desk", "daywatch config plan")
		s.apply("views/mine.yaml", "title: My own\nprevious_title: Mine\nposition: 20\nquery: assignee:me\nsort: priority\n")
		s.cleo.Get(home).Shows(http.StatusOK, "The desk is as the files say", "Revision 1", "Cleo Hart", "C2", "desk-config")
		s.cleo.Get(home+"/1").Shows(http.StatusOK, "View “Mine” becomes “My own”", "views/mine.yaml", "assignee:me status<solved")
		s.cleo.Get(home + "/2").Shows(http.StatusNotFound)
		s.cleo.Header.Set("Accept-Language", "de")
		s.cleo.Get(home+"/1").Shows(http.StatusOK, "Ansicht „Mine“ wird „My own“")
		s.cleo.Header.Del("Accept-Language")
		views, err := s.Tickets.Views(s.Ctx)
		if err != nil {
			t.Fatal(err)
		}
		s.ana.Get("/settings/views/2").Shows(http.StatusOK, "The file views/mine.yaml of the desk’s configuration keeps this")
		s.ana.Get("/settings/views/99").Shows(http.StatusOK).Hides("views/mine.yaml")
		views[1].Query = "assignee:me status:open"
		if _, err := s.Tickets.SaveView(s.Ctx, views[1]); err != nil {
			t.Fatal(err)
		}
		s.cleo.Get(home).Shows(http.StatusOK, "1 object was changed in the desk", "assignee:me status:open", "In the desk")
		s.ana.Post(home + "/1/rollback").Shows(http.StatusForbidden)
		s.cleo.Post(home + "/1/rollback").Leads(home + "/2")
		s.cleo.Get(home+"/2").Shows(http.StatusOK, "View “My own” becomes “Mine”", "rollback of 1")
		s.ana.Get("/settings/views/2").Shows(http.StatusOK, "views/mine.yaml")
	})
}
