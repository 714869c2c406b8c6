package scenario

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/attention"
	"github.com/daywatch/daywatch/internal/capability/incident"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// leaders lets a manager in who is on call round the clock, and somebody of sales.
func (k *desk) leaders() {
	k.t.Helper()
	hash, err := k.People.HashPassword(k.system(), password)
	k.must(err)
	k.do(func(ctx context.Context, tx *db.Tx) error {
		if err := k.join(ctx, tx, people.User{Name: "Nora Kern", Email: "nora@desk.test", Role: access.Lead, Region: "emea", Zone: "Europe/Amsterdam",
			Work: people.Work{Shift: true}}, hash); err != nil {
			return err
		}
		return k.join(ctx, tx, people.User{Name: "Saul Webb", Email: "saul@desk.test", Role: access.LightAgent, Zone: "Europe/London"}, hash)
	})
	s, err := k.OnCall.Find(k.system(), oncall.SupportManagers)
	k.must(err)
	s.Horizon, s.Layers = 0, []oncall.Layer{{Layer: rotation.Layer{Name: "Managers", Zone: "Europe/Amsterdam", Users: []int64{k.users["nora"].ID}}}}
	_, err = k.OnCall.Save(k.system(), oncall.Wish{Schedule: s, Agreed: true})
	k.must(err)
}

// written is a ticket that the customer wrote, for EMEA.
func (k *desk) written(p ticket.Priority) int64 {
	k.t.Helper()
	region, dana := "emea", k.users["dana"].ID
	t, err := k.Tickets.Create(k.system(), ticket.NewTicket{Subject: "It is down", RequesterID: dana, Channel: "mail", Priority: p, Region: &region,
		Comment: ticket.NewComment{AuthorID: dana, Public: true, Body: "Since the upgrade."}})
	k.must(err)
	return t.ID
}

// asking is the form of an urgent request.
func asking(kind attention.Kind) []string {
	return []string{"urgency", "urgent", "kind", string(kind), "reason", "They go live at six", "wanted", "A call today"}
}

func TestScenario22(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		k.leaders()
		k.until("2026-10-16 17:50")
		late := k.written(ticket.High) // due Monday 11:50
		k.until("2026-10-19 14:40")
		young := k.written(ticket.High)
		k.until("2026-10-19 14:50")
		saul, nora := k.signIn("saul"), k.signIn("nora")
		saul.get(page(young, "/attention")).shows(http.StatusOK, "came in less than 30 minutes ago")
		saul.post(page(young, "/attention"), asking(attention.FirstReplyLate)...).shows(http.StatusUnprocessableEntity,
			"came in less than 30 minutes ago", "They go live at six")
		if got := k.ticket(young); len(got.Tags) > 0 || got.CommentCount != 1 {
			t.Errorf("something came of a request that was refused: %+v", got)
		}

		saul.post(page(late, "/attention"), asking(attention.FirstReplyLate)...).leads(page(late, ""))
		if got := facts[attention.Requested](k, late); len(got) != 1 || got[0].Manager != k.users["nora"].ID || got[0].Urgency != attention.Urgent {
			t.Errorf("the request is %+v", got)
		}
		asked := func(m notify.Mail) bool { return strings.HasPrefix(m.Subject, "Attention is asked for #1") }
		if !slices.ContainsFunc(k.mails("nora", notify.Notification), asked) || !slices.Contains(k.ticket(late).Tags, attention.TagSubmitted) {
			t.Error("the manager on call got no mail, or the ticket no tag")
		}
		nora.get("/attention").shows(http.StatusOK, "It is down", "Urgent", "waits for a look", "Nora Kern")
		nora.get(page(late, "")).shows(http.StatusOK, "asked Nora Kern for attention", "They go live at six")
		k.until("2026-10-19 15:19")
		if diff := cmp.Diff([]attention.Timed{{Request: 1}}, facts[attention.Timed](k, late)); diff != "" {
			t.Error(diff)
		}
		k.until("2026-10-19 15:20")
		timed := events[attention.Timed](k, late)
		if diff := cmp.Diff([]attention.Timed{{Request: 1}, {Request: 1, Breach: true}}, facts[attention.Timed](k, late)); diff != "" ||
			!timed[0].At.Equal(at("2026-10-19 15:05")) || !timed[1].At.Equal(at("2026-10-19 15:20")) {
			t.Error(diff, timed)
		}
		nora.post("/attention/1/look").leads("/attention/1")
		nora.post("/attention/1/engage", "engineer", decimal(k.users["nora"].ID)).shows(http.StatusUnprocessableEntity, "is on call")
		nora.post("/attention/1/engage", "engineer", decimal(k.users["emil"].ID)).leads("/attention/1")
		k.stands(late, ticket.Open, "emil")
		nora.post("/attention/1/resolve", "next", "").shows(http.StatusUnprocessableEntity, "Write down the next step")
		nora.post("/attention/1/resolve", "next", "Emil calls them at 15:40", "labels", "Escalation::Response-Time").leads("/attention/1")
		k.stands(late, ticket.Open, "emil")
		saul.get("/attention/1").shows(http.StatusOK, "Emil calls them at 15:40", "resolved", "Escalation::Response-Time")

		k.until("2026-10-19 16:00")
		saul.post(page(young, "/attention"), asking(attention.Business)...).leads(page(young, ""))
		nora.post("/attention/2/unstar", "why", "It is a question about the licence", "agreed", "").shows(http.StatusUnprocessableEntity,
			"Agree on an alternative")
		nora.post("/attention/2/unstar", "why", "It is a question about the licence", "agreed", "Saul asks the licence team").leads("/attention/2")
		saul.get("/attention?state=over").shows(http.StatusOK, "unstarred", "resolved", "looked too late", "looked in time")
		saul.get(page(young, "")).shows(http.StatusOK, "Unstarred:", "Saul asks the licence team")
		k.wait(2 * time.Hour)
		if n := len(facts[attention.Timed](k, young)); n != 0 {
			t.Errorf("%d clocks fired of a request that was decided at once", n)
		}
	})
}

// TestAccountEscalation walks through an account at risk, from an emergency to its end by criteria.
func TestAccountEscalation(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		k.leaders()
		ana := k.signIn("ana")
		id := k.written(ticket.Urgent)
		ana.get("/escalations/new?ticket="+decimal(id)).shows(http.StatusOK, "Acme", "It is down", "Customer success manager")
		form := []string{"from_ticket", decimal(id), "organization_id", decimal(k.acme.ID), "title", "The upgrade was rolled back twice",
			"severity", "critical",
			"driver", decimal(k.users["nora"].ID), "part", "Customer success manager", "people", "dana@acme.test, ana@desk.test", "tickets", ""}
		ana.post("/escalations", append(form, "criteria", "")...).shows(http.StatusUnprocessableEntity, "an escalation that has no end")
		ana.post("/escalations", append(form, "criteria", "The upgrade holds for a week\nAcme says so")...).leads("/escalations/1")
		ana.get("/organizations/"+decimal(k.acme.ID)).shows(http.StatusOK, "The upgrade was rolled back twice")
		ana.get(page(id, "")).shows(http.StatusOK, "This account is escalated now", "Critical")
		k.wait(24 * time.Hour)
		ana.get("/escalations").shows(http.StatusOK, "Acme", "2 of 2 open")
		ana.get("/escalations/1").shows(http.StatusOK, "it is overdue", "Dana Voss", "of the customer", "#esc_acme")
		ana.post("/escalations/1/tell", "body", "The cause is found").leads("/escalations/1")
		ana.post("/escalations/1/exit", "closing", "Done").shows(http.StatusUnprocessableEntity, "Still open: The upgrade holds for a week; Acme says so")
		ana.post("/escalations/1/meet", "n", "0", "met", "true").leads("/escalations/1")
		ana.post("/escalations/1/meet", "n", "1", "met", "true").leads("/escalations/1")
		ana.post("/escalations/1/exit", "closing", "It held for a week").leads("/escalations/1")
		ana.get("/escalations?state=over").shows(http.StatusOK, "Acme", "0 of 2 open")
		o, err := k.People.Organization(k.as("ana"), k.acme.ID)
		k.must(err)
		if o.Escalated {
			t.Error("Acme is still escalated")
		}
	})
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// TestAttentionOfIncident has no request for what an incident is behind, until that is over or found unrelated.
func TestAttentionOfIncident(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		k.leaders()
		k.until("2026-10-19 14:00")
		id := k.written(ticket.High)
		k.until("2026-10-19 14:50")
		saul := k.signIn("saul")
		saul.get(page(id, "/attention")).shows(http.StatusOK, "What should come of it")
		going, err := k.Incidents.Declare(k.as("lea"), incident.NewIncident{Title: "Pushes fail", Severity: 2, Ticket: id})
		k.must(err)
		saul.get(page(id, "/attention")).shows(http.StatusOK, "This belongs to an incident", `href="/incidents"`)
		saul.post(page(id, "/attention"), asking(attention.Business)...).shows(http.StatusUnprocessableEntity, "This belongs to an incident")
		k.must(k.Incidents.Unlink(k.as("lea"), going.ID, id))
		saul.post(page(id, "/attention"), asking(attention.Business)...).leads(page(id, ""))
	})
}
