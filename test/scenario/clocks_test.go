package scenario

import (
	"net/http"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/notify"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// friday is shortly before the moment of the first scenario, in summer time.
const friday = "2026-10-16 17:40"

// open opens a ticket in the portal.
func (v *visitor) open(severity, region string) int64 {
	v.t.Helper()
	return v.send("/portal/new", "subject", "It is down", "body", "Since the upgrade.", "severity", severity, "region", region, "do",
		"send").ticket("/portal/tickets/")
}

func TestScenario01(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		dana := k.enter("dana")
		k.until("2026-10-16 17:50")
		emea, all := dana.open("2", "emea"), dana.open("2", "")
		for _, id := range []int64{emea, all} {
			if got := k.ticket(id); got.Priority != ticket.High || got.OrganizationID != k.acme.ID || got.Channel != "portal" {
				t.Errorf("ticket %d is %s of organization %d by %s", id, got.Priority, got.OrganizationID, got.Channel)
			}
		}
		k.due(emea, clock.FirstReply, "Mon 11:50")
		k.due(all, clock.FirstReply, "Fri 21:50")
		ana := k.signIn("ana")
		ana.get(page(emea, "/clocks")).shows(http.StatusOK, "EMEA hours", "11:50")
		ana.get(page(all, "/clocks")).shows(http.StatusOK, "24x5 business hours", "21:50")

		k.until("2026-10-16 23:00") // three hours before all regions close
		k.due(dana.open("2", ""), clock.FirstReply, "Mon 01:00")
		if b := events[sla.Breached](k, all); len(b) != 1 || !b[0].At.Equal(at("2026-10-16 21:50")) {
			t.Errorf("breaches of the ticket of all regions: %+v", b)
		}
		k.until("2026-10-19 11:49")
		if b := events[sla.Breached](k, emea); len(b) != 0 {
			t.Errorf("the ticket of EMEA breached at %s", b[0].At)
		}
		k.until("2026-10-19 11:50")
		if b := events[sla.Breached](k, emea); len(b) != 1 || !b[0].At.Equal(at("2026-10-19 11:50")) {
			t.Errorf("breaches of the ticket of EMEA: %+v", b)
		}
	})
}

// TestScenario02 is about the targets; the page to the shift comes with paging.
func TestScenario02(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		dana := k.enter("dana")
		k.until("2026-10-16 17:50")
		before := dana.open("2", "emea")
		k.until("2026-10-16 18:00")
		k.customer(func(o *people.Organization) { o.Tier = "signature" })
		k.due(before, clock.FirstReply, "Fri 19:50")
		k.until("2026-10-17 03:00")
		k.due(dana.open("2", "emea"), clock.FirstReply, "Sat 05:00")
		k.due(dana.open("3", "emea"), clock.FirstReply, "Mon 16:00") // round the clock for High alone
		if b := events[sla.Breached](k, before); len(b) != 1 || !b[0].At.Equal(at("2026-10-16 19:50")) {
			t.Errorf("breaches: %+v", b)
		}
	})
}

func TestScenario03(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		dana, ana := k.enter("dana"), k.signIn("ana")
		k.until("2026-10-16 17:50")
		first, next := dana.open("3", "emea"), dana.open("3", "emea")
		k.until("2026-10-19 08:00")
		k.reply(ana, next, "Which version is it?")
		k.until("2026-10-19 09:00")
		dana.send(portal(first), "body", "It is severity 1 now!", "severity", "1").leads(portal(first))
		dana.send(portal(next), "body", "19.4.1", "severity", "1").leads(portal(next))
		for _, id := range []int64{first, next} {
			if got := k.ticket(id); got.Severity != 3 || got.Priority != ticket.Normal {
				t.Errorf("the customer made ticket %d severity %d, priority %s", id, got.Severity, got.Priority)
			}
		}
		k.due(first, clock.FirstReply, "Mon 15:50") // 8 hours: 10 minutes of Friday, the rest of Monday
		k.due(next, clock.NextReply, "Wed 13:00")   // 24 hours of days of ten
		mailed := len(k.mails("dana", ""))
		k.until("2026-10-19 10:00")
		for _, id := range []int64{first, next} {
			ana.post(page(id, "/update"), "priority", "high").leads(page(id, ""))
		}
		k.due(first, clock.FirstReply, "Mon 11:50")
		k.due(next, clock.NextReply, "Mon 13:00")
		moved := facts[sla.Applied](k, first)
		m := moved[len(moved)-1]
		if m.Cause.Actor != k.users["ana"].ID || len(m.Moved) != 1 || !m.Moved[0].From.Equal(at("2026-10-19 15:50")) ||
			!m.Moved[0].To.Equal(at("2026-10-19 11:50")) {
			t.Errorf("the log says %+v", m)
		}
		ana.get(page(first, "/clocks")).shows(http.StatusOK, "15:50", "11:50", "Ana Ruiz")
		if n := len(k.mails("dana", "")); n != mailed {
			t.Errorf("a change of the priority sent %d mails to the customer", n-mailed)
		}
		k.reply(ana, first, "We changed the priority to High.")
		if n := len(k.mails("dana", notify.Reply)); n == 0 || len(k.mails("dana", "")) != mailed+1 {
			t.Errorf("the words about it sent %d mails", len(k.mails("dana", ""))-mailed)
		}
	})
}

func TestScenario04(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		dana, ana := k.enter("dana"), k.signIn("ana")
		k.until("2026-10-16 17:50")
		id := dana.open("2", "emea")
		k.until("2026-10-19 09:00")
		ana.post(page(id, "/take")).leads(page(id, ""))
		k.stands(id, ticket.Open, "ana")
		if got := k.ticket(id); got.Stage != ticket.FirstReply {
			t.Errorf("an assigned ticket is in the stage %s", got.Stage)
		}
		for _, query := range []string{"stage:first_reply", "is:unreplied status<solved"} { // the second is a view of every desk
			if n, _, err := k.Tickets.Count(k.as("ana"), query); err != nil || n != 1 {
				t.Errorf("%s finds %d: %v", query, n, err)
			}
		}
		k.until("2026-10-19 12:00")
		if b := facts[sla.Breached](k, id); len(b) != 1 || b[0].Metric != clock.FirstReply || !b[0].Contract {
			t.Errorf("the first reply that never was is counted as %+v", b)
		}
		k.reply(ana, id, "Here is what to do.")
		if got := k.ticket(id); got.Stage != ticket.NextReply {
			t.Errorf("after our reply the stage is %s", got.Stage)
		}
		if f := facts[sla.Fulfilled](k, id); len(f) != 1 || !f[0].Late || f[0].Used != int64((4*time.Hour+10*time.Minute+undo)/time.Second) {
			t.Errorf("the first reply came as %+v", f)
		}
	})
}

func TestScenario40(t *testing.T) {
	play(t, "2026-10-16 17:50", func(t *testing.T, k *desk) {
		id, ana := k.mail(letter{from: "dana", subject: "Slow searches", text: "They are slow."}), k.signIn("ana")
		ana.post(page(id, "/update"), "priority", "low").leads(page(id, ""))
		k.due(id, clock.FirstReply, "Wed 11:50") // 24 hours of days of ten
		ana.post(page(id, "/promise"), "cadence", "tue,thu 15:00", "zone", "America/New_York").leads(page(id, "/clocks"))
		k.due(id, clock.Promise, "Tue 21:00")
		k.due(id, clock.FirstReply, "Wed 11:50")
		k.until("2026-10-20 10:00")
		ana.send(page(id, "/reply"), "mode", "internal", "body", "I look into it.").leads(page(id, ""))
		k.due(id, clock.Promise, "Tue 21:00")
		k.until("2026-10-20 20:59")
		if w, b := facts[sla.Warned](k, id), facts[sla.Breached](k, id); len(w) == 0 || w[0].Metric != clock.Promise || len(b) != 0 {
			t.Errorf("warned %+v, breached %+v", w, b)
		}
		k.until("2026-10-20 21:00")
		if b := facts[sla.Breached](k, id); len(b) != 1 || b[0].Metric != clock.Promise {
			t.Errorf("breaches: %+v", b)
		}
		k.until("2026-10-20 21:30")
		k.reply(ana, id, "We found the query.")
		k.due(id, clock.Promise, "Thu 21:00")
	})
}

// portal is the path of a ticket in the portal.
func portal(id int64) string { return "/portal" + page(id, "") }
