package scenario

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/shift"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestScenario43Reason: who works shifts is exempt from the rule of the day, and why is on record, with who said so and when: on
// their page, in the planner, and after it ended.
func TestScenario43Reason(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		lea, ana := k.signIn("lea"), k.signIn("ana")
		path := "/shift/people/" + k.number("cora")
		ana.get(path).shows(http.StatusOK, "Their manager and administrators record it").hides("Record it")
		ana.post(path, "do", "exempt", "reason", "I say so").shows(http.StatusForbidden, "Only the manager of Cora Diaz")
		lea.post(path, "do", "exempt", "reason", " ").shows(http.StatusUnprocessableEntity, "Say why they work at other hours")
		k.onShift("cora") // by the form of how she works, which asks for no reason
		ana.get("/shift/people").shows(http.StatusOK, "Cora Diaz", "no reason recorded")
		k.wait(time.Hour)
		lea.post(path, "do", "exempt", "reason", "Covers APAC nights at her own wish").leads(path)
		for _, where := range []string{path, "/shift/people", "/people/" + k.number("cora")} {
			ana.get(where).shows(http.StatusOK, "Covers APAC nights at her own wish").hides("no reason recorded")
		}
		ana.get(path).shows(http.StatusOK, "Lea Admin", "holds")

		s := k.byDay("cora")
		ana.get(s.Path()).shows(http.StatusOK, "Exempt from the rule of the day", "Covers APAC nights at her own wish", "Weekends and holidays")

		lea.post(path, "do", "bind").leads(path)
		got, err := k.Shifts.Exemptions(k.as("ana"), k.users["cora"].ID)
		k.must(err)
		if len(got) != 1 || got[0].Reason != "Covers APAC nights at her own wish" || got[0].ByID != k.users["lea"].ID ||
			got[0].EndedBy != k.users["lea"].ID || got[0].EndedAt.IsZero() || !got[0].Since.Before(got[0].EndedAt) {
			t.Errorf("the record is %+v", got)
		}
		if u, err := k.People.User(k.as("lea"), k.users["cora"].ID); err != nil || u.Shift {
			t.Errorf("the rule binds her again: %+v, %v", u.Work, err)
		}
	})
}

// TestScenario43Weekend: a gap on a Saturday is asked for, accepted by the person alone, and stays on record; who is off or works
// then already is not asked.
func TestScenario43Weekend(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		lea, ana, emil := k.signIn("lea"), k.signIn("ana"), k.signIn("emil")
		day := "/shift/staffing/emea/2026-10-17" // a Saturday
		ana.get("/shift/staffing?from=2026-10-12").shows(http.StatusOK, "17 Oct 2026", "1 missing", "Saturday")
		ana.get("/shift/staffing/emea/2026-10-14").shows(http.StatusNotFound, "ordinary day")
		_, err := k.People.PlanTimeOff(k.as("emil"),
			people.TimeOff{UserID: k.users["emil"].ID, From: at("2026-10-17 00:00"), Until: at("2026-10-18 00:00")}, true)
		k.must(err)
		lea.post(day, "user", k.number("emil")).shows(http.StatusUnprocessableEntity, "Emil Berg is off on that day")
		ana.post(day, "user", k.number("emil")).shows(http.StatusForbidden)
		lea.post(day, "user", k.number("ana"), "note", "Only until noon").leads(day)
		lea.post(day, "user", k.number("ana")).shows(http.StatusUnprocessableEntity, "was asked for that day already")
		lea.get(day).shows(http.StatusOK, "1 missing, 1 asked", "Only until noon")
		ana.get("/shift").shows(http.StatusOK, "Lea Admin asks whether you work on", "Only until noon", "I work then")
		turns, err := k.Shifts.Mine(k.as("ana"), bizcal.Date{Year: 2026, Month: time.October, Day: 1})
		k.must(err)
		answer := fmt.Sprint("/shift/turns/", turns[0].ID, "/answer")
		emil.post(answer, "answer", "yes").shows(http.StatusForbidden, "Only who was asked can answer")
		lea.post(answer, "answer", "yes").shows(http.StatusForbidden)
		ana.post(answer, "answer", "yes").leads("/shift/staffing")
		ana.post(answer, "answer", "no").leads("/shift/staffing") // said already
		lea.get(day).shows(http.StatusOK, "1 of 1", "Ana Ruiz", "took it over", "accepted")
		ana.post(fmt.Sprint("/shift/turns/", turns[0].ID, "/withdraw")).leads("/shift/staffing")
		lea.get(day).shows(http.StatusOK, "1 missing", "withdrawn", "Only until noon")
		ana.post(day, "user", k.number("ana")).leads(day)
		lea.get(day).shows(http.StatusOK, "1 of 1", "themselves")
		k.until("2026-10-19 09:00")
		ana.post(day, "user", k.number("emil")).shows(http.StatusForbidden)
		lea.post(day, "user", k.number("lea")).shows(http.StatusUnprocessableEntity, "is over")
	})
}

// TestShiftOrderOverTwoDesks: who serves both desks sees the order in which to work. The restricted desk shows its own tickets and
// counts what waits beside it; the ordinary one learns nothing of the restricted one but where it opens.
func TestShiftOrderOverTwoDesks(t *testing.T) {
	playTwo(t, monday, func(t *testing.T, p *pair) {
		k, gov := p.desk, p.gov.Desk
		dana, ana := k.enter("dana"), k.signIn("ana")
		waiting := dana.open("3", "emea")
		plain, signature := customer(t, gov, "CANARY-Treasury", ""), customer(t, gov, "CANARY-Navy", "signature")
		down := opened(t, gov, plain, "CANARY-down", 1, ticket.Emergency)
		allDay := opened(t, gov, signature, "CANARY-slow", 2, ticket.FirstReply)
		office := opened(t, gov, plain, "CANARY-odd", 2, ticket.FirstReply)
		opened(t, gov, plain, "CANARY-question", 4, ticket.FirstReply)
		k.wait(time.Minute)

		inside := access.AsSystem(t.Context(), "test")
		got, err := gov.Shifts.Order(inside)
		k.must(err)
		ids := func(g shift.Stage) (list []int64) {
			for _, r := range g.Rows {
				list = append(list, r.ID)
			}
			return list
		}
		if d := cmp.Diff([][]int64{{down}, {allDay}, nil, nil}, [][]int64{ids(got[0]), ids(got[1]), ids(got[2]), ids(got[3])}); d != "" {
			t.Errorf("inside (-want +got; %d is high in office hours):\n%s", office, d)
		}
		if d := cmp.Diff(shift.Beside{Desk: "Support", Count: 1, Link: site + "/shift"}, got[2].Beside); d != "" {
			t.Errorf("read inwards: %s", d)
		}

		out, err := k.Shifts.Order(k.as("ana"))
		k.must(err)
		for i, g := range out {
			own := i == 2
			if own != (len(g.Rows) == 1) || own != (g.Away == "") || g.Beside != (shift.Beside{}) || g.Absent {
				t.Errorf("step %d outside is %+v", i+1, g)
			}
		}
		if out[2].Rows[0].ID != waiting || out[0].Away != "https://gov.test/shift" {
			t.Errorf("outside: %+v", out)
		}
		ana.get("/shift").shows(http.StatusOK, "1. Government emergencies", "Opens on the government desk", "https://gov.test/shift",
			fmt.Sprintf(`href="/tickets/%d"`, waiting)).
			hides("CANARY", "waits on", "wait on")
		p.gov.signIn("gus").get("/shift").shows(http.StatusOK, "CANARY-down", "CANARY-slow", "1 ticket waits on Support", site+"/shift").hides("502")
	})
}

// customer adds an organization with somebody who asks.
func customer(t *testing.T, d *app.Desk, name, tier string) int64 {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "test")
	o, err := d.People.SaveOrganization(ctx, people.Organization{Name: name, Plan: "Ultimate", SupportLevel: "ultimate", Tier: tier})
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.People.CreateContact(ctx, fmt.Sprintf("%s@gov.example", tier+"asks"), people.Particulars{Name: name + " asks", OrganizationID: o.ID})
	if err != nil {
		t.Fatal(err)
	}
	return u.ID
}

// opened opens a ticket of somebody's.
func opened(t *testing.T, d *app.Desk, requester int64, subject string, severity ticket.Severity, stage ticket.Stage) (id int64) {
	t.Helper()
	ctx := access.AsSystem(t.Context(), "test")
	err := d.DB.Do(ctx, func(tx *db.Tx) error {
		made, err := d.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: subject, RequesterID: requester, Severity: severity, Channel: "web",
			Comment: ticket.NewComment{AuthorID: requester, Public: true, Body: subject}})
		if err != nil {
			return err
		}
		id = made.ID
		if stage != made.Stage {
			_, _, err = d.Tickets.UpdateIn(ctx, tx, id, ticket.Update{Stage: &stage})
		}
		return err
	})
	if err != nil && !fault.Is(err, fault.Conflict) {
		t.Fatal(err)
	}
	return id
}
