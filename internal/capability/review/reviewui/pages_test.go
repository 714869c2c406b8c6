package reviewui_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/review"
	"github.com/daywatch/daywatch/internal/capability/review/reviewui"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
	"github.com/daywatch/daywatch/test/pagetest"
)

// site is a desk with these pages and an account with an engineer, a success manager, a contact and two tickets.
type site struct {
	*pagetest.Site
	ana, cho, admin, dana *pagetest.Person
	org                   int64
	tickets               [2]int64
}

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	pagetest.Each(t, func(t *testing.T, p *pagetest.Site) {
		join := func(name string, role access.Role) *pagetest.Person { return p.Join(name, name+"@example.com", role) }
		s := &site{Site: p, ana: join("ana", access.Agent), cho: join("cho", access.LightAgent), admin: join("admin", access.Admin),
			dana: join("dana", access.EndUser)}
		reviews := review.New(review.Deps{DB: p.DB, Log: p.Log, Blobs: p.Blobs, People: p.People, Tickets: p.Tickets})
		pages := reviewui.New(reviewui.Deps{Reviews: reviews, People: p.People, Tickets: p.Tickets, Page: p.Page, Now: p.DB.Now})
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			o, err := p.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Seto Rail", AssignedEngineerID: s.ana.ID})
			if err != nil {
				return err
			}
			s.org = o.ID
			if _, err = tx.Exec(ctx, "UPDATE users SET organization_id = $1 WHERE id = $2", o.ID, s.dana.ID); err != nil {
				return err
			}
			for i, subject := range []string{"It is slow", "It is down"} {
				made, err := p.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: subject, RequesterID: s.dana.ID, Channel: "mail", Priority: ticket.Low,
					Comment: ticket.NewComment{Public: true, Body: subject, AuthorID: s.dana.ID}})
				if err != nil {
					return err
				}
				s.tickets[i] = made.ID
			}
			return nil
		})
		s.Serve(web.Config{}, reviewui.Catalogue, pages.Routes)
		test(t, s)
	}, review.Migrations())
}

// path is a page of the account.
func (s *site) path(part string) string { return fmt.Sprintf("/accounts/%d/%s", s.org, part) }

// TestCalls begins a series where there is a success manager, and goes through a call.
func TestCalls(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(s.path("review")).Shows(http.StatusOK, "No customer success manager, so no review calls", "Name one").Hides("Begin review calls")
		s.dana.Get(s.path("review")).Shows(http.StatusForbidden)
		s.Do(func(ctx context.Context, tx *db.Tx) error {
			found, err := s.People.OrganizationsNamed(ctx, tx, s.org)
			if err != nil {
				return err
			}
			o := found[s.org]
			o.Owners = []people.Owner{{Side: people.Ours, Role: people.SuccessManager, UserID: s.cho.ID}}
			_, err = s.People.SaveOrganizationIn(ctx, tx, o)
			return err
		})
		form := []string{"every", "weekly", "from", "2026-01-06", "at", "15:00", "zone", "Europe/Berlin", "length", "30", "host", "", "kickoff", ""}
		s.ana.Get(s.path("review")).Shows(http.StatusOK, "Begin review calls", "cho")
		s.ana.Post(s.path("review"), append([]string{"zone", "Berlin"}, form...)...).Shows(http.StatusUnprocessableEntity, "f-zone-error", "“Berlin”")
		s.ana.Post(s.path("review"), append([]string{"at", "noon"}, form...)...).Shows(http.StatusUnprocessableEntity, "f-at-error")
		s.cho.Post(s.path("review"), form...).Shows(http.StatusForbidden)
		s.ana.Post(s.path("review"), form...).Leads(s.path("review"))
		s.ana.Get(s.path("review")).Shows(http.StatusOK, "Each Tuesday at 15:00", "Planned", "Pause the calls")
		s.ana.Get("/reviews").Shows(http.StatusOK, "Seto Rail")
		s.cho.Get("/reviews?whose=mine").Shows(http.StatusOK, "No review call is planned")

		s.ana.Get(s.path("agenda")).Shows(http.StatusOK, "It is slow", "It is down", "Send the agenda")
		typed := []string{"meeting", "1", "not_done", "No custom images", fmt.Sprint("place-", s.tickets[0]), "1"}
		s.ana.Post(s.path("agenda"), append([]string{"move", fmt.Sprint(s.tickets[1], ":0")}, typed...)...).Leads(s.path("agenda"))
		s.ana.Get(s.path("agenda")).Shows(http.StatusOK, "No custom images", fmt.Sprintf(`value="%d:1"`, s.tickets[1]), "Nobody is away")
		s.ana.Post(s.path("agenda"), append([]string{"away", "1", "name", "Dana Cole", "first", "soon", "last", ""}, typed...)...).
			Shows(http.StatusUnprocessableEntity, "f-first-error", `value="Dana Cole"`, "No custom images")
		s.ana.Post(s.path("agenda"), append([]string{"away", "1", "name", "Dana Cole", "first", "2026-01-05", "last", "2026-01-04"},
			typed...)...).Shows(http.StatusUnprocessableEntity, "f-last-error")
		s.ana.Post(s.path("agenda"), append([]string{"send", "1", "asked", "1"}, typed...)...).Shows(http.StatusUnprocessableEntity, "Choose who gets it")
		s.cho.Post(s.path("agenda"), typed...).Shows(http.StatusForbidden)
		s.cho.Get(s.path("agenda")).Shows(http.StatusOK, "No custom images", "It is slow").Hides("place-", "Keep what I typed", "Send the agenda")
		s.ana.Post(s.path("agenda"), append([]string{"send", "1", "asked", "1", "to", fmt.Sprint(s.dana.ID)}, typed...)...).Leads(s.path("agenda"))
		s.ana.Get(s.path("agenda")).Shows(http.StatusOK, "Send it again")
		s.ana.Post("/reviews/1/decide", "ticket", fmt.Sprint(s.tickets[0]), "kind", "priority", "priority", "high", "why", "", "decided_by", "Dana").
			Shows(http.StatusUnprocessableEntity, "f-why-error", `value="Dana"`)
		s.ana.Post("/reviews/1/decide", "ticket", fmt.Sprint(s.tickets[0]), "kind", "priority", "priority", "high", "why", "Go live",
			"decided_by", "Dana").Leads("/reviews/1")
		s.ana.Get("/reviews/1").Shows(http.StatusOK, "Low → High", "Go live (Dana)", "Take it back", "The call is still to come")
		s.ana.Post("/reviews/1/back", "decision", "1", "why", "No", "decided_by", "Dana").Leads("/reviews/1")
		s.ana.Post("/reviews/1/action", "what", "Send the plan", "owner_id", fmt.Sprint(s.ana.ID), "due_on",
			"soon").Shows(http.StatusUnprocessableEntity, "f-due_on-error", "Send the plan")
		s.ana.Post("/reviews/1/action", "what", "Send the plan", "owner_id", fmt.Sprint(s.ana.ID), "due_on", "").Leads("/reviews/1")
		s.ana.Get("/reviews/1?action=1").Shows(http.StatusOK, "Change the action", `value="Send the plan"`)
		s.ana.Post("/reviews/1/action", "action", "1", "what", "", "owner_id", fmt.Sprint(s.ana.ID)).Shows(http.StatusUnprocessableEntity,
			"f-what-error", "Change the action")
		s.ana.Post("/reviews/1/action", "action", "1", "what", "Send both plans", "owner_id", fmt.Sprint(s.dana.ID), "due_on", "2030-01-01").Leads("/reviews/1")
		s.ana.Get("/reviews/1").Shows(http.StatusOK, "Send both plans", "dana")
		s.ana.Post("/reviews/1/finish", "action", "1", "done", "1").Leads("/reviews/1")
		s.ana.Post("/reviews/1/finish", "action", "1", "done", "").Leads("/reviews/1")
		s.ana.Post(s.path("agenda"), "finish", "1").Leads(s.path("agenda"))
		s.ana.Post("/reviews/1/draft", "mode", "public", "body", "We tal").Shows(http.StatusNoContent)
		s.ana.Get("/reviews/1").Shows(http.StatusOK, "We tal", "taken back")
		s.cho.Post("/reviews/1/notes", "mode", "internal", "body", "").Shows(http.StatusUnprocessableEntity, "Write the notes")
		s.cho.Post("/reviews/1/notes", "mode", "internal", "body", "They worry").Leads("/reviews/1")
		s.ana.Post("/reviews/1/minutes", "mode", "public", "body", "Too early", "to",
			fmt.Sprint(s.dana.ID)).Shows(http.StatusUnprocessableEntity, "still to come", "Too early")
		s.ana.Post("/reviews/1/skip", "why", "Holidays").Leads("/reviews/1")
		s.ana.Post("/reviews/2/move", "zone", "Europe/Berlin", "move_at", "tomorrow").Shows(http.StatusUnprocessableEntity, "f-move_at-error")
		s.ana.Post(s.path("review/pause"), "why", "Migration").Leads(s.path("review"))
		s.ana.Get(s.path("review")).Shows(http.StatusOK, "paused: Migration", "Holidays")
		s.ana.Post(s.path("review/resume")).Leads(s.path("review"))
		s.ana.Post(s.path("review/end"), "why", "Over").Leads(s.path("review"))
		s.ana.Get("/reviews/99").Shows(http.StatusNotFound)
	})
}

// TestKept writes what an account keeps, and shows what was typed where that cannot be.
func TestKept(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(s.path("risks")).Shows(http.StatusOK, "No risk is known")
		risk := []string{"title", "Disks fill up", "area", "capacity", "likelihood", "3", "impact", "3", "state", "open", "shared", "on", "tickets"}
		s.ana.Post(s.path("risks"), append(risk, "twelve")...).Shows(http.StatusUnprocessableEntity, "“twelve” is no number", "Disks fill up")
		s.ana.Post(s.path("risks"), append(risk, fmt.Sprint("#", s.tickets[0]))...).Leads(s.path("risks"))
		s.ana.Get(s.path("risks")+"?risk=1").Shows(http.StatusOK, "heavy", "shared", `value="Disks fill up"`)
		s.ana.Get(s.path("runbook")).Shows(http.StatusOK, "No runbook yet", "## Who is who")
		s.ana.Post(s.path("runbook"), "version", "0", "body", "# Dana decides").Leads(s.path("runbook"))
		s.ana.Post(s.path("runbook"), "version", "0", "body", "# Mine").Shows(http.StatusUnprocessableEntity, "Somebody wrote version 1", "# Mine")
		s.cho.Get(s.path("runbook")).Shows(http.StatusOK, "Dana decides").Hides("Save a new version")
		s.ana.Post(s.path("plan"), "quarter", "2026-Q1", "kind", "goal", "title", "", "state", "planned").Shows(http.StatusUnprocessableEntity, "f-title-error")
		s.ana.Post(s.path("plan"), "quarter", "2026-Q1", "kind", "goal", "title", "Newest release", "state",
			"planned").Leads(s.path("plan") + "?quarter=2026-Q1")
		s.ana.Get(s.path("plan")+"?quarter=2026-Q1").Shows(http.StatusOK, "Newest release", "Carry 1 unfinished line over to 2026-Q2")
		s.ana.Post(s.path("plan/carry"), "quarter", "2026-Q1").Leads(s.path("plan"))
		s.ana.Post(s.path("hours"), "minutes", "0", "what", "Logs", "day", "2026-01-01").Shows(http.StatusUnprocessableEntity,
			"f-minutes-error", `value="Logs"`)
		s.ana.Post(s.path("hours"), "minutes", "90", "what", "=Logs", "day", "2020-01-01", "ticket", fmt.Sprint("#", s.tickets[0])).Leads(s.path("hours"))
		s.ana.Get(s.path("hours")+"?week=2020-01-02").Shows(http.StatusOK, "1:30", "=Logs", "Take back")
		s.ana.Get(s.path("hours.csv")+"?quarter=2020-Q1").Shows(http.StatusOK, "2020-01-01,Seto Rail,ana,90,'=Logs,"+fmt.Sprint(s.tickets[0]))
		s.ana.Post("/hours", "minutes", "30", "what", "Logs", "day", "2020-01-01").Shows(http.StatusUnprocessableEntity, "f-organization-error")
		s.ana.Post("/hours", "organization", "seto rail", "minutes", "30", "what", "Logs", "day", "2020-01-01").Leads("/hours")
		s.ana.Post("/hours/forget", "id", "1", "account", fmt.Sprint(s.org)).Leads(s.path("hours"))
	})
}

// TestReportAndField previews, saves and sends a report, and asks as the field does.
func TestReportAndField(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.ana.Get(s.path("report")).Shows(http.StatusOK, "Report for Seto Rail", "It is slow", "Write the summary and save it").Hides("Send the report")
		s.ana.Get(s.path("report") + "?period=soon").Shows(http.StatusUnprocessableEntity)
		now := review.QuarterOf(today(s))
		s.ana.Post(s.path("report"), "period", string(now), "language", "de", "summary", "Ruhig.", "next",
			"").Leads(s.path("report") + "?period=" + string(now))
		s.ana.Get(s.path("report")).Shows(http.StatusOK, "Bericht für Seto Rail", "Ruhig.", "Send the report")
		s.ana.Get(s.path("report.pdf")).Shows(http.StatusOK, "%PDF-")
		s.ana.Post(s.path("report/send"), "period", string(now), "asked", "1").Shows(http.StatusUnprocessableEntity, "Choose who gets it")
		s.ana.Post(s.path("report/send"), "period", string(now), "asked", "1", "to", fmt.Sprint(s.dana.ID)).Leads(s.path("report") + "?period=" + string(now))
		s.ana.Get(s.path("report")).Shows(http.StatusOK, "Sent before", "dana")
		s.dana.Get(s.path("report.pdf")).Shows(http.StatusForbidden)

		ask := []string{"organization", "seto rail", "kind", "question", "subject", "ARM?", "body", "Can they run it?"}
		s.cho.Get("/field").Shows(http.StatusOK, "The field asks nothing", "/field/new")
		s.cho.Get("/field/new?account="+fmt.Sprint(s.org)).Shows(http.StatusOK, `value="Seto Rail"`, "Help with an escalation")
		s.cho.Get("/field/new?account=99").Shows(http.StatusNotFound)
		s.dana.Get("/field/new").Shows(http.StatusForbidden)
		s.cho.Post("/field", append([]string{"organization", "Sato"}, ask...)...).Shows(http.StatusUnprocessableEntity,
			"no account called “Sato”", "Can they run it?")
		s.cho.Post("/field", ask...).Leads("/field/1")
		s.ana.Get("/field/1").Shows(http.StatusOK, "cho asks", "Answer", "Inside: customers never see it")
		s.ana.Post("/field/1/remark", "remark", "").Shows(http.StatusUnprocessableEntity, "f-remark-error")
		s.ana.Post("/field/1/remark", "remark", "Since 13.", "answer", "1").Leads("/field/1")
		s.cho.Get(s.path("field")).Shows(http.StatusOK, "answered", "/field/new?account="+fmt.Sprint(s.org)).Hides("With me")
		s.cho.Get("/field?state=asked").Shows(http.StatusOK, "ARM?")
		s.ana.Get("/field?state=with").Shows(http.StatusOK, "ARM?")
		s.admin.Get("/field?state=with").Shows(http.StatusOK, "Nothing waits for you")
		s.cho.Get("/field/1").Shows(http.StatusOK, "Another word opens the request again").Hides("Hand over")
		s.ana.Post("/field/1/hand", "assignee", fmt.Sprint(s.cho.ID)).Shows(http.StatusUnprocessableEntity, "f-assignee-error")
		s.cho.Post("/field/1/close").Leads("/field/1")
		s.cho.Get("/field?state=over").Shows(http.StatusOK, "ARM?")
		s.dana.Get("/field/1").Shows(http.StatusForbidden)

		s.ana.Get("/settings/reviews").Shows(http.StatusForbidden)
		s.admin.Post("/settings/reviews", "ahead", "99", "length", "30", "days", "1", "hour", "9").Shows(http.StatusUnprocessableEntity, "f-ahead-error")
		s.admin.Post("/settings/reviews", "ahead", "3", "length", "45", "days", "2", "hour", "25").Shows(http.StatusUnprocessableEntity,
			"f-hour-error", `value="45"`)
		s.admin.Post("/settings/reviews", "ahead", "3", "length", "45", "days", "2", "hour", "7").Leads("/settings/reviews")
		s.admin.Get("/settings/reviews").Shows(http.StatusOK, `value="7"`).Hides("checked")
		s.ana.Header.Set("Accept-Language", "de")
		s.ana.Get(s.path("risks")).Shows(http.StatusOK, "Kein Risiko ist bekannt")
	})
}

// today is the day of the desk, in UTC.
func today(s *site) bizcal.Date { return bizcal.DateOf(s.DB.Now(s.Ctx)) }
