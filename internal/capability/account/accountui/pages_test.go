package accountui_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/account/accountui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/page"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages: two engineers, an administrator, a customer without an engineer, and one of its people.
type site struct {
	*pagetest.Site
	accounts                        *account.Service
	ana, ben, light, admin, visitor *pagetest.Person
	org                             int64
	promised                        string
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), ben: join("ben", access.Agent), light: join("lil", access.LightAgent),
			admin: join("admin", access.Admin), visitor: join("dan", access.EndUser)}
		s.accounts = account.New(account.Deps{DB: p.DB, Log: p.Log, People: p.People, Tickets: p.Tickets})
		p.Log.Attach([]event.Handler{s.accounts.Handler()}, nil)
		pages := accountui.New(accountui.Deps{Accounts: s.accounts, People: p.People, Tickets: p.Tickets, Page: p.Page, Now: p.DB.Now,
			Promised: func(context.Context, int64) (string, string, error) { return s.promised, "", nil },
			Promise: func(_ context.Context, _ int64, times, _ string) error {
				if times == "someday" {
					return fault.Field("cadence", "“someday” is no time")
				}
				s.promised = times
				return nil
			},
			Listed: func(_ context.Context, rows []ticket.Row) (out []page.TicketRow, err error) {
				for _, r := range rows {
					out = append(out, page.TicketRow{Number: fmt.Sprint(r.ID), Subject: r.Subject})
				}
				return out, nil
			},
			Sections: []accountui.Section{func(context.Context, people.Organization) (g.Node, error) { return g.Text("Known risks"), nil },
				func(context.Context, people.Organization) (g.Node, error) { return nil, nil }}})
		s.Do(func(ctx context.Context, tx *db.Tx) (err error) {
			o, err := p.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Seto Rail"})
			if err != nil {
				return err
			}
			s.org = o.ID
			_, err = tx.Exec(ctx, "UPDATE users SET organization_id = $1 WHERE id = $2", o.ID, s.visitor.ID)
			return err
		})
		s.Serve(web.Config{}, accountui.Catalogue, pages.Routes)
		test(t, s)
	}, account.Migrations())
}

func id(n int64) string { return fmt.Sprint(n) }

// path is the page of the customer's account.
func (s *site) path() string { return account.AccountPath(s.org) }

// form is an assignment as its form sends it; pairs that come first win.
func (s *site) form(who *pagetest.Person, first ...string) []string {
	return append(first, "organization", id(s.org), "user", id(who.ID), "hours", "8", "zone", "UTC", "week", "mon-sun: [00:00-24:00]",
		"starts_on", "", "ends_on", "",
		"outside", "The rotation answers.", "emergencies", "Ask for the dashboard.", "older", "stay")
}

// assigned makes somebody the engineer by the form, and gives the path of the assignment.
func (s *site) assigned(who *pagetest.Person) string {
	s.T.Helper()
	s.admin.Post("/assignments", s.form(who)...).Leads(s.path())
	all, err := s.accounts.EngineersOf(s.Ctx, s.DB.Read(), s.org)
	if err != nil || len(all) == 0 {
		s.T.Fatal(all, err)
	}
	return "/assignments/" + id(all[len(all)-1].ID)
}

// TestAssignPages assigns, changes and ends, and gives back what was typed where that cannot be.
func TestAssignPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.admin.Get("/accounts").Shows(http.StatusOK, "No account has its own engineer", "Choose a customer")
		s.ana.Get(s.path()).Shows(http.StatusOK, "Nobody is assigned", "No ticket is open", "Known risks")
		s.admin.Get("/assignments/new?organization="+id(s.org)).Shows(http.StatusOK, "mon-fri: [09:00-17:00]", "At most 5 accounts each", "ana")
		s.admin.Get("/assignments/new?organization=99").Shows(http.StatusNotFound)
		for _, bad := range []struct{ field, value, says string }{{"week", "mon: late", "f-week-error"},
			{"zone", "Mars/Base", "f-zone-error"}, {"hours", "0", "f-hours-error"},
			{"hours", "many", "f-hours-error"}, {"starts_on", "soon", "f-starts_on-error"}, {"ends_on", "1999-01-00", "f-ends_on-error"},
			{"user", "", "f-user-error"}, {"older", "burn", "f-older-error"}} {
			s.admin.Post("/assignments", s.form(s.ana, bad.field, bad.value)...).Shows(http.StatusUnprocessableEntity, bad.says,
				"The rotation answers.", "Ask for the dashboard.")
		}
		one := s.assigned(s.ana)
		s.ana.Get(s.path()).Shows(http.StatusOK, "ana", "Covered", "Mon–Sun 00:00-24:00", "The rotation answers.",
			"Ask for the dashboard.", "Go to the engineer at once", "As a table")
		s.ana.Get("/accounts").Shows(http.StatusOK, "Your accounts", "Seto Rail", "8 h a week")
		s.admin.Get(one).Shows(http.StatusOK, "What was agreed with Seto Rail", "End it", "mon-sun: [00:00-24:00]")
		s.admin.Post(one, s.form(s.ana, "hours", "12", "outside", "")...).Leads(s.path())
		s.admin.Get("/accounts").Shows(http.StatusOK, "12 h a week")
		s.admin.Post(one, s.form(s.ana, "zone", "Mars/Base", "outside", "Typed at length")...).Shows(http.StatusUnprocessableEntity,
			"f-zone-error", "Typed at length")
		s.admin.Post(one+"/end", "why", " ").Shows(http.StatusUnprocessableEntity, "f-why-error", "Write down why it ends")
		s.admin.Post(one+"/auto", "auto_why", "").Shows(http.StatusUnprocessableEntity, "f-auto_why-error", "Write down why")
		s.admin.Post(one+"/auto", "auto_why", "They move").Leads(s.path())
		s.ana.Get(s.path()).Shows(http.StatusOK, "Stay in the queue", "They move").Hides("Give new tickets to the engineer")
		s.admin.Post(one+"/end", "why", "They moved to another plan").Leads(s.path())
		s.ana.Get(s.path()).Shows(http.StatusOK, "Nobody is assigned")
		s.admin.Get("/assignments/99").Shows(http.StatusNotFound)
	})
}

// TestOpenWorkPage lists the tickets of an account.
func TestOpenWorkPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.assigned(s.ana)
		for _, subject := range []string{"It is slow", "It is down"} {
			s.Do(func(ctx context.Context, tx *db.Tx) error {
				_, err := s.Tickets.CreateIn(ctx, tx,
					ticket.NewTicket{Subject: subject, RequesterID: s.visitor.ID, Channel: "mail",
						Comment: ticket.NewComment{Public: true, Body: subject, AuthorID: s.visitor.ID}})
				return err
			})
		}
		s.ana.Get(s.path()).Shows(http.StatusOK, "It is slow", "It is down", "2 tickets: emergencies first", "Opened by priority")
		s.ana.Get("/accounts/split").Shows(http.StatusOK, "ana", "Tickets: 0 own, 0 others", "All other customers")
		if csv := s.ana.Get("/accounts/split.csv").Shows(http.StatusOK).Text; strings.Count(csv, "\n") != 1+2*26 {
			t.Errorf("the file is\n%s", csv)
		}
		s.admin.Get("/accounts/left?user="+id(s.ana.ID)).Shows(http.StatusOK, "What ana leaves behind", "Seto Rail", "Has an engineer", "It is down")
	})
}

// TestCoverPages asks for cover, which nobody but the one who was asked promises, declines or takes back.
func TestCoverPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		one := strings.TrimPrefix(s.assigned(s.ana), "/assignments/")
		now := s.DB.Now(s.Ctx)
		from, until := bizcal.DateOf(now.UTC()).AddDays(2).String(), bizcal.DateOf(now.UTC()).AddDays(4).String()
		off, err := s.People.PlanTimeOff(s.ana.Context(), people.TimeOff{UserID: s.ana.ID, From: mustTime(t, from), Until: mustTime(t, until)}, true)
		if err != nil {
			t.Fatal(err)
		}
		asking := func(first ...string) []string {
			return append(first, "assignment", one, "time_off", id(off.ID), "user", id(s.ben.ID), "from", from+"T00:00", "until", until+"T00:00")
		}
		s.ana.Get(account.OffPath(off.ID)).Shows(http.StatusOK, "2880 contract minutes have nobody",
			"Cover should be asked for 14 days ahead", from+"T00:00", "ben")
		s.ana.Get("/covers/ask?assignment="+one).Shows(http.StatusOK, from+"T00:00", until+"T00:00", `name="time_off" value="`+id(off.ID)+`"`)
		s.ana.Get("/covers/ask?time_off=99").Shows(http.StatusNotFound, "taken back")
		s.ana.Post("/covers/ask", asking("user", "")...).Shows(http.StatusUnprocessableEntity, "f-user-error", from+"T00:00")
		s.ana.Post("/covers/ask", asking("from", "noon")...).Shows(http.StatusUnprocessableEntity, "f-from-error", until+"T00:00")
		s.ana.Post("/covers/ask", asking()...).Leads(s.path())
		s.ana.Get(s.path()).Shows(http.StatusOK, "of the hours agreed with Seto Rail have nobody", "ben for ana", "Asked, not answered")
		s.ben.Get("/accounts").Shows(http.StatusOK, "What you were asked to cover", "Seto Rail for ana")
		s.admin.Get("/covers/1").Shows(http.StatusOK, "Only ben can answer this", "gap 48 h").Hides("I will be there")
		s.admin.Post("/covers/1", "do", "accept").Shows(http.StatusForbidden, "Only the one who was asked")
		s.ben.Get("/covers/1").Shows(http.StatusOK, "I will be there", "I cannot", "Who is there")
		s.ben.Post("/covers/1", "do", "decline", "reason", "").Shows(http.StatusUnprocessableEntity, "f-reason-error")
		s.ben.Post("/covers/1", "do", "accept").Leads(s.path())
		s.ana.Get(s.path()).Shows(http.StatusOK, "Accepted", "Covered").Hides("have nobody, this week")
		s.ben.Post("/covers/1", "do", "decline", "reason", "I fell ill").Leads(s.path())
		s.ana.Get(s.path()).Shows(http.StatusOK, "Declined", "I fell ill")
		s.ana.Post("/covers/ask", asking()...).Leads(s.path())
		s.ben.Post("/covers/2/withdraw").Shows(http.StatusForbidden)
		s.ana.Post("/covers/2/withdraw").Leads(s.path())
		s.ana.Get("/covers/99").Shows(http.StatusNotFound)
	})
}

func mustTime(t *testing.T, day string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestPodPages makes, changes and dissolves a pod.
func TestPodPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.assigned(s.ana)
		s.admin.Get(account.PodsPath).Shows(http.StatusOK, "No pod yet", "Make a pod", "In no pod",
			"From 2 out at one time the others are told; from 3 on the manager")
		s.ana.Get(account.PodsPath).Shows(http.StatusOK, "No pod yet").Hides("Make a pod")
		s.ana.Get("/pods/new").Shows(http.StatusForbidden)
		s.ana.Post("/pods", "name", "North").Shows(http.StatusForbidden)
		s.admin.Get("/pods/new").Shows(http.StatusOK, "ana", "1 account")
		s.admin.Post("/pods", "name", "North", "members", id(s.ana.ID)).Shows(http.StatusUnprocessableEntity, "f-members-error", `value="North"`, "checked")
		s.admin.Post("/pods", "name", "", "members", id(s.ana.ID), "members", id(s.ben.ID)).Shows(http.StatusUnprocessableEntity, "f-name-error", "ben")
		s.admin.Post("/pods", "name", "North", "members", id(s.ana.ID), "members", id(s.ben.ID)).Leads(account.PodsPath)
		s.ben.Get(account.PodsPath).Shows(http.StatusOK, "North", "Nobody is out", "Whoever is next just enters the time off", "0 h of 8 h",
			"Seto Rail").Hides("In no pod", "/pods/1")
		s.admin.Get(account.PodsPath+"?week=2020-01-01").Shows(http.StatusOK, "Week of 30 Dec 2019")
		s.admin.Get(account.PodsPath + "?week=soon").Shows(http.StatusUnprocessableEntity)
		s.admin.Get("/pods/1").Shows(http.StatusOK, "Change the pod", `value="North"`, "Dissolve the pod")
		s.admin.Post("/pods/1", "name", "West", "members", id(s.ana.ID), "members", "99").Shows(http.StatusUnprocessableEntity,
			"f-members-error", `value="West"`)
		s.admin.Post("/pods/1", "name", "West", "members", id(s.ana.ID), "members", id(s.ben.ID)).Leads(account.PodsPath)
		s.ben.Get(account.PodsPath).Shows(http.StatusOK, "West").Hides("North")
		s.ben.Post("/pods/1/end").Shows(http.StatusForbidden)
		s.admin.Post("/pods/1/end").Leads(account.PodsPath)
		s.admin.Get("/pods/1").Shows(http.StatusNotFound)
	})
}

// TestOtherForms keeps what was typed of the cadence, of an exception and of the settings.
func TestOtherForms(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.assigned(s.ana)
		s.admin.Post("/accounts/cadence", "organization", id(s.org), "cadence", "someday", "zone",
			"Asia/Tokyo").Shows(http.StatusUnprocessableEntity, "f-cadence-error", `value="someday"`, `value="Asia/Tokyo"`)
		s.admin.Post("/accounts/cadence", "organization", id(s.org), "cadence", "tue 15:00", "zone", "Asia/Tokyo").Leads(s.path())
		s.ana.Get(s.path()).Shows(http.StatusOK, "tue 15:00", "on every open ticket")
		s.admin.Get("/accounts/rotations").Shows(http.StatusOK, "In no rotation", "1 engineer is in no rotation")
		s.ana.Get("/accounts/rotations").Shows(http.StatusOK, "In no rotation").Hides("Write down the exception")
		s.admin.Post("/accounts/rotations", "user", id(s.ana.ID), "reason", "Half days", "until",
			"whenever").Shows(http.StatusUnprocessableEntity, "f-until-error", `value="Half days"`)
		s.admin.Post("/accounts/rotations", "user", id(s.ana.ID), "reason", "Half days", "until",
			bizcal.DateOf(s.DB.Now(s.Ctx)).AddDays(30).String()).Leads("/accounts/rotations")
		s.ana.Get("/accounts/rotations").Shows(http.StatusOK, "Exception until", "Half days").Hides("nobody wrote down why")

		settings := func(first ...string) []string {
			return append(first, "most_accounts", "4", "hours_a_week", "10", "agreed_hours", "mon-fri: [08:00-16:00]", "titles",
				"Senior, Expert", "cover_days_ahead", "7", "sudden_within_hours", "24",
				"planned_hours", "24", "sudden_hours", "2", "leave_on_call_from", "2", "pod_size", "4", "pod_hours_a_week", "6",
				"pod_post_from", "2", "pod_manager_from", "3", "fewer_others_percent", "20")
		}
		s.ana.Get("/settings/accounts").Shows(http.StatusForbidden)
		s.ana.Post("/settings/accounts", settings()...).Shows(http.StatusForbidden)
		for _, bad := range []struct{ field, value string }{{"most_accounts", "0"}, {"agreed_hours", "late"}, {"pod_manager_from", "1"},
			{"pod_hours_a_week", "many"}, {"fewer_others_percent", "101"}} {
			s.admin.Post("/settings/accounts", settings(bad.field, bad.value)...).Shows(http.StatusUnprocessableEntity,
				"f-"+bad.field+"-error", `value="Senior, Expert"`)
		}
		s.admin.Post("/settings/accounts", settings()...).Leads("/settings/accounts")
		s.admin.Get("/settings/accounts").Shows(http.StatusOK, `value="Senior, Expert"`, "mon-fri: [08:00-16:00]", `value="20"`)
	})
}

// TestClosedPages shows nothing to customers, and no act to who may not.
func TestClosedPages(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		one := s.assigned(s.ana)
		for _, path := range []string{"/accounts", s.path(), account.PodsPath, "/accounts/split", "/accounts/split.csv",
			"/accounts/rotations", "/accounts/left?user=1", one, "/covers/ask?assignment=1", "/covers/1", "/settings/accounts", "/pods/1", "/pods/new"} {
			s.visitor.Get(path).Shows(http.StatusForbidden)
		}
		s.light.Get(s.path()).Shows(http.StatusOK, "ana").Hides("Ask for cover", "Assign an engineer", "Save the times")
		s.light.Get(one).Shows(http.StatusForbidden)
		s.light.Post(one+"/end", "why", "No").Shows(http.StatusForbidden)
		s.ana.Header.Set("Accept-Language", "de")
		s.ana.Get(s.path()).Shows(http.StatusOK, "Vereinbarte Zeiten", "Wer für diesen Kunden da ist")
		s.ana.Get(account.PodsPath).Shows(http.StatusOK, "Noch keine Gruppe", "erfahren es die anderen")
	})
}
