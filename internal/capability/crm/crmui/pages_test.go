package crmui_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm"
	"github.com/daywatch/daywatch/internal/capability/crm/crmui"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages, beside a Salesforce.
type site struct {
	*pagetest.Site
	crm        *crm.Service
	admin, ana *pagetest.Person
	address    string
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, admin: p.Join("admin", "admin@example.com", access.Admin), ana: p.Join("ana", "ana@example.com", access.Agent)}
		fake := salesforcetest.New(salesforcetest.Config{})
		fake.FillWorld(30, time.Now().UTC())
		server := httptest.NewServer(fake)
		t.Cleanup(server.Close)
		s.address = server.URL
		s.crm = crm.New(crm.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets,
			Client:    outbound.New(outbound.Config{Private: true, Limit: 8 << 20}),
			Calendars: func(context.Context, db.Querier) (map[int64]string, error) { return map[int64]string{1: "24x7"}, nil },
			Backoff:   func(int, time.Duration) time.Duration { return time.Millisecond }})
		pages := crmui.New(crmui.Deps{CRM: s.crm, People: p.People, Page: p.Page, Now: p.DB.Now,
			Calendars: func(context.Context) ([]string, error) { return []string{"24x7"}, nil }})
		s.Serve(web.Config{}, crmui.Catalogue, pages.Routes)
		test(t, s)
	}, crm.Migrations())
}

// drive works at the newest run, as the desk's jobs would.
func (s *site) drive() {
	s.T.Helper()
	runs, err := s.crm.Runs(s.Ctx)
	if err == nil {
		_, err = s.crm.Drive(s.Ctx, runs[0].ID, nil)
	}
	if err != nil {
		s.T.Fatal(err)
	}
}

// TestFile takes a file over: what is wrong is told, the plan is read, filtered, downloaded and applied.
func TestFile(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/crm").Shows(http.StatusForbidden)
		s.admin.Get("/crm").Shows(http.StatusOK, "No customer was taken over yet", "Connect Salesforce", "Download a sample")
		sample := s.admin.Get("/crm/sample.csv").Shows(http.StatusOK, "0015g00000Acme1AAA")
		s.admin.Send("/crm/file").Shows(http.StatusUnprocessableEntity, "Choose a file first")
		s.admin.Send("/crm/file", "file", "a.csv:id,name,arr\n1,Acme,lots\n", "columns", "id = Konto").Shows(http.StatusUnprocessableEntity,
			"there is no column for the id", ">id = Konto</textarea>")
		s.admin.Send("/crm/file", "columns", "nonsense", "file", "a.csv:id,name\n1,Acme\n").Shows(http.StatusUnprocessableEntity, "“nonsense” is no pair")
		s.ana.Send("/crm/file", "file", "a.csv:id,name\n1,Acme\n").Shows(http.StatusForbidden)
		s.admin.Send("/crm/file", "file", "customers.csv:"+sample.Raw).Leads("/crm/1")
		s.admin.Get("/crm/1").Shows(http.StatusOK, "is mapped", "You may leave this page", `data-live="crm:1"`)
		s.drive()
		s.admin.Get("/crm/1").Shows(http.StatusOK, "waits to be read", "Acme Harbour", "ultimate", "The invoice of August is unpaid", "Apply the plan")
		s.admin.Get("/crm/1?q=seto").Shows(http.StatusOK, "Seto Rail").Hides("Acme Harbour")
		s.admin.Get("/crm/1?kind=changed").Shows(http.StatusOK, "Nothing of this kind")
		s.admin.Get("/crm/1?state=lonely").Shows(http.StatusOK, "Globex Old").Hides("Acme Harbour")
		s.admin.Get("/crm/1/plan.csv").Shows(http.StatusOK, "account,name,kind", "0015g00000Acme1AAA,Acme Harbour,new,,support_level,,ultimate")
		s.ana.Get("/crm/1/plan.csv").Shows(http.StatusForbidden)
		s.admin.Post("/crm/1/apply").Leads("/crm/1")
		s.drive()
		s.admin.Get("/crm/1").Shows(http.StatusOK, "done", "Applied").Hides("Apply the plan", "data-live=")
		s.admin.Post("/crm/1/apply").Shows(http.StatusUnprocessableEntity, "Only a plan that waits can be applied")
		s.admin.Get("/crm").Shows(http.StatusOK, "1 · customers.csv")
		s.admin.Get("/crm/99").Shows(http.StatusNotFound)
		s.guarded()
	})
}

// guarded takes a file over that lacks most customers.
func (s *site) guarded() {
	s.admin.Send("/crm/file", "complete", "on", "file", "fewer.csv:id,name,sku\n0015g00000Acme1AAA,Acme Harbour,SaaS - Ultimate\n").Leads("/crm/2")
	s.drive()
	s.admin.Get("/crm/2").Shows(http.StatusOK, "stopped by the guard", "1 of 3 vanish, 0 of 2 lose their level")
	s.admin.Post("/crm/2/apply", "confirm", "sure").Shows(http.StatusUnprocessableEntity, "f-confirm-error", `value="sure"`)
	s.admin.Post("/crm/2/abandon").Leads("/crm/2")
	s.admin.Get("/crm/2").Shows(http.StatusOK, "given up")
}

// TestOverrides holds a field and lets it go.
func TestOverrides(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.admin.Get("/crm/overrides").Shows(http.StatusOK, "Nothing is held against the CRM")
		s.admin.Post("/crm/overrides", "account", "A-1", "field", "support_level", "value", "golden", "why", "Agreed").
			Shows(http.StatusUnprocessableEntity, "“golden” is no support level", ">Agreed</textarea>")
		s.admin.Post("/crm/overrides", "account", "A-1", "field", "support_level", "value", "gold", "why", "Agreed", "until",
			"2001-01-01").Shows(http.StatusUnprocessableEntity, "is over already")
		s.admin.Post("/crm/overrides", "account", "A-1", "field", "support_level", "value", "gold", "why", "Agreed").Leads("/crm/overrides")
		s.admin.Get("/crm/overrides").Shows(http.StatusOK, "A-1", "gold", "until taken away")
		s.ana.Post("/crm/overrides/drop", "id", "1").Shows(http.StatusForbidden)
		s.admin.Post("/crm/overrides/drop", "id", "1").Leads("/crm/overrides")
		s.admin.Get("/crm/overrides").Shows(http.StatusOK, "Nothing is held")
	})
}

// TestSettings connects Salesforce, tries it, and changes the SKU map and the rules.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/crm/settings").Shows(http.StatusForbidden)
		s.admin.Post("/crm/settings/connection", "url", "salesforce", "client_id", "k", "client_secret", "hunter2", "flow",
			"client_credentials", "way", "bulk").
			Shows(http.StatusUnprocessableEntity, "is no web address").Hides("hunter2")
		s.admin.Get("/crm/settings").Shows(http.StatusOK, "Not connected", "Customer, Former Customer; contacts who are gone are listed",
			"Account, 17 fields", "Nothing is told")
		s.admin.Post("/crm/settings/connection", "url", s.address, "client_id", salesforcetest.Key, "client_secret", "wrong", "flow",
			"client_credentials", "way", "rest", "do", "try").
			Shows(http.StatusOK, "Saved, but", "does not let the desk in")
		s.admin.Post("/crm/settings/connection", "url", s.address, "client_id", salesforcetest.Key, "client_secret", salesforcetest.Secret,
			"flow", "client_credentials", "way", "rest").Leads("/crm/settings")
		s.admin.Get("/crm/settings").Shows(http.StatusOK, s.address)
		s.admin.Get("/crm/settings/connection").Shows(http.StatusOK, "kept; type to replace").Hides(salesforcetest.Secret)
		s.admin.Post("/crm/settings/contact", "contact.object", "Contact", "contact.id", "Id", "contact.account", "AccountId",
			"contact.address", "Nope__c").Leads("/crm/settings")
		connected := []string{"url", s.address, "client_id", salesforcetest.Key, "client_secret", "", "flow", "client_credentials", "way", "rest", "do", "try"}
		s.admin.Post("/crm/settings/connection", connected...).Shows(http.StatusOK, "30 records", "No such column 'Nope__c'")
		s.admin.Post("/crm/settings/contact", "contact.object", "Contact", "contact.id", "Id", "contact.account", "AccountId",
			"contact.address", "Email").Leads("/crm/settings")
		s.admin.Post("/crm/settings/connection", connected...).Shows(http.StatusOK, "Saved, and it works.").Hides("refused")
		s.admin.Post("/crm").Leads("/crm/1")
		s.drive()
		s.admin.Get("/crm/1").Shows(http.StatusOK, "waits to be read")

		page := s.admin.Get("/crm/skus").Shows(http.StatusOK, "SaaS*Ultimate*")
		if strings.Count(page.Raw, `.pattern"`) < 15 {
			t.Error("there are no empty lines for more")
		}
		s.admin.Post("/crm/skus", "lines", "2", "0.pattern", "Gold*", "0.level", "gold", "1.pattern", "gold*", "1.level",
			"silver").Shows(http.StatusUnprocessableEntity, "Two lines of the SKU map")
		s.admin.Post("/crm/skus", "lines", "1", "0.pattern", "Gold*", "0.level", "golden").Shows(http.StatusUnprocessableEntity, "no support level “golden”")
		s.admin.Post("/crm/skus", "lines", "2", "0.pattern", "Gold*", "0.level", "gold", "0.calendar", "24x7").Leads("/crm/skus")
		s.admin.Get("/crm/skus").Shows(http.StatusOK, `value="Gold*"`).Hides("SaaS*Ultimate*")

		s.ana.Post("/crm/settings/guard", "vanish_percent", "90").Shows(http.StatusForbidden)
		s.admin.Post("/crm/settings/schedule", "hour", "25", "batch", "100", "pause_millis", "0").Shows(http.StatusUnprocessableEntity,
			"f-hour-error", `value="25"`)
		s.admin.Post("/crm/settings/schedule", "hour", "five", "batch", "100", "pause_millis", "0").Shows(http.StatusUnprocessableEntity,
			"f-hour-error", `value="five"`)
		s.admin.Post("/crm/settings/schedule", "on", "on", "hour", "5", "batch", "100", "pause_millis", "0").Leads("/crm/settings")
		s.admin.Post("/crm/settings/guard", "vanish_percent", "5", "vanish_count", "9", "lose_percent", "20", "drop_percent", "7").Leads("/crm/settings")
		s.admin.Post("/crm/settings/accounts", "types", "Customer\nTrial", "partners", "", "cancelled", "Ended", "regions", "Europe = emea",
			"delete_after_years", "2", "drop_contacts", "on").Leads("/crm/settings")
		s.admin.Post("/crm/settings/back", "counts", "on").Shows(http.StatusUnprocessableEntity, "f-open_field-error")
		s.admin.Get("/crm/settings").Shows(http.StatusOK, "Each day at 05:00 UTC; the plan waits",
			"Accounts: 5 % or 9; levels: 20 %; contacts: 7 %", "Customer, Trial; contacts who are gone are taken off")
		s.admin.Get("/crm/settings/accounts").Shows(http.StatusOK, ">Europe = emea</textarea>", ">Ended</textarea>")
		s.admin.Get("/crm/settings/nothing").Shows(http.StatusNotFound)
		s.admin.Post("/crm/settings/account", "account.object", "Account; DROP").Shows(http.StatusUnprocessableEntity,
			"is no name of an object", "Account; DROP")
	})
}
