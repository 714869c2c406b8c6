package scenario

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/clearance"
	"github.com/daywatch/daywatch/internal/capability/discussion"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const govSite = "https://gov.test"

// pair is an ordinary desk and a restricted one in the same process.
type pair struct {
	t         *testing.T
	desk, gov *desk
	agency    people.Organization // a customer of the restricted desk
}

// playTwo is play with a restricted desk beside the ordinary one.
func playTwo(t *testing.T, begin string, scene func(t *testing.T, p *pair)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			first, second := dbtest.Open(t, engine, app.Migrations()).DSN(), dbtest.Open(t, engine, app.Migrations()).DSN()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(at(begin)))
				scene(t, openTwo(t, first, second))
			})
		})
	}
}

func openTwo(t *testing.T, first, second string) *pair {
	t.Helper()
	path := filepath.Join(t.TempDir(), "daywatch.toml")
	text := fmt.Sprintf("[server]\nurl = %q\n[[desk]]\nname = \"Support\"\ndatabase = %q\n[[desk]]\nname = \"Government\"\nhosts = [\"gov.test\"]\nurl = %q\ndatabase = %q\nrestricted = true\n",
		site, first, govSite, second)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := app.LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	server, err := app.NewServer(t.Context(), cfg, slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{t: t, desk: &desk{Desk: server.Desks()[0], t: t, pages: server, users: map[string]people.User{}},
		gov: &desk{Desk: server.Desks()[1], t: t, pages: server, users: map[string]people.User{}, site: govSite}}
	p.desk.do(p.desk.settle)
	p.gov.do(p.settleGov)
	p.desk.run()
	p.runGov()
	return p
}

// runGov has the jobs of the restricted desk run; the server is closed by the ordinary one, later.
func (p *pair) runGov() {
	ctx, stop := context.WithCancel(p.t.Context())
	var jobs sync.WaitGroup
	jobs.Go(func() { p.gov.Jobs(time.Hour).Run(ctx) })
	p.t.Cleanup(func() {
		stop()
		jobs.Wait()
	})
}

// settleGov lets people into the restricted desk: its administrator and Gus, who are cleared, and Ula, who is not.
func (p *pair) settleGov(ctx context.Context, tx *db.Tx) error {
	k := p.gov
	var err error
	p.agency, err = k.People.SaveOrganizationIn(ctx, tx,
		people.Organization{Name: "Helvetia Space Agency", Aliases: []string{"HSA"}, Domains: []string{"agency.gov"}})
	if err != nil {
		return err
	}
	hash, err := k.People.HashPassword(ctx, password)
	if err != nil {
		return err
	}
	for _, u := range []people.User{{Name: "Eve Adams", Email: "eve@gov.test", Role: access.Admin},
		{Name: "Gus Hill", Email: "gus@gov.test", Role: access.Agent},
		{Name: "Ula Park", Email: "ula@gov.test", Role: access.Agent}} {
		if err := k.join(ctx, tx, u, hash); err != nil {
			return err
		}
	}
	for _, name := range []string{"eve", "gus"} {
		if _, err := k.Clearances.RecordIn(ctx, tx, p.verified(name)); err != nil {
			return err
		}
	}
	return k.join(ctx, tx, people.User{Name: "Jane Okonkwo", Email: "jane@agency.gov", Role: access.EndUser, OrganizationID: p.agency.ID}, "")
}

func (p *pair) verified(name string) clearance.Verification {
	return clearance.Verification{PersonID: p.gov.users[name].ID, Verifier: "Pat Officer", VerifiedOn: "2026-10-01", Proof: "Passport seen"}
}

// asked opens a ticket of the agency on the restricted desk.
func (p *pair) asked(subject, body string) (id int64) {
	p.t.Helper()
	p.gov.do(func(ctx context.Context, tx *db.Tx) error {
		t, err := p.gov.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: subject, RequesterID: p.gov.users["jane"].ID, Severity: 2, Channel: "mail",
			Comment: ticket.NewComment{Public: true, Body: body}})
		id = t.ID
		return err
	})
	p.gov.wait(0)
	return id
}

// TestScenario44 has citizenship as a fact with a verifier, a day and a kind of proof: without it there is no sign-in, shift,
// cover or count, and revoking it ends sessions at once.
func TestScenario44(t *testing.T) {
	playTwo(t, "2026-10-19 10:00", func(t *testing.T, p *pair) {
		k := p.gov
		ula := k.visitor()
		ula.enter = func() { ula.seen = time.Now() }
		ula.post("/sign-in", "address", "ula@gov.test", "password", password).
			shows(http.StatusUnprocessableEntity, "a record of US citizenship", "Ask whoever records clearances here",
				`value="ula@gov.test"`).hides("Government", "switched off")
		k.refusedUncleared(t, "ula")
		eve := k.signIn("eve")
		eve.get("/clearances?q=ula").shows(http.StatusOK, "Nobody is found")
		eve.get("/people/"+k.number("ula")).shows(http.StatusOK, "a record of US citizenship").hides("An administrator can switch the account on again")
		form := []string{"person", k.number("ula"), "fact", "US citizenship", "verified_on", "2026-10-18", "proof", "Passport seen"}
		eve.post("/settings/clearances", append(form, "verifier", "Ula Park")...).shows(http.StatusUnprocessableEntity,
			"cannot verify themselves", "2026-10-18")
		eve.post("/settings/clearances", append(form, "verifier", "Pat Officer, no. 1234567")...).shows(http.StatusUnprocessableEntity, "number of a document")
		eve.post("/settings/clearances", append(form, "verifier", "Pat Officer")...).leads("/settings/clearances")
		eve.get("/settings/clearances").shows(http.StatusOK, "Ula Park", "Passport seen", "Pat Officer", "18 Oct 2026", "Without an end")
		eve.get("/clearances?q=ula").shows(http.StatusOK, "Cleared: US citizenship")

		ula = k.signIn("ula")
		ula.get("/tickets").shows(http.StatusOK, "Restricted desk")
		k.onDuty(oncall.CustomerEmergencies, "ula")
		if on, err := k.OnCall.Who(k.system(), oncall.CustomerEmergencies, time.Now()); err != nil || len(on) != 1 {
			t.Fatalf("on call: %v, %v", on, err)
		}
		eve.post("/settings/clearances/3/revoke", "why", "").shows(http.StatusUnprocessableEntity, "Say why")
		eve.post("/settings/clearances/3/revoke", "why", "Not renewed in time").leads("/settings/clearances/3")
		ula.get("/tickets").shows(http.StatusForbidden, "Restricted record").hides("Government", "Ula")
		k.refusedUncleared(t, "ula")
		if on, err := k.OnCall.Who(k.system(), oncall.CustomerEmergencies, time.Now()); err != nil || len(on) != 0 {
			t.Errorf("somebody who is not cleared is on call: %v, %v", on, err)
		}
		eve.get("/settings/clearances/3").shows(http.StatusOK, "Revoked", "Not renewed in time", "Eve Adams")
		eve.get("/settings/view-log?person="+k.number("ula")).shows(http.StatusOK, "Ula Park", "GET /tickets").hides("GET /clearances")
		eve.get("/settings/view-log?kind=search&words=ula").shows(http.StatusOK, "Log of views")
		if file := eve.get("/settings/view-log.csv?kind=list"); file.Status != http.StatusOK ||
			!strings.HasPrefix(file.Raw, "seq,at,person,via,kind,record,how,asked,prev,digest\n") || strings.Contains(file.Raw, ",ticket,") {
			t.Errorf("the log as CSV: %d %.300s", file.Status, file.Raw)
		}
		eve.post("/settings/view-log/verify").leads("/settings/view-log")
		eve.get("/settings/view-log").shows(http.StatusOK, "as they were written")
		p.expires(t)
	})
}

// refusedUncleared wants somebody to be counted nowhere, and let in nowhere.
func (k *desk) refusedUncleared(t *testing.T, name string) {
	t.Helper()
	staff, err := k.People.Staff(k.system(), k.DB.Read())
	k.must(err)
	for _, u := range staff {
		if u.ID == k.users[name].ID {
			t.Errorf("%s is counted", name)
		}
	}
	if err := k.People.Reactivate(k.as("eve"), k.users[name].ID); !fault.Is(err, fault.Forbidden) {
		t.Errorf("switching %s on: %v", name, err)
	}
	s, err := k.OnCall.Find(k.system(), oncall.CustomerEmergencies)
	k.must(err)
	s.Layers, s.Horizon = []oncall.Layer{{}}, 0
	s.Layers[0].Users, s.Layers[0].Zone, s.Layers[0].Name = []int64{k.users[name].ID}, "UTC", "Nights"
	if _, err := k.OnCall.Save(k.system(), oncall.Wish{Schedule: s, Agreed: true}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a shift of %s: %v", name, err)
	}
}

// expires records a clearance that ends with a day, and has the session end in that moment.
func (p *pair) expires(t *testing.T) {
	k := p.gov
	last := p.verified("ula")
	last.LastDay = "2026-10-20"
	_, err := k.Clearances.Record(k.system(), last)
	k.must(err)
	k.until("2026-10-21 01:30") // 23:30 UTC
	ula := k.signIn("ula")
	ula.get("/tickets").shows(http.StatusOK)
	k.until("2026-10-21 02:00")
	ula.get("/tickets").shows(http.StatusForbidden, "Restricted record")
	k.refusedUncleared(t, "ula")
}

// TestScenario24Outside: whoever is outside sees neither a subject nor whether there is anything, and a link to a record
// says no more on the ordinary desk.
func TestScenario24Outside(t *testing.T) {
	playTwo(t, "2026-10-19 10:00", func(t *testing.T, p *pair) {
		id := p.asked("Outage at Helvetia", "Everything is down")
		out := p.gov.visitor()
		out.enter = func() { out.seen = time.Now() }
		there := out.get("/tickets/"+strconv.FormatInt(id, 10)).shows(http.StatusForbidden, "Restricted record").hides("Helvetia", "Government", "og:")
		for _, path := range []string{"/tickets/999999", "/people/1", "/organizations/1", "/attachments/1/x.log", "/search?q=Helvetia", "/nothing/here"} {
			if got := out.get(path); got.Raw != there.Raw || got.Status != there.Status || got.Header.Get("X-Robots-Tag") == "" ||
				got.Header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s is told apart from a ticket that is there: %d\n%s", path, got.Status, got.Main())
			}
		}
		ours := p.desk.visitorTicket()
		link := fmt.Sprintf("%s/tickets/%d?subject=Helvetia", govSite, id)
		ana := p.desk.as("ana")
		if _, err := p.desk.Tickets.Send(ana, ticket.Reply{TicketID: ours, Public: true, Body: "As in " + link}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a public reply with the link: %v", err)
		}
		if _, err := p.desk.Tickets.Send(ana, ticket.Reply{TicketID: ours, Body: "[Outage at Helvetia](" + link + ") is the same"}); err != nil {
			t.Fatal(err)
		}
		p.desk.signIn("ana").get(page(ours, "")).shows(http.StatusOK, fmt.Sprintf("restricted record %d is the same", id)).hides("Helvetia", "gov.test")
	})
}

// visitorTicket opens a ticket of Dana's on the ordinary desk.
func (k *desk) visitorTicket() (id int64) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		t, err := k.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: "It is slow", RequesterID: k.users["dana"].ID, Channel: "mail",
			Comment: ticket.NewComment{Public: true, Body: "It is slow"}})
		id = t.ID
		return err
	})
	k.wait(0)
	return id
}

// TestScenario24Discussion: an item that names the customer does not leave; one that names nobody does, is answered and
// closed, and nothing of the ticket but its number is on the other side.
func TestScenario24Discussion(t *testing.T) {
	playTwo(t, "2026-10-19 10:00", func(t *testing.T, p *pair) {
		id := p.asked("Outage at Helvetia", "Oct 19 08:00:01 sidekiq-west puma[1]: lost gitaly-07.prod.agency.gov")
		gus := p.gov.signIn("gus")
		path := page(id, "/discussion")
		gus.get(page(id, "")).shows(http.StatusOK, path)
		gus.get(path).shows(http.StatusOK, "Technical nature")
		bad := []string{"nature", "Gitaly loses its connection", "tried", "On gitaly-07:\nat HSA, sidekiq-west restarted from 10.4.0.9",
			"question", "Is there a limit?"}
		gus.post(path, append(bad, "act", "send")...).shows(http.StatusUnprocessableEntity, "gitaly-07", "HSA", "sidekiq-west", "10.4.0.9",
			"HOST-1", "What was tried, line 2", "restarted from")
		clean := gus.post(path, append(bad, "act", "replace")...).shows(http.StatusOK, "On HOST-1:",
			"at NAME-1, HOST-2 restarted from IP-1", "Nothing has left yet")
		if strings.Contains(clean.Text, "Replace by placeholders") {
			t.Error("there is nothing to replace any more")
		}
		if found := p.crossed(); len(found) != 0 {
			t.Fatalf("something left: %v", found)
		}
		gus.post(path, "nature", "Gitaly loses its connection", "tried", "On HOST-1:\nat NAME-1, HOST-2 restarted from IP-1", "question",
			"Is there a limit?", "act", "send").leads(page(id, ""))
		p.gov.wait(time.Minute)
		found := p.crossed()
		if len(found) != 1 || found[0].Subject != fmt.Sprintf("Discussion item of restricted record %d", id) {
			t.Fatalf("%d items: %v", len(found), found)
		}
		far := found[0].ID
		p.desk.signIn("ana").get(page(far, "")).shows(http.StatusOK, "Restricted desk", "Gitaly loses its connection",
			"HOST-1").hides("Helvetia", "agency.gov", "Okonkwo", "gitaly-07")
		if _, err := p.desk.Tickets.Send(p.desk.as("ana"), ticket.Reply{TicketID: far, Body: "Yes, 60 seconds: raise `timeout`."}); err != nil {
			t.Fatal(err)
		}
		gus.get(page(id, "")).shows(http.StatusOK, "Discussed outside", "Ana Ruiz", "Yes, 60 seconds")
		solved := ticket.Solved
		_, err := p.gov.Tickets.Update(p.gov.as("gus"), id, ticket.Update{Status: &solved, Comment: &ticket.NewComment{Public: true, Body: "Done"}})
		p.gov.must(err)
		p.gov.wait(time.Minute)
		if found := p.crossed(); len(found) != 1 || found[0].Status != ticket.Solved {
			t.Errorf("the item outlives its ticket: %v", found)
		}
		if items, err := p.gov.Discussions.Of(p.gov.as("gus"), id); err != nil || len(items) != 1 || items[0].State != discussion.Closed {
			t.Errorf("%v, %v", items, err)
		}
		if c, err := p.gov.Clearances.Verify(p.gov.system()); err != nil || !c.Sound() || c.Views < 5 {
			t.Errorf("the log of views: %+v, %v", c, err)
		}
	})
}

// crossed gives the items that came to the ordinary desk.
func (p *pair) crossed() (all []ticket.Ticket) {
	p.t.Helper()
	ids, err := db.Column[int64](p.t.Context(), p.desk.DB.Read(), "SELECT id FROM tickets WHERE subject LIKE 'Discussion item%' ORDER BY id")
	p.desk.must(err)
	for _, id := range ids {
		t, err := p.desk.Tickets.Load(p.desk.system(), p.desk.DB.Read(), id)
		p.desk.must(err)
		all = append(all, t)
	}
	return all
}
