package incidentui

import (
	"context"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// desk is one with these pages, an administrator, two engineers and a customer.
type desk struct {
	*pagetest.Site
	incidents             *incident.Service
	pages                 *UI
	lea, ana, light, dana *pagetest.Person
}

// each runs test on both engines.
func each(t *testing.T, test func(t *testing.T, s *desk)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &desk{Site: p}
		link := func(path string) string { return "https://desk.test" + path }
		s.incidents = incident.New(incident.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets, Key: []byte("key"), Link: link,
			Named: func(context.Context) string { return "Globex" }})
		p.Log.Attach(s.incidents.Module().Handlers, nil)
		s.pages = New(Deps{Incidents: s.incidents, Tickets: p.Tickets, People: p.People, Page: p.Page, Now: p.DB.Now, Link: link})
		s.lea, s.ana = p.Join("Lea", "lea@desk.test", access.Admin), p.Join("Ana", "ana@desk.test", access.Agent)
		s.light, s.dana = p.Join("Lou", "lou@desk.test", access.LightAgent), p.Join("Dana", "dana@acme.test", access.EndUser)
		p.Serve(web.Config{}, Catalogue, s.pages.Routes)
		test(t, s)
	}, incident.Migrations())
}

// open opens the customer's ticket.
func (s *desk) open(t *testing.T, words string) int64 {
	t.Helper()
	x, err := s.Tickets.Create(s.Ctx,
		ticket.NewTicket{Subject: words, RequesterID: s.dana.ID, Channel: "web", Comment: ticket.NewComment{Public: true, Body: words}})
	if err != nil {
		t.Fatal(err)
	}
	return x.ID
}
