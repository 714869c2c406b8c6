package rules_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
)

func id(n int64) string { return strconv.FormatInt(n, 10) }

func principal(k *desk, p access.Principal) context.Context { return access.With(k.Context(), p) }

// firedAt lists when rules fired on a ticket.
func firedAt(k *desk, ticketID int64) (all []time.Time) {
	k.Helper()
	events, err := event.Of(k.Context(), k.db.Read(), event.Ticket(ticketID), 0)
	k.must(err)
	for _, e := range events {
		if e.Kind == (rules.Fired{}).EventKind() {
			all = append(all, e.At)
		}
	}
	return all
}

const nudge = `{"all": [{"field": "status", "operator": "is", "value": "pending"}, {"field": "PENDING", "operator": "greater_than", "value": 48}, {"field": "current_tags", "operator": "not_includes", "value": "nudged"}]}`

// TestDue holds that an automation fires in the second in which it is due, not at the next full hour, and once.
func TestDue(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		r := k.rule(rules.Automation, "Nudge", nudge, `[{"field": "current_tags", "value": "nudged"}]`)
		stop := k.run()
		opened := k.open(ticket.NewTicket{})
		time.Sleep(25 * time.Minute)
		pending := k.pend(opened.ID)
		time.Sleep(47*time.Hour + 59*time.Minute)
		if n := len(firedAt(k, opened.ID)); n != 0 {
			k.Fatalf("fired %d times a minute early", n)
		}
		time.Sleep(5 * time.Minute)
		at := firedAt(k, opened.ID)
		if len(at) != 1 || at[0].Sub(pending.StatusAt) < 48*time.Hour || at[0].Sub(pending.StatusAt) > 48*time.Hour+2*time.Second {
			k.Fatalf("fired at %v, pending since %v", at, pending.StatusAt)
		}
		time.Sleep(200 * time.Hour)
		stop()
		f := k.trace(opened.ID)
		if len(f) != 1 || !f[0].Due.IsZero() || f[0].Rule != r.ID || f[0].Kind != rules.Automation {
			k.Errorf("%+v", f)
		}
		if diff := cmp.Diff([]string{"nudged"}, k.get(opened.ID).Tags); diff != "" {
			k.Error(diff)
		}
	})
}

// TestRearmed holds that what happens to the ticket, and to the rule, moves when an automation is due.
func TestRearmed(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		r := k.rule(rules.Automation, "Nudge", nudge, `[{"field": "current_tags", "value": "nudged"}]`)
		stop := k.run()
		defer stop()
		a, b := k.open(ticket.NewTicket{}), k.open(ticket.NewTicket{})
		k.pend(a.ID)
		k.pend(b.ID)
		time.Sleep(40 * time.Hour)
		k.update(a.ID, ticket.Update{Status: ptr(ticket.Open)})
		again := k.pend(a.ID)
		r.Conditions.All[1].Value = []string{"41"}
		_, err := k.rules.Save(k.as(k.boss), r, false)
		k.must(err)
		time.Sleep(2 * time.Hour)
		if x, y := firedAt(k, a.ID), firedAt(k, b.ID); len(x) != 0 || len(y) != 1 {
			k.Fatalf("%v %v", x, y)
		}
		time.Sleep(40 * time.Hour)
		if x := firedAt(k, a.ID); len(x) != 1 || x[0].Sub(again.StatusAt).Round(2*time.Second) != 41*time.Hour {
			k.Errorf("%v, pending again since %v", x, again.StatusAt)
		}
		r.Active = false
		_, err = k.rules.Save(k.as(k.boss), r, false)
		k.must(err)
		c := k.open(ticket.NewTicket{})
		k.pend(c.ID)
		time.Sleep(100 * time.Hour)
		if x := firedAt(k, c.ID); len(x) != 0 {
			k.Errorf("switched off, it fired at %v", x)
		}
	})
}

// TestDowntime holds that what fell due while the desk was down fires once, late, and says so.
func TestDowntime(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.rule(rules.Automation, "Nudge", nudge, `[{"field": "current_tags", "value": "nudged"}]`)
		opened := k.open(ticket.NewTicket{})
		pending := k.pend(opened.ID)
		k.run()() // arms, and goes down
		time.Sleep(72 * time.Hour)
		stop := k.run()
		time.Sleep(time.Minute)
		stop()
		f := k.trace(opened.ID)
		if len(f) != 1 || !f[0].Due.Equal(pending.StatusAt.Add(48*time.Hour)) {
			k.Fatalf("%+v", f)
		}
		k.run()()
		if n := len(firedAt(k, opened.ID)); n != 1 {
			k.Errorf("fired %d times", n)
		}
	})
}

// TestWindow holds that a condition which passes by itself fires once in its hour, whatever happens in it.
func TestWindow(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.rule(rules.Automation, "In the third hour", `{"all": [{"field": "created_at", "operator": "is", "value": 2}]}`,
			`[{"field": "current_tags", "value": "third"}]`)
		stop := k.run()
		defer stop()
		opened := k.open(ticket.NewTicket{})
		time.Sleep(2*time.Hour + 10*time.Minute)
		k.update(opened.ID, ticket.Update{Priority: ptr(ticket.High)})
		time.Sleep(10 * time.Minute)
		k.update(opened.ID, ticket.Update{Priority: ptr(ticket.Low)})
		time.Sleep(10 * time.Hour)
		if at := firedAt(k, opened.ID); len(at) != 1 || at[0].Sub(opened.CreatedAt).Round(2*time.Second) != 2*time.Hour {
			k.Errorf("fired at %v, opened %v", at, opened.CreatedAt)
		}
	})
}

// TestAutomationWakesTriggers holds that triggers look at what an automation does.
func TestAutomationWakesTriggers(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.rule(rules.Automation, "Nudge", nudge, `[{"field": "current_tags", "value": "nudged"}]`)
		k.rule(rules.Trigger, "See it",
			`{"all": [{"field": "current_tags", "operator": "value", "value": "nudged"}, {"field": "current_via_id", "operator": "is", "value": "rule"}]}`, `[{"field": "priority", "value": "high"}]`)
		stop := k.run()
		defer stop()
		opened := k.open(ticket.NewTicket{})
		k.pend(opened.ID)
		time.Sleep(49 * time.Hour)
		if diff := cmp.Diff([]string{"Nudge", "See it"}, k.titles(opened.ID)); diff != "" || k.get(opened.ID).Priority != ticket.High {
			k.Error(diff)
		}
	})
}
