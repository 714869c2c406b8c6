package scenario

import (
	"testing"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/oncall"
	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
)

// TestScenario40Account promises a cadence on the page of an account: each of its tickets has the clock, and a note does not reset
// it.
func TestScenario40Account(t *testing.T) {
	play(t, "2026-10-16 17:50", func(t *testing.T, k *desk) {
		k.assigned("ana")
		lea, ana, dana := k.signIn("lea"), k.signIn("ana"), k.enter("dana")
		lea.post("/accounts/cadence", "organization", number(k.acme.ID), "cadence", "someday", "zone", "America/New_York").shows(422, "someday")
		lea.post("/accounts/cadence", "organization", number(k.acme.ID), "cadence", "tue,thu 15:00", "zone",
			"America/New_York").leads(account.AccountPath(k.acme.ID))
		lea.get(account.AccountPath(k.acme.ID)).shows(200, "tue,thu 15:00 America/New_York")
		id := dana.open("4", "emea")
		k.due(id, clock.Promise, "Tue 21:00")
		k.until("2026-10-20 10:00")
		ana.send(page(id, "/reply"), "mode", "internal", "body", "I look into it.").leads(page(id, ""))
		k.due(id, clock.Promise, "Tue 21:00")
		k.until("2026-10-20 21:00")
		breached := false
		for _, b := range facts[sla.Breached](k, id) {
			breached = breached || b.Metric == clock.Promise
		}
		if !breached {
			t.Error("a promise that was not kept is no breach")
		}
	})
}

// TestAssignedStayOnCall finds an assigned engineer who is in no rotation, until somebody writes down why or they are back in one.
func TestAssignedStayOnCall(t *testing.T) {
	play(t, "2026-10-12 09:00", func(t *testing.T, k *desk) {
		k.assigned("ana")
		lea := k.signIn("lea")
		const check = "/accounts/rotations"
		lea.get(check).shows(200, "In no rotation", "nobody wrote down why")
		lea.post(check, "user", k.number("ana"), "reason", "", "until", "2026-11-01").shows(422, "Write down why")
		lea.post(check, "user", k.number("ana"), "reason", "Back from parental leave, half days", "until", "2026-11-01").leads(check)
		lea.get(check).shows(200, "Exception until 2026-11-01", "Back from parental leave").hides("nobody wrote down why")
		k.until("2026-11-02 09:00")
		k.signIn("lea").get(check).shows(200, "nobody wrote down why")
		k.onDuty(oncall.CustomerEmergencies, "ana")
		k.signIn("lea").get(check).shows(200, "In the rotation", oncall.CustomerEmergencies).hides("nobody wrote down why")
	})
}
