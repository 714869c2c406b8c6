package alertui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/alertui"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

type site struct {
	*pagetest.Site
	*alert.Service
	ana, bo *pagetest.Person // an administrator, and an engineer
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		s := &site{Site: p, Service: alert.New(alert.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets})}
		pages := alertui.New(alertui.Deps{Alerts: s.Service, People: p.People, Named: p.Tickets.Named, Page: p.Page, Now: p.DB.Now,
			Link: func(path string) string { return "https://desk.example" + path }})
		p.Serve(web.Config{}, alertui.Catalogue, pages.Routes)
		s.ana, s.bo = p.Join("Ana", "ana@desk.example", access.Admin), p.Join("Bo", "bo@desk.example", access.Agent)
		test(t, s)
	}, alert.Migrations())
}

// add makes a service by its form and gives its key.
func (s *site) add(t *testing.T, title string) (key string) {
	t.Helper()
	s.ana.Post("/settings/alerts", "title", title, "silence", "24", "urgency-critical", "high", "urgency-error", "high", "urgency-warning",
		"low", "urgency-info", "none").
		Leads("/settings/alerts/1")
	m, err := s.Monitored(s.ana.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return m.Keys[0].Key
}

func (s *site) report(t *testing.T, key string, r wire.Report) int64 {
	t.Helper()
	r.Sender = wire.Alertmanager
	receipt, err := s.Receive(t.Context(), key, r, []byte(fmt.Sprint(r)))
	if err != nil {
		t.Fatal(err)
	}
	return receipt.AlertID
}

func TestService(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/alerts").Shows(http.StatusOK, "No monitor reports here yet", "/settings/alerts/new")
		s.bo.Get("/alerts").Shows(http.StatusOK, "An administrator of the desk can add a service").Hides("/settings/alerts/new")
		s.ana.Get("/settings/alerts/new").Shows(http.StatusOK, `value="24"`)
		key := s.add(t, "Checkout")
		page := s.ana.Get("/settings/alerts/1").Shows(http.StatusOK, "https://desk.example/hooks/alertmanager/"+key,
			"https://desk.example/v2/enqueue", "https://desk.example/hooks/grafana/"+key, "api_url: https://desk.example/")
		if page.Header.Get("Cache-Control") != "no-store" {
			t.Error("the page with the keys may be kept")
		}
		s.bo.Get("/settings/alerts/1").Shows(http.StatusForbidden)
		s.bo.Get("/settings/alerts").Shows(http.StatusForbidden)
		s.ana.Post("/settings/alerts/1/keys").Leads("/settings/alerts/1")
		s.ana.Post("/settings/alerts/1/keys/revoke", "key", "1").Leads("/settings/alerts/1")
		s.ana.Get("/settings/alerts/1").Shows(http.StatusOK, "revoked").Hides("/hooks/grafana/" + key)
		s.ana.Post("/settings/alerts/1", "title", " ", "silence", "x", "ticket_user", "nobody@x.example").
			Shows(http.StatusUnprocessableEntity, "not a whole number", "nobody@x.example", `value="x"`)
		s.ana.Post("/settings/alerts/1", "title", "", "silence", "1", "urgency-critical", "mad").Shows(http.StatusUnprocessableEntity, "f-title-error")
		s.ana.Get("/settings/alerts").Shows(http.StatusOK, "Checkout", "Everything that came was taken")
		s.ana.Post("/settings/alerts/1/delete").Leads("/settings/alerts")
		s.ana.Get("/settings/alerts").Shows(http.StatusOK, "No monitor reports here yet")
	})
}

func TestAlert(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		key := s.add(t, "Checkout")
		id := s.report(t, key, wire.Report{Action: wire.Trigger, Key: "k", Summary: "p99 <b>over</b> 2s", Severity: wire.Critical, Source: "web-1",
			Links: []wire.Link{{Href: "https://runbook.example", Text: "runbook"}}, Details: []byte(`{"a":1}`),
			Members: []wire.Member{{Fingerprint: "f", Firing: true, Summary: "web-1 slow", Severity: wire.Critical,
				Labels: map[string]string{"instance": "web-1"}}}})
		s.bo.Get("/alerts").Shows(http.StatusOK, "Checkout", "triggered", "web-1")
		if raw := s.bo.Get("/alerts/1").Shows(http.StatusOK, "critical", "instance=web-1", "https://runbook.example", `"a": 1`,
			"Reported for the first time").Raw; strings.Contains(raw, "<b>over</b>") {
			t.Error("what a monitor wrote is markup")
		}
		s.bo.Post("/alerts/1/acknowledge").Leads("/alerts/1")
		s.bo.Get("/alerts/1/body").Shows(http.StatusOK, "Bo acknowledged it", "Resolve").Hides("<html", ">Acknowledge<")
		s.bo.Post("/alerts/1/ticket").Leads("/tickets/1")
		s.bo.Get("/alerts/1").Shows(http.StatusOK, "Ticket #1")
		s.bo.Post("/alerts/1/resolve").Leads("/alerts/1")
		s.bo.Post("/alerts/1/acknowledge").Shows(http.StatusConflict, "over already")
		s.bo.Get("/alerts").Shows(http.StatusOK, "All quiet")
		s.bo.Get("/alerts?state=over&before=99&service=x").Shows(http.StatusOK)
		s.bo.Get("/alerts?state=over").Shows(http.StatusOK, "Checkout", "resolved")
		s.bo.Get("/alerts/99").Shows(http.StatusNotFound)
		if id != 1 {
			t.Errorf("the alert is %d", id)
		}
		german := *s.bo
		german.Header = s.bo.Header.Clone()
		german.Header.Set("Accept-Language", "de")
		german.Get("/alerts/1").Shows(http.StatusOK, "Bo hat ihn bestätigt", "kritisch")
	})
}

func TestRefusalsAndRules(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		if err := s.Refuse(t.Context(), alert.Refusal{Sender: wire.PagerDuty, Key: "0123456789", Reason: "Invalid routing key",
			Sample: `{"x":1}`, Client: "192.0.2.7"}); err != nil {
			t.Fatal(err)
		}
		s.ana.Get("/settings/alerts").Shows(http.StatusOK, "Invalid routing key", "192.0.2.7", `{"x":1}`)
		s.ana.Post("/settings/alerts/refused", "id", "1").Leads("/settings/alerts")
		s.ana.Get("/settings/alerts").Shows(http.StatusOK, "Everything that came was taken")
		s.ana.Post("/settings/alerts/rules", "storm_alerts", "5", "storm_minutes", "0", "per_minute", "1", "keep_days",
			"1").Shows(http.StatusUnprocessableEntity, "f-storm_minutes-error")
		s.ana.Post("/settings/alerts/rules", "storm_alerts", "9", "storm_minutes", "3", "per_minute", "1", "keep_days", "1").Leads("/settings/alerts")
		s.ana.Get("/settings/alerts").Shows(http.StatusOK, `value="9"`)
		s.bo.Post("/settings/alerts/rules", "storm_alerts", "9").Shows(http.StatusForbidden)
	})
}
