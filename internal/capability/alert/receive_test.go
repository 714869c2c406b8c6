package alert_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// The life of an alert pages once, is answered once and settled once, whatever is said twice.
func TestLife(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		id := k.receive(report(wire.Trigger, "db", wire.Critical)).AlertID
		k.receive(report(wire.Trigger, "db", wire.Critical))
		k.receive(report(wire.Acknowledge, "db", ""))
		k.receive(report(wire.Acknowledge, "db", ""))
		k.receive(report(wire.Trigger, "db", wire.Critical))
		k.receive(report(wire.Resolve, "db", ""))
		if r := k.receive(report(wire.Resolve, "db", "")); r.Outcome != alert.Ignored || r.AlertID != 0 {
			t.Errorf("%+v", r)
		}
		if diff := cmp.Diff([]string{`page alert-1-high "Night"`, "answer 1 by 0", "settle 1 sender"}, k.heard()); diff != "" {
			t.Error(diff)
		}
		v := k.view(id)
		if v.State != alert.Resolved || v.Times != 6 || v.ClosedWhy != alert.BySender || v.Summary != "db is down" || v.Said.Source != "web-1" {
			t.Errorf("%+v", v.Alert)
		}
		var steps []string
		for _, s := range v.Steps {
			steps = append(steps, string(s.Outcome)+" "+time.Duration(s.Times).String())
		}
		if diff := cmp.Diff([]string{"closed 1ns", "repeated 1ns", "repeated 1ns", "answered 1ns", "repeated 1ns", "opened 1ns"}, steps); diff != "" {
			t.Error(diff)
		}
		if again := k.receive(report(wire.Trigger, "db", wire.Critical)); again.AlertID == id || again.Outcome != alert.Opened {
			t.Errorf("what comes back is a new alert, not %+v", again)
		}
	})
}

// Identical reports in a row are one step with a count.
func TestRepeatsAreCounted(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		var id int64
		for range 500 {
			id = k.receive(report(wire.Trigger, "db", wire.Critical)).AlertID
		}
		v := k.view(id)
		if v.Times != 500 || len(v.Steps) != 2 || v.Steps[0].Times != 499 {
			t.Errorf("%d times, steps %+v", v.Times, v.Steps)
		}
	})
}

// Two Alertmanagers send the same at the same moment: one alert, one page.
func TestTwinsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := k.Receive(t.Context(), k.key, report(wire.Trigger, "db", wire.Critical), nil); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if list := k.opens(); len(list) != 1 || list[0].Times != 8 {
			t.Errorf("%+v", list)
		}
		k.receive(report(wire.Resolve, "db", "")) // AfterCommit of the others has run
		if diff := cmp.Diff([]string{`page alert-1-high "Night"`, "settle 1 sender"}, k.heard()); diff != "" {
			t.Error(diff)
		}
	})
}

// A group keeps the state of each member, and the same group twice is the same alert.
func TestGroupIsKept(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		began := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
		member := func(name string, until time.Time) wire.Member {
			return wire.Member{Fingerprint: name, Firing: until.IsZero(), Severity: wire.Error, Summary: name,
				Labels: map[string]string{"instance": name}, StartsAt: began, EndsAt: until}
		}
		group := func(members ...wire.Member) wire.Report {
			r := report(wire.Trigger, "disk", wire.Error)
			r.Members = members
			return r
		}
		id := k.receive(group(member("a", time.Time{}))).AlertID
		if r := k.receive(group(member("a", time.Time{}), member("b", time.Time{}))); r.Outcome != alert.Changed || r.AlertID != id {
			t.Errorf("%+v", r)
		}
		k.receive(group(member("a", began.Add(time.Minute)), member("b", time.Time{})))
		v := k.view(id)
		if v.Firing != 1 || len(v.Members) != 2 || v.Members[0].State != alert.MemberResolved ||
			!v.Members[0].EndsAt.Equal(began.Add(time.Minute)) || v.Members[1].Labels["instance"] != "b" {
			t.Errorf("%+v %+v", v.Alert, v.Members)
		}
		if r := k.receive(group(member("a", began.Add(time.Minute)), member("b", began.Add(2*time.Minute)))); r.Outcome != alert.Closed {
			t.Errorf("%+v", r)
		}
		if r := k.receive(group(member("b", time.Time{}))); r.Outcome != alert.Stale { // the twin's, an hour late
			t.Errorf("%+v", r)
		}
		if len(k.opens()) != 0 {
			t.Error("an alert is open")
		}
	})
}

// An alert that gets worse pages again if that makes it louder, whoever answered the milder one.
func TestGetsWorse(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		id := k.receive(report(wire.Trigger, "disk", wire.Info)).AlertID
		k.receive(report(wire.Trigger, "disk", wire.Warning))
		k.must(k.Acknowledge(k.as(k.ana), id))
		k.must(k.Acknowledge(k.as(k.ana), id))
		k.receive(report(wire.Trigger, "disk", wire.Error))
		k.receive(report(wire.Trigger, "disk", wire.Critical))
		want := []string{`page alert-1-low "Night"`, "answer 1 by 1", `page alert-1-high "Night"`}
		if diff := cmp.Diff(want, k.heard()); diff != "" {
			t.Error(diff)
		}
		if v := k.view(id); v.State != alert.Triggered || v.AckedBy != 0 || !v.AckedAt.IsZero() {
			t.Errorf("%+v", v.Alert)
		}
	})
}

// A storm is one page with a count; what is louder than the storm stands for itself; the storm outlives its first alert.
func TestStorm(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.must(k.SaveRules(k.as(k.ana), alert.Rules{StormAlerts: 2, StormMinutes: 10, KeepDays: 30}))
		first := k.receive(report(wire.Trigger, "a", wire.Warning)).AlertID
		k.receive(report(wire.Trigger, "b", wire.Warning))
		for _, key := range []string{"c", "d", "e"} {
			k.receive(report(wire.Trigger, key, wire.Warning))
		}
		loud := k.receive(report(wire.Trigger, "f", wire.Critical)).AlertID
		if diff := cmp.Diff([]string{`page alert-1-low "Night"`, `page alert-2-low "Night"`, `page alert-6-high "Night"`}, k.heard()); diff != "" {
			t.Error(diff)
		}
		if list := k.opens(); len(list) != 3 || list[0].ID != loud || list[1].ID != first || list[1].Folded != 3 {
			t.Errorf("%+v", list)
		}
		k.receive(report(wire.Trigger, "d", wire.Critical)) // gets louder than its storm
		if v := k.view(first); v.Folded != 2 || len(v.Storm) != 2 {
			t.Errorf("%d are folded, and %d stand there", v.Folded, len(v.Storm))
		}
		k.receive(report(wire.Resolve, "a", ""))
		want := []string{`page alert-4-high "Night"`, "settle 1 sender", `page alert-3-low "Night"`}
		if diff := cmp.Diff(want, k.heard()); diff != "" {
			t.Error(diff)
		}
		if v := k.view(3); v.LeadID != 0 || v.Folded != 1 || len(v.Storm) != 1 || v.Storm[0].Key != "e" {
			t.Errorf("%+v", v)
		}
		k.must(k.Acknowledge(k.as(k.ana), 3))
		k.must(k.Resolve(k.as(k.ana), 3))
		if v := k.view(5); v.State != alert.Acknowledged || v.AckedBy != k.ana.ID { // somebody looks at the storm already
			t.Errorf("%+v", v.Alert)
		}
		if diff := cmp.Diff([]string{"answer 3 by 1", "settle 3 person"}, k.heard()); diff != "" {
			t.Error(diff)
		}
	})
}

// Silence is awaited, not polled: the alert ends in the minute after its time is over, and is heard of again before that.
func TestSilenceIsAwaited(t *testing.T) {
	dbtest.Bubble(t, schemas, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.watched.Silence = time.Hour
		k.save(k.watched)
		ctx, stop := context.WithCancel(t.Context())
		var jobs sync.WaitGroup
		jobs.Go(func() {
			job.NewRunner(d, job.Config{Poll: 24 * time.Hour, Log: slog.New(slog.DiscardHandler)}, k.Module().Workers, nil).Run(ctx)
		})
		defer jobs.Wait()
		defer stop()
		id := k.receive(report(wire.Trigger, "db", wire.Critical)).AlertID
		time.Sleep(30 * time.Minute)
		k.receive(report(wire.Trigger, "db", wire.Critical))
		time.Sleep(59 * time.Minute)
		if v := k.view(id); !v.Open() {
			t.Fatal("it was heard of less than an hour ago")
		}
		time.Sleep(3 * time.Minute)
		if v := k.view(id); v.ClosedWhy != alert.BySilence {
			t.Errorf("%+v", v.Alert)
		}
	})
}

// A monitor that was taken down tells no end.
func TestSilence(t *testing.T) {
	dbtest.Bubble(t, schemas, func(t *testing.T, d *db.DB) {
		k := open(t, d)
		k.watched.Silence = time.Hour
		k.save(k.watched)
		id := k.receive(report(wire.Trigger, "db", wire.Critical)).AlertID
		time.Sleep(59 * time.Minute)
		k.receive(report(wire.Trigger, "db", wire.Critical))
		time.Sleep(59 * time.Minute)
		k.run("alert.silence")
		if v := k.view(id); !v.Open() {
			t.Fatal("it was heard of less than an hour ago")
		}
		time.Sleep(time.Minute)
		k.run("alert.silence")
		if v := k.view(id); v.ClosedWhy != alert.BySilence {
			t.Errorf("%+v", v.Alert)
		}
		time.Sleep(366 * 24 * time.Hour)
		k.run("alert.forget")
		if _, err := k.View(k.as(k.ana), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("after a year: %v", err)
		}
	})
}

func TestTicketOfAlert(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		id := k.receive(report(wire.Trigger, "db", wire.Critical)).AlertID
		n, err := k.OpenTicket(k.as(k.ana), id)
		k.must(err)
		again, err := k.OpenTicket(k.as(k.ana), id)
		k.must(err)
		opened, err := k.tickets.Get(k.as(k.ana), n)
		k.must(err)
		if n != again || opened.Subject != "Checkout: db is down" || opened.Priority != ticket.Urgent {
			t.Errorf("%d, %d, %+v", n, again, opened)
		}
		k.watched.TicketUserID = k.ana.ID
		k.save(k.watched)
		auto := k.view(k.receive(report(wire.Trigger, "net", wire.Warning)).AlertID)
		if of, err := k.OfTicket(k.as(k.ana), auto.TicketID); auto.TicketID == 0 || err != nil || len(of) != 1 || of[0].ID != auto.ID {
			t.Errorf("%+v, %v", of, err)
		}
	})
}

// A policy that is not there any more pages by the desk's default.
func TestLostPolicy(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.known = []string{"Day"}
		k.receive(report(wire.Trigger, "db", wire.Critical))
		if diff := cmp.Diff([]string{`page alert-1-high ""`}, k.heard()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestKeys(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.must(k.AddKey(k.as(k.ana), k.watched.ID))
		m, err := k.Monitored(k.as(k.ana), k.watched.ID)
		k.must(err)
		if len(m.Keys) != 2 || len(m.Keys[0].Key) != wire.KeyLength || m.Keys[0].Key == k.key {
			t.Fatalf("%+v", m.Keys)
		}
		k.must(k.RevokeKey(k.as(k.ana), m.ID, m.Keys[1].ID))
		_, err = k.Receive(t.Context(), k.key, report(wire.Trigger, "db", wire.Critical), nil)
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a revoked key: %v", err)
		}
		k.key = m.Keys[0].Key
		k.receive(report(wire.Trigger, "db", wire.Critical))
		if err := k.DeleteService(k.as(k.ana), m.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("a service with alerts was deleted: %v", err)
		}
		empty := k.save(alert.Monitored{Title: "Unused"})
		k.must(k.DeleteService(k.as(k.ana), empty.ID))
	})
}

// The same refusal again only counts, and the list does not grow without end.
func TestRefusals(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for range 3 {
			k.must(k.Refuse(t.Context(), alert.Refusal{Sender: wire.PagerDuty, Key: "0123456789", Reason: "Invalid routing key",
				Sample: "a\x00b", Client: "192.0.2.1"}))
		}
		for i := range 210 {
			k.must(k.Refuse(t.Context(), alert.Refusal{Sender: wire.PagerDuty, Key: string(rune('a'+i%26)) + string(rune('a'+i/26)),
				Reason: "Invalid routing key"}))
		}
		list, err := k.Refusals(k.as(k.ana))
		k.must(err)
		if len(list) != 200 {
			t.Errorf("%d refusals are kept", len(list))
		}
		k.must(k.Refuse(t.Context(), alert.Refusal{Sender: wire.PagerDuty, Key: "0123456789", Reason: "Again"}))
		k.must(k.Refuse(t.Context(), alert.Refusal{Sender: wire.PagerDuty, Key: "0123456789", Reason: "Again"}))
		if list, err = k.Refusals(k.as(k.ana)); err != nil || list[0].Times != 2 || list[0].Key != "012345…" {
			t.Errorf("%+v, %v", list[0], err)
		}
		k.must(k.ForgetRefusal(k.as(k.ana), list[0].ID))
		if rest, err := k.Refusals(k.as(k.ana)); err != nil || len(rest) != 199 {
			t.Errorf("%d, %v", len(rest), err)
		}
	})
}

func TestServicesAreChecked(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for name, c := range map[string]struct {
			m     alert.Monitored
			kind  fault.Kind
			field string
		}{
			"no title": {alert.Monitored{}, fault.Invalid, "title"},
			"twice":    {alert.Monitored{Title: " checkout "}, fault.Conflict, "title"},
			"silence":  {alert.Monitored{Title: "x", Silence: -1}, fault.Invalid, "silence"},
			"urgency":  {alert.Monitored{Title: "x", Urgencies: alert.Urgencies{wire.Info: "mad"}}, fault.Invalid, "urgency-info"},
			"person":   {alert.Monitored{Title: "x", TicketUserID: 99}, fault.Invalid, "ticket_user"},
			"version":  {alert.Monitored{ID: k.watched.ID, Title: "x", Version: 9}, fault.Conflict, ""},
			"missing":  {alert.Monitored{ID: 99, Title: "x"}, fault.NotFound, ""},
		} {
			_, err := k.SaveService(k.as(k.ana), c.m)
			if _, field := fault.Public(err); !fault.Is(err, c.kind) || field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// What a light agent may not do.
func TestWhoMay(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo := k.ana
		bo.Role = access.LightAgent
		ctx, id := k.as(bo), k.receive(report(wire.Trigger, "db", wire.Critical)).AlertID
		refused := func(err error) {
			t.Helper()
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("got %v", err)
			}
		}
		_, err := k.SaveService(ctx, alert.Monitored{Title: "x"})
		refused(err)
		_, err = k.Monitored(ctx, 1)
		refused(err)
		_, err = k.Refusals(ctx)
		refused(err)
		_, err = k.OpenTicket(ctx, id)
		refused(err)
		refused(k.DeleteService(ctx, 1))
		refused(k.AddKey(ctx, 1))
		refused(k.RevokeKey(ctx, 1, 1))
		refused(k.ForgetRefusal(ctx, 1))
		refused(k.SaveRules(ctx, alert.Rules{}))
		refused(k.Acknowledge(ctx, id))
		refused(k.Resolve(ctx, id))
		if list, _, err := k.Alerts(ctx, alert.Filter{}); err != nil || len(list) != 1 {
			t.Errorf("%v, %v", list, err)
		}
	})
}
