package rulesui_test

import (
	"context"
	"fmt"
	"testing"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/capability/rules/rulesui"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with the default rules and their pages.
type site struct {
	*pagetest.Site
	rules     *rules.Service
	pages     *rulesui.UI
	cleo, ana *pagetest.Person // an administrator and an agent
	chloe     people.User      // a customer
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, cleo: p.Join("Cleo Hart", "cleo@desk.test", access.Admin), ana: p.Join("Ana Lima", "ana@desk.test", access.Agent)}
		s.rules = rules.New(rules.Deps{DB: s.DB, Log: s.Log, People: s.People, Tickets: s.Tickets,
			Matters: matter.New(matter.Deps{DB: s.DB, People: s.People, Tickets: s.Tickets, Calendars: s.Calendars})})
		s.Log.Attach(s.rules.Module().Handlers, nil)
		s.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			if err := s.Calendars.EnsureDefaults(ctx, tx); err != nil {
				return err
			}
			if s.chloe, err = s.People.Ensure(ctx, tx, "Chloé Dupont", "chloe@acme.test"); err != nil {
				return err
			}
			return s.rules.EnsureDefaults(ctx, tx)
		})
		s.pages = rulesui.New(rulesui.Deps{Rules: s.rules, Tickets: s.Tickets, Now: s.DB.Now, Page: s.Page, Person: s.person})
		s.Serve(web.Config{}, rulesui.Catalogue, s.pages.Routes)
		test(t, s)
	}, rules.Migrations())
}

func (s *site) person(ctx context.Context, address string) (int64, bool, error) {
	u, err := s.People.ByAddress(ctx, s.DB.Read(), address)
	return u.ID, err == nil, nil
}

// open makes a ticket of the customer.
func (s *site) open() ticket.Ticket {
	s.T.Helper()
	t, err := s.Tickets.Create(s.Ctx, ticket.NewTicket{Subject: "Runner hangs", RequesterID: s.chloe.ID, Channel: "web",
		Comment: ticket.NewComment{Public: true, Body: "It hangs."}})
	if err != nil {
		s.T.Fatal(err)
	}
	return t
}

// panel draws what stands beside a ticket.
func (s *site) panel(id int64) g.Node {
	s.T.Helper()
	n, err := s.pages.Panel(s.ana.Context(), id)
	if err != nil {
		s.T.Fatal(err)
	}
	return n
}

const triggers, automations, macros = "/settings/triggers", "/settings/automations", "/settings/macro-actions"

func at(list string, id int64) string { return fmt.Sprint(list, "/", id) }
