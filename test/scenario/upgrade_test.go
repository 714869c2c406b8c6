package scenario

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/call"
	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/upgrade"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// subjects lists what somebody was told by mail, of those that begin with some words.
func (k *desk) subjects(name, begin string) (list []string) {
	k.t.Helper()
	for _, m := range k.mails(name, notify.Notification) {
		if strings.HasPrefix(m.Subject, begin) {
			list = append(list, m.Subject)
		}
	}
	return list
}

// assistance is the number of the form by which upgrades are asked for.
func (k *desk) assistance() int64 {
	k.t.Helper()
	id, err := strconv.ParseInt(k.form("Upgrade assistance"), 10, 64)
	k.must(err)
	return id
}

// upgrade gives an upgrade as it stands.
func (k *desk) upgrade(id int64) upgrade.Upgrade {
	k.t.Helper()
	up, err := k.Upgrades.Upgrade(k.system(), id)
	k.must(err)
	return up
}

// planned is the plan of an upgrade as its form sends it.
func (k *desk) planned(id int64, window, rollback string) []string {
	return []string{"from", "15.4.0-ee", "to", "17.3", "stops", "15.4.6\n15.11.13\n16.3.9\n16.7.10\n16.11.10", "plan",
		"1. Back up\n2. Stop by stop", "rollback", rollback,
		"window", window, "hours", "8", "zone", "Europe/Berlin", "engineer", k.number("ana"), "ticket", decimal(id), "hold", "on"}
}

// TestScenario42 accompanies an upgrade over the night on which the clocks go back: from, to, required stops, rollback, window;
// who is on call sees it before the shift; the outcome is recorded.
func TestScenario42(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		k.leaders()
		k.customer(func(o *people.Organization) {
			o.Deployment, o.Version = "self-managed", "15.4.0-ee"
			o.Owners = []people.Owner{{Side: people.Ours, Role: people.SuccessManager, UserID: k.users["nora"].ID}}
		})
		k.onDuty(oncall.CustomerEmergencies, "emil")
		k.until("2026-10-19 10:00")
		dana := k.users["dana"].ID
		asked, err := k.Tickets.Create(k.system(), ticket.NewTicket{Subject: "Upgrade to 17.3", RequesterID: dana, Channel: "web", FormID: k.assistance(),
			Comment: ticket.NewComment{AuthorID: dana, Public: true, Body: "Please look at our plan."}})
		k.must(err)
		if got := k.ticket(asked.ID); got.Priority != ticket.High {
			t.Errorf("a ticket of the form has priority %v", got.Priority)
		}
		ana, emil := k.signIn("ana"), k.signIn("emil")
		ana.get(page(asked.ID, "")).shows(http.StatusOK, "Environment", "Self-managed", "15.4.0-ee", "past its end of support", "Plan an upgrade")
		ana.get("/upgrades/new?ticket="+decimal(asked.ID)).shows(http.StatusOK, "Acme, Production (15.4.0-ee)")
		begin := []string{"ticket", decimal(asked.ID), "environment", "1"}
		ana.post("/upgrades", append(begin, "to", "15.1")...).shows(http.StatusUnprocessableEntity, "15.1 does not come behind 15.4.0-ee, which runs now")
		ana.post("/upgrades", append(begin, "to", "17.3")...).leads("/upgrades/1/edit")
		ana.get("/upgrades/1/edit").shows(http.StatusOK, "15.4.6\n15.11.13\n16.3.9\n16.7.10\n16.11.10")
		k.refusals(ana, asked.ID)

		ana.post("/upgrades/1", k.planned(asked.ID, "2026-10-24T23:00", "Restore the snapshot, 50 minutes")...).leads("/upgrades/1")
		ana.post("/upgrades/1/submit").leads("/upgrades/1")
		k.stands(asked.ID, ticket.Hold, "ana")
		ana.get("/upgrades/1").shows(http.StatusOK, "The clocks in Europe/Berlin go back from 03:00 to 02:00", "waits on hold", "50 minutes", "21:00", "23:00")
		if got := k.subjects("nora", "Upgrade planned: Acme"); len(got) != 1 {
			t.Errorf("the customer success manager reads %v", got)
		}
		k.beforeTheWindow(ana, asked.ID)
		emil.get("/on-call/mine").shows(http.StatusOK, "Upgrades in your shift", "Acme, 15.4.0-ee → 17.3")
		emil.get("/on-call").hides("Upgrades of customers within a day") // it is days ahead
		k.theWindow(emil)
		k.theOutcome(ana, asked.ID)
	})
}

// refusals sends plans that are not ready.
func (k *desk) refusals(ana *visitor, id int64) {
	k.t.Helper()
	ana.post("/upgrades/1/submit").shows(http.StatusUnprocessableEntity, "It still needs a plan, as text or as a document; a rollback plan",
		"a window that is not over")
	ana.post("/upgrades/1", k.planned(id, "2026-10-24T23:00", "")...).leads("/upgrades/1")
	ana.post("/upgrades/1/submit").shows(http.StatusUnprocessableEntity,
		"This upgrade is not ready. It still needs a rollback plan: how the customer comes back")
	out := k.planned(id, "2026-10-24T23:00", "Restore")
	out[5] = "16.3.9\n15.11.13"
	ana.post("/upgrades/1", out...).shows(http.StatusUnprocessableEntity, "15.11.13 does not come behind 16.3.9", ">Restore</textarea>")
	out[5] = "15.4.6\n16.3.9\n16.7.10\n16.11.10"
	ana.post("/upgrades/1", out...).leads("/upgrades/1")
	ana.get("/upgrades/1").shows(http.StatusOK, "It skips 15.11.13, which no upgrade may pass by")
	ana.post("/upgrades/1", k.planned(id, "2027-03-28T02:30", "Restore")...).shows(http.StatusUnprocessableEntity,
		"02:30 does not exist in Europe/Berlin on that day")
	k.stands(id, ticket.New, "")
}

// beforeTheWindow sets the call, moves the window with it, and has the customer confirm.
func (k *desk) beforeTheWindow(ana *visitor, id int64) {
	k.t.Helper()
	ana.post("/upgrades/1/call", "call", "2026-10-25T10:00").shows(http.StatusUnprocessableEntity, "over before the window begins")
	ana.post("/upgrades/1/call", "call", "2026-10-21T10:00").leads("/upgrades/1")
	ana.post("/upgrades/1", k.planned(id, "2026-10-25T00:00", "Restore the snapshot, 50 minutes")...).leads("/upgrades/1")
	up := k.upgrade(1)
	c, err := k.Calls.Get(k.system(), up.CallID)
	k.must(err)
	if c.State != call.Booked || !c.From.Equal(at("2026-10-21 11:00")) || !up.CallAt.Equal(c.From) {
		k.t.Errorf("the call did not move along with the window: %v, %v", c.From, up.CallAt)
	}
	if got := k.subjects("nora", "Upgrade moved: Acme"); len(got) != 1 {
		k.t.Errorf("of the other window the customer success manager reads %v", got)
	}
	ana.post("/upgrades/1/confirm").leads("/upgrades/1")
	k.stands(id, ticket.Open, "ana")
}

// theWindow tells who is on call an hour before, and whoever looks at a ticket of the customer while it is open.
func (k *desk) theWindow(emil *visitor) {
	k.t.Helper()
	k.until("2026-10-24 22:59")
	if got := k.subjects("emil", "In your shift"); len(got) != 0 {
		k.t.Errorf("two hours before, emil was told %v", got)
	}
	emil.get("/on-call").shows(http.StatusOK, "Upgrades of customers within a day", "Acme, 15.4.0-ee → 17.3")
	k.until("2026-10-24 23:00")
	want := []string{"In your shift: Acme upgrades, 15.4.0-ee → 17.3"}
	if diff := cmp.Diff(want, k.subjects("emil", "In your shift")); diff != "" {
		k.t.Error(diff)
	}
	k.until("2026-10-25 00:30")
	other := k.written(ticket.High)
	emil.get(page(other, "")).shows(http.StatusOK, "Their upgrade window is open since")
	if up, open, err := k.Upgrades.OpenAt(k.system(), k.DB.Read(), k.acme.ID, at("2026-10-25 00:30")); err != nil || !open || up.ID != 1 {
		k.t.Errorf("an emergency of theirs knows of %+v, %v, %v", up, open, err)
	}
	k.wait(7*time.Hour + 29*time.Minute) // eight hours of the window, seven by the clock
	if got := k.subjects("ana", "How did it go?"); len(got) != 0 {
		k.t.Errorf("it was asked for before the window was over: %v", got)
	}
	k.wait(time.Minute)
	emil.get(page(other, "")).hides("Their upgrade window is open")
	k.wait(24 * time.Hour)
	if got := k.subjects("ana", "How did it go?"); len(got) != 2 {
		k.t.Errorf("the outcome was asked for %d times", len(got))
	}
}

// theOutcome records it, and looks where it stands.
func (k *desk) theOutcome(ana *visitor, id int64) {
	k.t.Helper()
	ana.post("/upgrades/1/record", "outcome", "trouble", "note", "").shows(http.StatusUnprocessableEntity, "Write down what happened")
	ana.post("/upgrades/1/record", "outcome", "trouble", "note", "The migrations took long", "version", "17.3.7-ee").leads("/upgrades/1")
	ana.get("/upgrades?state=over").shows(http.StatusOK, "done, with trouble", "15.4.0-ee → 17.3")
	ana.get("/environments/1").shows(http.StatusOK, "17.3.7-ee", "15.4.0-ee", "with this upgrade")
	ana.get("/environments?version=17").shows(http.StatusOK, "Acme")
	ana.get("/environments?version=15").shows(http.StatusOK, "No environment is found")
	ana.get(page(id, "")).shows(http.StatusOK, "recorded that the upgrade is done, with trouble: 17.3.7-ee runs",
		"who are on call then, that the upgrade begins")
	o, err := k.People.Organization(k.as("ana"), k.acme.ID)
	k.must(err)
	if o.Version != "17.3.7-ee" {
		k.t.Errorf("Acme says it runs %s", o.Version)
	}
	k.wait(48 * time.Hour)
	if got := k.subjects("ana", "How did it go?"); len(got) != 2 {
		k.t.Errorf("it was asked for again after it was recorded: %v", got)
	}
	kinds := []string{}
	for _, f := range facts[upgrade.Finished](k, id) {
		kinds = append(kinds, string(f.Outcome))
	}
	if !slices.Equal(kinds, []string{"trouble"}) {
		k.t.Errorf("the ticket's log has %v", kinds)
	}
}
