package workspace_test

import (
	"testing"

	"github.com/daywatch/daywatch/internal/edge/workspace"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk's shell.
type site struct {
	*pagetest.Site
	ana, cleo *pagetest.Person
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, ana: p.Join("Ana Lima", "ana@desk.test", access.Agent), cleo: p.Join("Cleo Hart", "cleo@desk.test", access.Admin)}
		shell := &workspace.Shell{Desk: "Support", DB: p.DB, Log: p.Log, Calendars: p.Calendars, People: p.People, Tickets: p.Tickets, Hub: web.NewHub()}
		s.Serve(web.Config{}, workspace.Catalogue, shell.Routes)
		test(t, s)
	})
}
