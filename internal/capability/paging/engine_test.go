package paging

import (
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// TestNobodyAnswers goes through the default policy to the last resort, which is asked until somebody acknowledges.
func TestNobodyAnswers(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		k.wait(72 * time.Minute)
		if _, err := k.Acknowledge(k.as("ada"), p.ID); err != nil {
			t.Fatal(err)
		}
		k.wait(20 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ana", "10 step 0.1 max", "15 step 0.2 sam sue", "30 step 1.0 ana", "40 step 1.1 max",
			"45 step 1.2 sam sue", "60 exhausted", "60 last_resort 0.0 ada", "65 last_resort 1.0 ada", "70 last_resort 2.0 ada", "72 acknowledged ada")
		if got := k.rang(); got != "ana max sam sue ana max sam sue ada ada ada" {
			t.Errorf("rang %s", got)
		}
		var kinds []ChangeKind
		for _, c := range k.changes {
			kinds = append(kinds, c.Kind)
		}
		if n := len(kinds); n != 8 || kinds[0] != WasTriggered || kinds[6] != WasExhausted || kinds[7] != WasAcknowledged {
			t.Errorf("changes %v", kinds)
		}
	})
}

// TestOnCallAtTheStep asks who is on call when a step fires, not when the page came.
func TestOnCallAtTheStep(t *testing.T) {
	each(t, func(k *rig) {
		k.rota["Support managers"] = func(at time.Time) []string {
			if at.Before(monday.Add(7 * time.Minute)) {
				return []string{"max"}
			}
			return []string{"sue"}
		}
		p := k.page(1)
		k.wait(11 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ana", "10 step 0.1 sue")
	})
}

// TestBusy gives the second emergency to the second person, and a third to the next step at once.
func TestBusy(t *testing.T) {
	each(t, func(k *rig) {
		k.busy = []string{"ana"}
		second := k.page(2)
		k.busy = []string{"ana", "ben"}
		third := k.page(3)
		k.told(second, "0 triggered", "0 step 0.0 ben")
		k.told(third, "0 triggered", "0 skipped 0.0", "0 step 0.1 max")
	})
}

// TestNobodyThere drops nothing: schedules that are gone or empty, people who left, a policy that does not exist.
func TestNobodyThere(t *testing.T) {
	each(t, func(k *rig) {
		delete(k.rota, "Customer emergencies")
		k.always("Support managers")
		k.always("Senior leaders")
		p := k.page(1, func(a *Alarm) { a.Policy = "No such policy" })
		k.told(p, "0 triggered", "0 skipped 0.0 Customer emergencies", "0 skipped 0.1", "0 skipped 0.2", "0 skipped 1.0 Customer emergencies",
			"0 skipped 1.1", "0 skipped 1.2", "0 exhausted", "0 last_resort 0.0 ada")
		events, err := event.Of(t.Context(), k.DB.Read(), PageSubject(p.ID), 0)
		k.must(err)
		opened, err := event.Decode[PageOpened](events[0])
		if err != nil || opened.Wanted != "No such policy" || opened.Policy != "Customer emergencies" {
			t.Errorf("%+v, %v", opened, err)
		}
	})
}

// TestOneKeyOnePage asks nobody twice about one matter, and again once it was resolved.
func TestOneKeyOnePage(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		if again := k.page(1); again.ID != p.ID {
			t.Errorf("page %d beside %d", again.ID, p.ID)
		}
		k.must(k.ResolvePage(k.as("ana"), p.ID, "answered the customer"))
		if later := k.page(1); later.ID == p.ID {
			t.Error("a resolved page keeps the next from being opened")
		}
		k.wait(time.Minute)
		if got := k.rang(); got != "ana" {
			t.Errorf("rang %s", got)
		}
	})
}

// TestFirstNamed asks those an alarm names before the policy, and with Only nobody else.
func TestFirstNamed(t *testing.T) {
	each(t, func(k *rig) {
		named := func(only bool) func(a *Alarm) {
			return func(a *Alarm) { a.To, a.Only = []int64{k.users["sue"].ID}, only }
		}
		p, test := k.page(1, named(false)), k.page(2, named(true))
		k.wait(11 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 sue", "10 step 0.1 ana")
		k.told(test, "0 triggered", "0 step 0.0 sue", "10 exhausted", "10 resolved")
	})
}

// TestExcept never asks whom an alarm excepts, nor who left the team.
func TestExcept(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1, func(a *Alarm) { a.Except = []int64{k.users["ana"].ID, k.users["ben"].ID} })
		k.told(p, "0 triggered", "0 skipped 0.0", "0 step 0.1 max")
	})
}

// TestGroups asks the first free of a group, or all of it.
func TestGroups(t *testing.T) {
	each(t, func(k *rig) {
		g := k.group("Night watch", "ben", "max")
		k.policy(steps(escalation.Step{Timeout: time.Minute, Targets: []escalation.Target{{Group: g}}},
			escalation.Step{Timeout: time.Minute, Targets: []escalation.Target{{Group: g, Everyone: true}}}))
		p := k.page(1)
		k.wait(time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ben", "1 step 0.1 ben max")
	})
}
