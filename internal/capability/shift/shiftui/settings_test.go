package shiftui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/capability/shift/shiftui"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

func each(t *testing.T, test func(t *testing.T, s *pagetest.Site, service *shift.Service)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, s *pagetest.Site) {
		service := shift.New(shift.Deps{DB: s.DB, Log: s.Log, People: s.People, Tickets: s.Tickets, Desk: "Support"})
		s.Log.Attach(service.Module().Handlers, nil)
		pages := shiftui.New(shiftui.Deps{Shifts: service, People: s.People, Page: s.Page, Now: s.DB.Now, Listed: listed})
		s.Serve(web.Config{}, shiftui.Catalogue, pages.Routes)
		test(t, s, service)
	}, shift.Migrations())
}

// listed stands for the rows of the queue.
func listed(_ context.Context, rows []ticket.Row) (out []page.TicketRow, err error) {
	for _, r := range rows {
		out = append(out, page.TicketRow{ID: fmt.Sprint("t-", r.ID), Href: fmt.Sprint("/tickets/", r.ID), Subject: r.Subject})
	}
	return out, nil
}

// The order and the needs are settings; what cannot be says which line, and keeps what was typed.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *pagetest.Site, service *shift.Service) {
		ana, cleo := s.Join("Ana Lima", "ana@northwind.test", access.Agent), s.Join("Cleo", "cleo@northwind.test", access.Admin)
		ana.Get("/settings/shift").Shows(403)
		ana.Post("/settings/shift", "title-0", "Mine").Shows(403)
		ana.Get("/shift").Shows(200, "Global view", "There is no such desk in this installation", "Nothing waits here now").Hides("Change the order")
		cleo.Get("/settings/shift").Shows(200, "Government, near breach", `value="120"`)
		cleo.Post("/settings/shift", "title-0", "Ours first", "desk-0", "open", "tickets-0", "breach", "minutes-0", "0").Shows(422,
			"Near breach is from 1 to 10080 minutes, not 0", "Ours first")
		cleo.Post("/settings/shift", "title-0", "", "desk-0", "").Shows(422, "from 1 to 12 steps")
		cleo.Post("/settings/shift", "title-0", "Ours first", "desk-0", "Support", "tickets-0", "priority", "priority-0", "high", "title-1",
			"", "desk-1", "", "title-2", "Rest", "desk-2", "open", "tickets-2", "all",
			"saturday-emea", "-1").Shows(422, "from 0 to 100 people, not -1")
		cleo.Post("/settings/shift", "title-0", "Ours first", "desk-0", "Support", "tickets-0", "priority", "priority-0", "high",
			"always-0", "on", "title-1", "", "desk-1", "", "title-2", "Rest", "desk-2", "open", "tickets-2", "all",
			"saturday-emea", "3").Leads("/settings/shift")
		steps, err := shift.OrderKey.Get(context.Background(), s.DB.Read())
		if err != nil || len(steps) != 2 ||
			steps[0] != (shift.Step{Title: "Ours first", Desk: "Support", Tickets: shift.Urgent, Priority: "high", Always: true}) || steps[1].Title != "Rest" {
			t.Errorf("%+v, %v", steps, err)
		}
		ana.Get("/shift").Shows(200, "1. Ours first", "High and above where it is our turn, with a clock that runs 24x7", "2. Rest").Hides("Government")
		ana.Get("/shift/staffing?from=2026-11-21").Shows(200, "3 missing")
		ana.Get("/shift/staffing/emea/tomorrow").Shows(404, "is no day")
		ana.Get("/shift/people").Shows(200, "Nobody works shifts")
		ana.Header.Set("Accept-Language", "de")
		ana.Get("/shift").Shows(200, "Ihre Arbeitsreihenfolge")
		ana.Get("/shift/staffing?from=2026-11-21").Shows(200, "3 fehlen")
	})
}

// A weekend is planned as one: a line for each day, a column for each region, and a gap leads to where it is arranged.
func TestPlanner(t *testing.T) {
	each(t, func(t *testing.T, s *pagetest.Site, _ *shift.Service) {
		ana, cleo := s.Join("Ana Lima", "ana@northwind.test", access.Agent), s.Join("Cleo", "cleo@northwind.test", access.Admin)
		cleo.Post("/settings/shift", "title-0", "All", "desk-0", "open", "tickets-0", "all", "saturday-emea", "3", "saturday-apac",
			"2").Leads("/settings/shift")
		a := ana.Get("/shift/staffing?from=2026-11-21").Shows(200, `<th scope="col">EMEA</th>`,
			`<td data-label="EMEA"><div class="planned"><a href="/shift/staffing/emea/2026-11-21"`, "3 missing",
			`<td data-label="APAC"><div class="planned"><a href="/shift/staffing/apac/2026-11-21"`, "2 missing")
		if n := strings.Count(a.Text, "Sat 21 Nov 2026</b>"); n != 1 {
			t.Errorf("the Saturday has %d lines, want one for all regions", n)
		}
	})
}

// Who works shifts without a reason on record stands out, and only those who arrange people's hours can record one.
func TestReasons(t *testing.T) {
	each(t, func(t *testing.T, s *pagetest.Site, service *shift.Service) {
		ana, bo, cleo := s.Join("Ana Lima", "ana@northwind.test", access.Agent), s.Join("Bo Berg", "bo@northwind.test", access.Agent),
			s.Join("Cleo", "cleo@northwind.test", access.Admin)
		path := fmt.Sprint("/shift/people/", bo.ID)
		ana.Get(path).Shows(200, "Their manager and administrators record it").Hides("<textarea")
		ana.Post(path, "do", "exempt", "reason", "I say so").Shows(403)
		cleo.Post(path, "do", "exempt", "reason", "").Shows(422, `id="f-reason-error"`)
		cleo.Post(path, "do", "exempt", "reason", "Nights of APAC at their own wish").Leads(path)
		ana.Get("/shift/people").Shows(200, "Bo Berg", "Nights of APAC at their own wish", `data-label="Recorded by">Cleo`).Hides("no reason recorded")
		cleo.Post(path, "do", "bind").Leads(path)
		ana.Get("/shift/people").Shows(200, "Nobody works shifts")
	})
}
