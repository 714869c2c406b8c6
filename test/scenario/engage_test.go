package scenario

import (
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account"
	"github.com/daywatch/daywatch/internal/capability/notify"
)

// engagement gives what became of engaging the engineer for a ticket.
func (k *desk) engagement(id int64) account.Engagement {
	k.t.Helper()
	all, err := k.Accounts.Engagements(k.as("lea"), id)
	k.must(err)
	if len(all) != 1 {
		k.t.Fatalf("there are %d engagements for #%d", len(all), id)
	}
	return all[0]
}

// TestScenario38 engages the engineer within the minute inside the agreed hours, beside whoever is on call, and wakes nobody
// outside of them.
func TestScenario38(t *testing.T) {
	guarded(t, "2026-10-13 09:00", func(t *testing.T, k *desk) {
		k.assigned("ben")
		dana, ana, ben := k.enter("dana"), k.signIn("ana"), k.signIn("ben")
		k.until("2026-10-13 10:00")
		id := k.emergency(dana)
		k.wait(30 * time.Second)
		k.count(map[string]int{"ana": 1, "ben": 1, "emil": 0})
		if m := k.last("ben", notify.Notification); !strings.Contains(m.Subject, "Your account Acme has an emergency") {
			t.Errorf("the engineer is paged with %q", m.Subject)
		}
		e := k.engagement(id)
		if e.Outcome != account.WasEngaged || e.UserID != k.users["ben"].ID || e.At.Sub(at("2026-10-13 10:00")) > time.Minute {
			t.Errorf("the engagement is %+v", e)
		}
		ben.post("/engagements/"+number(e.ID), "part", "shadow").leads(page(id, ""))
		k.answers(id, "")
		if len(k.rings(id)) != 1 {
			t.Error("the engineer's answer ended the page of whoever is on call")
		}
		ana.post(page(id, "/emergency/acknowledge")).leads(page(id, ""))
		k.answers(id, "ana")
		ana.get(page(id, "")).shows(200, "Ana Ruiz", "is responsible", "Ben Tran", "engaged", "shadows")
		k.wait(20 * time.Minute)
		k.count(map[string]int{"ana": 1, "ben": 1, "emil": 0, "mona": 0})

		k.until("2026-10-13 22:00")
		night := k.emergency(dana)
		k.wait(time.Hour)
		if e := k.engagement(night); e.Outcome != account.Outside || e.UserID != k.users["ben"].ID {
			t.Errorf("at night the engagement is %+v", e)
		}
		k.count(map[string]int{"ben": 1})
		ana.get(page(night, "")).shows(200, "outside the agreed hours", "nobody was woken")
		ana.post("/engagements/"+number(k.engagement(night).ID)+"/now").shows(409, "outside of these nobody is woken")
		k.until("2026-10-14 08:59")
		asleep := len(k.mails("ben", notify.Notification))
		k.until("2026-10-14 09:00")
		if n := len(k.mails("ben", notify.Notification)); n != asleep+1 {
			t.Errorf("in the morning they find %d notices", n-asleep)
		}
		if m := k.last("ben", notify.Notification); !strings.Contains(m.Subject, "Acme had an emergency") {
			t.Errorf("in the morning they read %q", m.Subject)
		}
		k.count(map[string]int{"ben": 1})
		ana.post("/engagements/" + number(k.engagement(night).ID) + "/now").leads(page(night, ""))
		k.wait(time.Minute)
		k.count(map[string]int{"ben": 2})
	})
}

// TestScenario38Edges opens emergencies at the first and the last minute of the agreed hours, also on the days after the clocks
// change.
func TestScenario38Edges(t *testing.T) {
	play(t, "2026-10-23 08:00", func(t *testing.T, k *desk) {
		k.assigned("ben", func(a *account.Assignment) { a.Zone = "America/New_York" }) // 15:00 to 24:00 in Amsterdam; from the 26th on 14:00 to 23:00
		for _, test := range []struct {
			when string
			want account.Outcome
		}{
			{"2026-10-23 14:59", account.Outside}, {"2026-10-23 15:00", account.WasEngaged}, {"2026-10-23 23:59", account.WasEngaged},
			{"2026-10-24 00:00", account.Outside}, {"2026-10-26 13:59", account.Outside}, {"2026-10-26 14:00", account.WasEngaged},
			{"2026-10-26 22:59", account.WasEngaged}, {"2026-10-26 23:00", account.Outside},
			{"2026-11-02 14:59", account.Outside}, {"2026-11-02 15:00", account.WasEngaged}, // New York has changed its clocks too
		} {
			dana := k.enter("dana")
			k.until(test.when)
			id := k.emergency(dana)
			if e := k.engagement(id); e.Outcome != test.want {
				t.Errorf("at %s it is %s, want %s", test.when, e.Outcome, test.want)
			}
		}
	})
}

// TestScenario38Away engages whoever covers while the engineer is off, and nobody in a gap.
func TestScenario38Away(t *testing.T) {
	guarded(t, "2026-10-15 09:00", func(t *testing.T, k *desk) {
		a := k.assigned("ben")
		off := k.off("ben", "2026-10-19 00:00", "2026-10-21 00:00")
		c, err := k.Accounts.AskCover(k.as("lea"), account.Cover{AssignmentID: a.ID, TimeOffID: off.ID, UserID: k.users["cora"].ID,
			From: at("2026-10-19 00:00"), Until: at("2026-10-20 00:00")})
		k.must(err)
		k.must(k.accept("cora", c.ID))
		dana := k.enter("dana")
		k.until("2026-10-19 10:00")
		id := k.emergency(dana)
		k.wait(time.Minute)
		if e := k.engagement(id); e.Outcome != account.WasEngaged || !e.Cover || e.UserID != k.users["cora"].ID {
			t.Errorf("the engagement is %+v", e)
		}
		k.count(map[string]int{"cora": 1, "ben": 0})
		k.until("2026-10-20 10:00")
		gap := k.emergency(k.enter("dana"))
		k.wait(time.Minute)
		if e := k.engagement(gap); e.Outcome != account.Absent {
			t.Errorf("the engagement is %+v", e)
		}
		k.count(map[string]int{"cora": 1, "ben": 0})
	})
}
