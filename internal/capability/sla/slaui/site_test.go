package slaui_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/slaui"
	"github.com/daywatch/daywatch/internal/core/condition/conditionui"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with the default calendars and policies, an urgent ticket, and the pages of its clocks.
type site struct {
	*pagetest.Site
	clocks    *sla.Service
	cleo, ana *pagetest.Person // an administrator and an agent
	id        int64
}

const list = "/settings/sla"

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, cleo: p.Join("Cleo Hart", "cleo@desk.test", access.Admin), ana: p.Join("Ana Lima", "ana@desk.test", access.Agent)}
		s.clocks = sla.New(sla.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets, Calendars: p.Calendars,
			Matter: matter.New(matter.Deps{DB: p.DB, People: p.People, Tickets: p.Tickets, Calendars: p.Calendars})})
		p.Log.Attach([]event.Handler{s.clocks.Handler()}, nil)
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			if err := s.Calendars.EnsureDefaults(ctx, tx); err != nil {
				return err
			}
			if err := s.clocks.EnsureDefaults(ctx, tx); err != nil {
				return err
			}
			who, err := s.People.Ensure(ctx, tx, "Dana", "dana@customer.test")
			if err != nil {
				return err
			}
			tx.NotBefore(s.DB.Now(ctx).Add(-10 * time.Minute))
			made, err := s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: "Down", RequesterID: who.ID, Severity: 1, Channel: "mail",
				Comment: ticket.NewComment{AuthorID: who.ID, Public: true, Body: "Help"}})
			s.id = made.ID
			return err
		})
		pages := slaui.New(slaui.Deps{Clocks: s.clocks, Calendars: s.Calendars, Named: s.Tickets.Named, Organization: s.People.Organization,
			Now: s.DB.Now, Page: s.Page, Find: conditionui.Finder{Person: s.person, Organization: s.organization}})
		s.Serve(web.Config{}, slaui.Catalogue, func(m *web.Mux) {
			pages.Routes(m)
			m.Handle("GET /of/{id}", func(w http.ResponseWriter, r *http.Request) error {
				id, _ := web.PathID(r)
				o, err := s.People.Organization(r.Context(), id)
				if err != nil {
					return err
				}
				node, err := pages.OrganizationPanel(r.Context(), o)
				if err != nil {
					return err
				}
				return web.Render(w, http.StatusOK, g.Group{node})
			})
			m.Handle("GET /panel", func(w http.ResponseWriter, r *http.Request) error { return s.panel(w, r, pages) })
		})
		test(t, s)
	}, sla.Migrations())
}

// panel shows what stands in the slots of other pages.
func (s *site) panel(w http.ResponseWriter, r *http.Request, pages *slaui.UI) error {
	t, err := s.Tickets.Get(r.Context(), s.id)
	if err != nil {
		return err
	}
	node, err := pages.Panel(r.Context(), t)
	if err != nil {
		return err
	}
	return web.Render(w, http.StatusOK, g.Group{node, pages.Due(r.Context(), ticket.Row{Ticket: t})})
}

func (s *site) why() string { return fmt.Sprintf("/tickets/%d/clocks", s.id) }

func (s *site) person(ctx context.Context, address string) (int64, bool, error) {
	u, err := s.People.ByAddress(ctx, s.DB.Read(), address)
	return u.ID, err == nil, nil
}

func (s *site) organization(ctx context.Context, name string) (int64, bool, error) {
	found, _, err := s.People.Organizations(ctx, people.OrganizationFilter{Query: "Seto", Limit: 1})
	return found[0].ID, len(found) == 1 && strings.EqualFold(found[0].Name, name), err
}
