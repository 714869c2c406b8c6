package pagingui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/pagingui"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with its pages about pages.
type site struct {
	*pagetest.Site
	paging            *paging.Service
	pages             *pagingui.UI
	ana, light, admin *pagetest.Person
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), light: join("light", access.LightAgent), admin: join("admin", access.Admin)}
		s.paging = paging.New(paging.Deps{DB: p.DB, Log: p.Log, People: p.People, Key: []byte("of the test"),
			OnCall: func(_ context.Context, _ db.Querier, schedule string, _ time.Time) ([]int64, error) {
				if schedule != "Customer emergencies" {
					return nil, nil
				}
				return []int64{s.ana.User.ID}, nil
			},
			Card: func(_ context.Context, _ db.Querier, subject event.Subject) (paging.Card, error) {
				return paging.Card{Title: "Nobody can log in", Path: fmt.Sprint("/tickets/", subject.ID),
					Facts:    []paging.Fact{{Label: "Customer", Value: "Acme"}},
					Messages: []paging.Message{{At: p.DB.Now(t.Context()), From: "Dana", Public: true, Text: "It is <b>down</b>"}}}, nil
			}})
		s.Do(s.paging.EnsureDefaults)
		s.pages = pagingui.New(pagingui.Deps{Paging: s.paging, People: p.People, Now: p.DB.Now, Page: p.Page,
			Schedules: func(context.Context) ([]string, error) {
				return []string{"Customer emergencies", "Support managers"}, nil
			}})
		s.Serve(web.Config{}, pagingui.Catalogue, s.pages.Routes)
		test(t, s)
	}, paging.Migrations())
}

// page opens a page about a ticket.
func (s *site) page() paging.Page {
	s.T.Helper()
	var p paging.Page
	s.Do(func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = s.paging.Trigger(ctx, tx, paging.Alarm{Key: "ticket:7", Subject: event.Subject{Type: "thing", ID: 7}, Title: "Nobody can log in"})
		return err
	})
	return p
}

// TestAnswer goes from the empty list to a page that rings, is answered, and is over.
func TestAnswer(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get("/pages").Shows(200, "Nothing rings", "appears here by itself")
		p := s.page()
		s.ana.Get("/pages").Shows(200, "Nobody can log in", "Acknowledge")
		s.ana.Get("/pages/state").Shows(200, `data-live="pages"`, "Acknowledge")
		at := fmt.Sprint("/pages/", p.ID)
		s.ana.Get(at).Shows(200, "Acme", "Step 1: asked ana.", "Planned", "Ask the next step now")
		s.light.Get(at).Shows(200, "Acme").Hides("Ask the next step now")
		s.ana.Post(at + "/acknowledge").Leads(at)
		s.ana.Get(at).Shows(200, "ana acknowledged.", "Not needed", "in the workspace")
		s.admin.Post(at + "/acknowledge").Leads(at)
		s.admin.Get(at).Shows(200, "Also on it")
		s.ana.Post(at + "/resolve").Leads(at)
		s.ana.Get("/pages").Shows(200, "Nothing rings", "Resolved", "ana")
	})
}

// TestHands lets people escalate, ask others and page somebody, and refuses what makes no sense beside the field.
func TestHands(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		at := fmt.Sprint("/pages/", s.page().ID)
		s.ana.Post(at + "/escalate").Leads(at)
		s.ana.Get(at).Shows(200, "Step 2 has nobody; went on at once.", "Somebody did not wait for the next step.")
		s.ana.Post(at+"/ask", "to", "").Shows(422, "Choose whom to page")
		s.ana.Post(at+"/ask", "to", fmt.Sprint(s.admin.User.ID)).Leads(at)
		s.ana.Get(at).Shows(200, "Asked admin by hand.")
		s.ana.Get("/pages/new?ticket=12").Shows(200, "Whoever is on call", `value="12"`)
		s.ana.Post("/pages/new", "title", "", "ticket", "x", "policy", "Customer emergencies").Shows(422, "Write what it is about", "is no number of a ticket")
		s.ana.Post("/pages/new", "title", "Call me back", "policy", "Customer emergencies").Leads("/pages/2")
		s.light.Post("/pages/new", "title", "x").Shows(403)
	})
}

// TestPolicy makes a policy by the form, shows whom it would reach, and keeps what was typed when it is refused.
func TestPolicy(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.admin.Get("/settings/paging").Shows(200, "Customer emergencies", "On call: Support managers", "New policy", "Tries by one way")
		s.light.Get("/settings/paging").Shows(200, "Customer emergencies").Hides("New policy", "Tries by one way")
		fields := []string{"title", "Night", "repeat", "1", "every", "5", "ack_timeout", "0", "steps", "2", "version", "0",
			"target.0.0", "schedule:Customer emergencies", "timeout.0", "2.5", "target.1.0", fmt.Sprint("user:", s.admin.User.ID), "timeout.1", "10"}
		s.admin.Post("/settings/paging/new", append(fields, "do", "look")...).Shows(200, "Who would be paged now", "after 2 min", "ana",
			"admin", "Last resort: admin")
		s.admin.Post("/settings/paging/new", append(fields, "do", "add")...).Shows(200, `name="target.2.0"`)
		s.admin.Post("/settings/paging/new", "title", "", "repeat", "0", "steps", "1", "do", "save").Shows(422, "Give the policy a name")
		s.admin.Post("/settings/paging/new", append(fields, "do", "save")...).Leads("/settings/paging")
		s.admin.Get("/settings/paging").Shows(200, "Night")
		policies, err := s.paging.Policies(s.Ctx)
		if err != nil || len(policies) != 4 || policies[2].Title != "Night" || policies[2].Steps[0].Timeout != 150*time.Second {
			t.Fatalf("%+v, %v", policies, err)
		}
		at := fmt.Sprint("/settings/paging/", policies[2].ID)
		s.admin.Get(at).Shows(200, `value="2.5"`, "Delete this policy")
		s.light.Get(at).Shows(200, "Night").Hides("Delete this policy")
		s.admin.Post(at + "/delete").Leads("/settings/paging")
	})
}

// TestNumbers stores what paging goes by, and names the field that is wrong.
func TestNumbers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		fields := []string{"policy", "Support managers", "tries", "9", "elsewhere", "3", "late_after", "20"}
		for _, k := range paging.Kinds() {
			fields = append(fields, string(k)+".most", "4", string(k)+".minutes", "10")
		}
		s.admin.Post("/settings/paging", fields...).Leads("/settings/paging")
		got, err := s.paging.Setup(s.Ctx)
		if err != nil || got.Policy != "Support managers" || got.Patience != (paging.Patience{Tries: 9, Elsewhere: 3}) ||
			got.Throttle[paging.SMS] != (paging.Limit{Most: 4, Minutes: 10}) {
			t.Errorf("%+v, %v", got, err)
		}
		wrong := strings.Split(strings.Replace(strings.Join(fields, "\n"), "tries\n9", "tries\n0", 1), "\n")
		s.admin.Post("/settings/paging", wrong...).Shows(422, "A way cannot be tried 0 times")
	})
}
