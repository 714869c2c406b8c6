package sla

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// each runs a scenario of the acceptance list on both engines; what is kept must be what the log leads to.
func each(t *testing.T, fn func(k *testDesk)) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { fn(newDesk(t, d)) })
}

// TestScenario1 is the ticket of Friday 17:50: 4 hours of EMEA's day reach into Monday, those of the whole desk
// into Friday night.
func TestScenario1(t *testing.T) {
	each(t, func(k *testDesk) {
		emea, all := k.create(2, "emea"), k.create(2, "")
		k.due(emea, clock.FirstReply, "Mon 11:50")
		k.due(all, clock.FirstReply, "Fri 21:50")
		k.sound(emea)
		k.sound(all)
	})
}

// TestScenario2 gives the same customer the Signature tier.
func TestScenario2(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(2, "emea")
		k.wait(5 * time.Minute)
		k.customer(func(o *people.Organization) { o.Tier = "signature" })
		k.due(id, clock.FirstReply, "Fri 19:50")
		k.wait(time.Hour)
		k.customer(func(o *people.Organization) { o.Tier = "" })
		k.due(id, clock.FirstReply, "Mon 11:50")
		k.sound(id)
		if n := len(k.facts(id, "sla.applied")); n != 3 {
			t.Errorf("%d terms in the log, want 3", n)
		}
	})
}

// customer changes the customer.
func (k *testDesk) customer(change func(o *people.Organization)) {
	k.t.Helper()
	k.do(k.as(k.lea), func(ctx context.Context, tx *db.Tx) error {
		o, err := k.People.Organization(ctx, k.acme.ID)
		if err != nil {
			return err
		}
		change(&o)
		_, err = k.People.SaveOrganizationIn(ctx, tx, o)
		return err
	})
}

// TestScenario3 changes the priority: both targets move, from the start.
func TestScenario3(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(3, "emea") // 8 h: 10 minutes on Friday, the rest on Monday
		k.due(id, clock.FirstReply, "Mon 15:50")
		k.until(at("2026-10-19 09:00"))
		high := ticket.High
		k.update(k.ana, id, ticket.Update{Priority: &high})
		k.due(id, clock.FirstReply, "Mon 11:50")
		c := k.clock(id, clock.FirstReply)
		m := c.Marks[len(c.Marks)-1]
		if m.Kind != clock.MarkTargeted || !m.Was.Equal(at("2026-10-19 15:50")) || m.Cause.Actor != k.ana.ID || m.Cause.What != "ticket.changed:priority" {
			t.Errorf("the change of the target is marked as %+v", m)
		}
		k.sound(id)
	})
}

// TestScenario5To6 lets nothing but a public word of ours stop a reply clock.
func TestScenario5To6(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(2, "emea")
		k.until(at("2026-10-19 08:30"))
		k.say(k.ana, id, false)
		k.status(id, ticket.Hold)
		k.due(id, clock.FirstReply, "Mon 11:50")
		k.say(k.ana, id, true)
		if c := k.clock(id, clock.FirstReply); c.Phase != clock.Fulfilled || c.Used != 40*time.Minute || !c.Breached.IsZero() {
			t.Errorf("the first reply is %s after %s", c.Phase, c.Used)
		}
		k.wait(time.Hour)
		k.say(k.dana, id, true)
		k.wait(time.Hour)
		k.say(k.dana, id, true)
		k.due(id, clock.NextReply, "Mon 13:30")
		k.sound(id)
	})
}

// TestScenario13 lets a ticket breach, and tells of it once, on the second.
func TestScenario13(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(2, "emea")
		k.update(k.lea, id, ticket.Update{AssigneeID: &k.ana.ID})
		k.until(at("2026-10-21 09:00"))
		var told []string
		for _, n := range *k.notices {
			if n.Ticket.ID != id || len(n.To) != 1 || n.To[0] != k.ana.ID || n.Late != 0 {
				t.Errorf("told %+v", n)
			}
			told = append(told, n.Due.In(amsterdam).Format("15:04"))
		}
		if len(told) != 3 {
			t.Errorf("told %d times: %v", len(told), told)
		}
		if b := k.facts(id, "sla.breached"); len(b) != 1 || !b[0].At.Equal(at("2026-10-19 11:50")) {
			t.Errorf("breaches in the log: %+v", b)
		}
		k.sound(id)
	})
}

// TestDowntime lets the desk sleep over everything: it happens once, late, and says so.
func TestDowntime(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(2, "emea")
		k.now = at("2026-10-22 09:00")
		k.until(k.now)
		if b := k.facts(id, "sla.breached"); len(b) != 1 || !b[0].At.Equal(k.now) {
			t.Errorf("breaches in the log: %+v", b)
		}
		if c := k.clock(id, clock.FirstReply); !c.Breached.Equal(at("2026-10-19 11:50")) {
			t.Errorf("breached at %s", c.Breached)
		}
		if n := *k.notices; len(n) != 1 || !n[0].Breach || n[0].Late == 0 {
			t.Errorf("told %+v", n)
		}
		k.sound(id)
	})
}

// TestScenario40 keeps a promise beside the SLA.
func TestScenario40(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(4, "emea")
		ctx := k.as(k.ana)
		k.must(k.PromiseTicket(ctx, id, "tue,thu 15:00", "Europe/Amsterdam"))
		k.due(id, clock.Promise, "Tue 15:00")
		k.until(at("2026-10-20 10:00"))
		k.say(k.ana, id, false)
		k.due(id, clock.Promise, "Tue 15:00")
		k.until(at("2026-10-20 15:30"))
		if b := k.facts(id, "sla.breached"); len(b) != 1 {
			t.Errorf("%d breaches", len(b))
		}
		k.say(k.ana, id, true)
		k.due(id, clock.Promise, "Thu 15:00")
		k.sound(id)
	})
}

// TestContractOver withdraws the service level, and gives it back with what was used.
func TestContractOver(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(2, "emea")
		k.customer(func(o *people.Organization) { o.Hold, o.HoldReason = true, "Unpaid" })
		k.due(id, clock.FirstReply, "none")
		k.until(at("2026-10-19 09:00"))
		k.customer(func(o *people.Organization) { o.Hold, o.HoldReason = false, "" })
		k.due(id, clock.FirstReply, "Mon 11:50")
		k.sound(id)
	})
}

// TestCalendarChange measures running clocks anew, and leaves finished ones as they were measured.
func TestCalendarChange(t *testing.T) {
	each(t, func(k *testDesk) {
		id, done := k.create(2, "emea"), k.create(2, "emea")
		k.until(at("2026-10-19 09:00"))
		k.say(k.ana, done, true)
		k.do(k.as(k.lea), func(ctx context.Context, tx *db.Tx) error {
			c, err := k.Calendars.ByTitle(ctx, tx, "EMEA hours")
			if err != nil {
				return err
			}
			c.Spec.Weekly[time.Monday][0].From = 8*60 + 30
			_, err = k.Calendars.SaveIn(ctx, tx, c)
			return err
		})
		k.due(id, clock.FirstReply, "Mon 12:20")
		if c := k.clock(done, clock.FirstReply); c.Used != 70*time.Minute {
			t.Errorf("the finished clock used %s", c.Used)
		}
		k.sound(id)
		k.sound(done)
	})
}

// TestContractEnds lets a contract and its grace run out while nobody touches the ticket.
func TestContractEnds(t *testing.T) {
	each(t, func(k *testDesk) {
		k.customer(func(o *people.Organization) { o.EndsOn, o.GraceDays = bizcal.Date{Year: 2026, Month: 10, Day: 15}, 2 })
		id := k.create(4, "emea")
		k.due(id, clock.FirstReply, "Wed 11:50")
		k.until(at("2026-10-18 09:00"))
		workers := k.Module().Workers
		ctx := db.At(access.AsSystem(t.Context(), "job"), k.now)
		k.must(workers[slices.IndexFunc(workers, func(w job.Worker) bool { return w.Kind == contractsKind })].Handle(ctx, job.Job{}))
		k.due(id, clock.FirstReply, "none")
		k.sound(id)
	})
}
