package attentionui_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/capability/attention/attentionui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages, a manager on call, somebody of sales, and a ticket of two hours.
type site struct {
	*pagetest.Site
	attention                   *attention.Service
	mia, ana, sue, admin, dana  *pagetest.Person
	ticket, young, organization int64
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, mia: join("mia", access.Lead), ana: join("ana", access.Agent), sue: join("sue", access.LightAgent),
			admin: join("admin", access.Admin), dana: join("dana", access.EndUser)}
		s.attention = attention.New(attention.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets,
			OnDuty: func(context.Context, db.Querier, time.Time) ([]int64, error) { return []int64{s.mia.ID}, nil }})
		pages := attentionui.New(attentionui.Deps{Attention: s.attention, People: p.People, Tickets: p.Tickets, Page: p.Page, Now: p.DB.Now})
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			o, err := p.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Seto Rail"})
			if err != nil {
				return err
			}
			s.organization = o.ID
			_, err = tx.Exec(ctx, "UPDATE users SET organization_id = $1 WHERE id = $2", o.ID, s.dana.ID)
			return err
		})
		s.ticket, s.young = s.open(2*time.Hour), s.open(0)
		s.Serve(web.Config{}, attentionui.Catalogue, pages.Routes)
		test(t, s)
	}, attention.Migrations())
}

// open opens a ticket of Dana's that is so old.
func (s *site) open(age time.Duration) (id int64) {
	s.T.Helper()
	s.Do(func(ctx context.Context, tx *db.Tx) error {
		t, err := s.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: "It is down", RequesterID: s.dana.ID, Channel: "mail",
			Comment: ticket.NewComment{Public: true, Body: "It is down", AuthorID: s.dana.ID}})
		if err != nil {
			return err
		}
		id = t.ID
		_, err = tx.Exec(ctx, "UPDATE tickets SET created_at = $1 WHERE id = $2", tx.Now().Add(-age), id)
		return err
	})
	return id
}

// TestRequests asks, keeps what was typed where that is refused, and decides.
func TestRequests(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ask, young := fmt.Sprintf("/tickets/%d/attention", s.ticket), fmt.Sprintf("/tickets/%d/attention", s.young)
		s.sue.Get("/attention").Shows(http.StatusOK, "Nothing waits for attention")
		s.dana.Get(ask).Shows(http.StatusForbidden)
		s.sue.Get(young).Shows(http.StatusOK, "came in less than 30 minutes ago")
		s.sue.Get(ask).Shows(http.StatusOK, "within 30 minutes", "The business case").Hides("came in less")
		s.sue.Post(ask, "urgency", "urgent", "kind", "account_at_risk", "reason", "Noon", "wanted", "A call").
			Shows(http.StatusUnprocessableEntity, "open an account escalation", "f-kind-error", ">Noon</textarea>")
		s.sue.Post(ask, "urgency", "urgent", "kind", "business", "reason", "", "wanted", "A call").Shows(http.StatusUnprocessableEntity,
			"f-reason-error", ">A call</textarea>")
		s.sue.Post(ask, "urgency", "urgent", "kind", "business", "reason", "They go live", "wanted", "A call").Leads(fmt.Sprint("/tickets/", s.ticket))
		s.sue.Get(ask).Shows(http.StatusOK, "asked for already")
		s.sue.Get("/attention").Shows(http.StatusOK, "It is down", "Urgent", "waits for a look", "mia")
		s.sue.Get("/attention?urgency=timely").Shows(http.StatusOK, "Nothing waits for attention")
		s.ana.Get("/attention?whose=mine").Shows(http.StatusOK, "Nothing waits for attention")
		s.mia.Get("/attention?whose=mine").Shows(http.StatusOK, "It is down")

		s.sue.Get("/attention/1").Shows(http.StatusOK, "They go live", "A call").Hides("I have my eyes on it")
		s.ana.Post("/attention/1/look").Shows(http.StatusForbidden)
		s.mia.Get("/attention/1").Shows(http.StatusOK, "I have my eyes on it", "Escalation::License-Issue")
		s.mia.Post("/attention/1/look").Leads("/attention/1")
		s.mia.Get("/attention/1").Shows(http.StatusOK, "looked in time", "eyes on it").Hides("I have my eyes on it")
		s.mia.Post("/attention/1/engage", "engineer", fmt.Sprint(s.sue.ID)).Shows(http.StatusUnprocessableEntity, "f-engineer-error")
		s.mia.Post("/attention/1/engage", "engineer", fmt.Sprint(s.ana.ID)).Leads("/attention/1")
		s.mia.Post("/attention/1/resolve", "next", "", "labels", "Escalation::License-Issue").Shows(http.StatusUnprocessableEntity, "f-next-error")
		s.mia.Post("/attention/1/resolve", "next", "Ana calls", "labels", "Escalation::License-Issue").Leads("/attention/1")
		s.sue.Get("/attention/1").Shows(http.StatusOK, "Ana calls", "resolved", "The next step, underway")
		s.sue.Get("/attention?state=over").Shows(http.StatusOK, "100 %", "Escalation::License-Issue")
		s.sue.Get("/attention/9").Shows(http.StatusNotFound)
	})
}

// TestAccounts opens an escalation, tells the customer, and ends it by its criteria.
func TestAccounts(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.sue.Get("/escalations").Shows(http.StatusOK, "No account is escalated").Hides("Escalate an account</a>")
		s.sue.Get("/escalations/new").Shows(http.StatusForbidden)
		s.ana.Get(fmt.Sprint("/escalations/new?ticket=", s.ticket)).Shows(http.StatusOK, "Seto Rail", "becomes an account escalation", `value="It is down"`)
		form := []string{"title", "Two upgrades failed", "severity", "high", "driver", fmt.Sprint(s.mia.ID), "part", "Customer success manager",
			"tickets", fmt.Sprint("#", s.ticket), "people", "dana@example.com", "criteria", "It holds"}
		s.ana.Post("/escalations", append(form, "organization", "Sato Rail")...).Shows(http.StatusUnprocessableEntity,
			"no organization called Sato Rail", ">It holds</textarea>")
		s.ana.Post("/escalations", append(form, "organization", "seto rail", "people", "eve@example.com")...).Leads("/escalations/1")
		s.ana.Get("/escalations/1").Shows(http.StatusOK, "Two upgrades failed", "The team has not met yet", "of the customer", "#esc_seto_rail", "It holds")
		s.ana.Get("/escalations").Shows(http.StatusOK, "Seto Rail", "1 of 1 open", "High")
		s.ana.Get("/escalations/1/edit").Shows(http.StatusOK, "dana@example.com", fmt.Sprint("#", s.ticket))
		edit := []string{"organization_id", fmt.Sprint(s.organization), "title", "Two upgrades failed", "severity", "critical", "driver", fmt.Sprint(s.mia.ID),
			"part", "Customer success manager", "criteria", "It holds"}
		s.ana.Post("/escalations/1/edit", append(edit, "tickets", "twelve")...).Shows(http.StatusUnprocessableEntity, "“twelve” is no number of a ticket")
		s.ana.Post("/escalations/1/edit", append(edit, "people", "eve@example.com")...).Shows(http.StatusUnprocessableEntity,
			"Nobody has the address eve@example.com")
		s.ana.Post("/escalations/1/edit", edit...).Leads("/escalations/1")
		s.sue.Post("/escalations/1/tell", "body", "").Shows(http.StatusUnprocessableEntity, "f-body-error")
		s.sue.Post("/escalations/1/tell", "body", "We met", "standup", "on").Leads("/escalations/1")
		s.ana.Get("/escalations/1").Shows(http.StatusOK, "We met", "Critical").Hides("has not met yet")
		s.ana.Post("/escalations/1/exit", "closing", "Done").Shows(http.StatusUnprocessableEntity, "Still open: It holds", ">Done</textarea>")
		s.ana.Post("/escalations/1/meet", "n", "0", "met", "true").Leads("/escalations/1")
		s.ana.Post("/escalations/1/exit", "closing", "It held").Leads("/escalations/1")
		s.sue.Get("/escalations/1").Shows(http.StatusOK, "It held").Hides("Note an update")
		s.sue.Get("/escalations?state=over").Shows(http.StatusOK, "Seto Rail")
	})
}

// TestSettings changes what both go by, and refuses what makes no sense beside its field.
func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.mia.Get("/settings/attention").Shows(http.StatusForbidden)
		s.admin.Get("/settings/attention").Shows(http.StatusOK, "Escalation::Response-Time", "Customer success manager")
		stars := []string{"minutes-urgent", "20", "minutes-timely", "60", "minutes-not_urgent", "120", "warn_percent", "50", "min_age",
			"15", "late_minutes", "60",
			"calendar", "", "forms", "SaaS\nSelf-managed", "labels", "One\nTwo"}
		s.admin.Post("/settings/attention/stars",
			append([]string{"minutes-urgent", "0"}, stars[2:]...)...).Shows(http.StatusUnprocessableEntity, "f-minutes-urgent-error")
		s.admin.Post("/settings/attention/stars", stars...).Leads("/settings/attention")
		s.admin.Post("/settings/attention/escalations", "hours-critical", "24", "hours-high", "48", "hours-medium", "100", "hours-low",
			"200", "standup_hours", "12", "drivers", "").
			Shows(http.StatusUnprocessableEntity, "f-drivers-error")
		s.admin.Post("/settings/attention/escalations", "hours-critical", "12", "hours-high", "48", "hours-medium", "100", "hours-low",
			"200", "standup_hours", "12", "drivers", "Account manager").
			Leads("/settings/attention")
		setup, err := s.attention.Setup(s.admin.Context())
		if err != nil || setup.Stars.Minutes[attention.Urgent] != 20 || len(setup.Stars.Forms) != 2 ||
			setup.Escalations.Hours[attention.Critical] != 12 || setup.Escalations.Drivers[0] != "Account manager" {
			t.Errorf("%+v, %v", setup, err)
		}
	})
}

// TestGerman says it all in German, too.
func TestGerman(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.sue.Header.Set("Accept-Language", "de")
		s.sue.Get("/attention").Shows(http.StatusOK, "Nichts wartet auf Aufmerksamkeit")
		s.sue.Get(fmt.Sprintf("/tickets/%d/attention", s.young)).Shows(http.StatusOK, "keine 30 Minuten alt")
		s.sue.Get("/escalations").Shows(http.StatusOK, "Kein Kunde ist eskaliert")
	})
}
