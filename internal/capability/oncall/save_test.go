package oncall

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestHistory holds who was on call when against changes: the past stays, and what was published stays until the horizon.
func TestHistory(t *testing.T) {
	bubble(t, func(k *desk) {
		wish := k.sun()
		wish.Horizon = 2
		s := k.save(Wish{Schedule: wish})
		for when, want := range map[string]string{"2026-11-23 07:59": "", "2026-11-23 09:00": "Gerd", "2026-11-23 16:30": "Gerd Amal",
			"2026-11-24 03:00": "Mika", "2026-12-01 09:00": "Hari"} {
			if got := k.who(s, when); !sameWords(got, want) {
				t.Errorf("%s: %q is on call, want %q", when, got, want)
			}
		}
		k.until("2026-11-24 12:00")
		s.Layers[1].Users = []int64{k.hari.ID}
		s = k.save(Wish{Schedule: s})
		if want := at("2026-12-08 12:00"); !s.EffectiveAt.Equal(want) {
			t.Errorf("it takes effect at %v, want %v", s.EffectiveAt, want)
		}
		for when, want := range map[string]string{"2026-11-24 09:00": "Gerd", "2026-11-25 09:00": "Gerd", "2026-12-08 09:00": "Gerd",
			"2026-12-09 09:00": "Hari"} {
			if got := k.who(s, when); got != want {
				t.Errorf("%s: %q is on call, want %q", when, got, want)
			}
		}
		early := s
		early.Layers = nil
		_, err := k.Save(k.as(k.max), Wish{Schedule: early, Effective: at("2026-11-30 00:00"), Agreed: true})
		k.wants(err, fault.Invalid, "effective", "override")

		shadow := daily("Shadow", "emea", "Europe/Amsterdam", "09:00", "17:00", k.max)
		shadow.Shadow = true
		s.Layers = append(s.Layers, shadow)
		k.save(Wish{Schedule: s})
		on, err := k.Who(k.as(k.gerd), s.Title, at("2026-11-25 09:00"))
		must(t, err)
		if len(on) != 2 || on[0].UserID != k.gerd.ID || !on[1].Shadow || on[1].UserID != k.max.ID || on[1].Position != 1 {
			t.Errorf("a shadow goes along at once: %+v", on)
		}
	})
}

func sameWords(a, b string) bool { return a == b || a == "Amal Gerd" && b == "Gerd Amal" }

// TestDutyEdges tells how long somebody is on, whoever else comes and goes meanwhile.
func TestDutyEdges(t *testing.T) {
	bubble(t, func(k *desk) {
		k.save(Wish{Schedule: k.sun()})
		k.until("2026-11-24 16:30")
		on, err := k.OnCall(k.as(k.gerd))
		must(t, err)
		if len(on) != 2 {
			t.Fatalf("%d are on call: %+v", len(on), on)
		}
		for _, d := range on {
			if d.UserID == k.gerd.ID && (!d.From.Equal(at("2026-11-24 07:00")) || !d.Until.Equal(at("2026-11-24 17:00")) || d.Layer != "EMEA") {
				t.Errorf("Gerd's duty is %+v", d)
			}
		}
		_, err = k.OnCall(t.Context())
		k.wants(err, fault.Unauthorized, "")
	})
}

// TestDaytime is the heart of acceptance scenario 43.
func TestDaytime(t *testing.T) {
	bubble(t, func(k *desk) {
		night := k.sun()
		night.Layers[1].Windows[0] = rotation.Window{Days: everyDay(), Start: "14:00", End: "22:00"}
		_, err := k.Save(k.as(k.max), Wish{Schedule: night, Agreed: true})
		k.wants(err, fault.Invalid, "layers.1.users", "Gerd", "21:00 to 22:00", "Europe/Amsterdam", "07:00 to 21:00", "EMEA")

		weekend := k.sun()
		weekend.Layers[1].Windows[0] = rotation.Window{Days: []time.Weekday{time.Saturday}, Start: "05:00", End: "12:00"}
		_, err = k.Save(k.as(k.max), Wish{Schedule: weekend, Agreed: true})
		k.wants(err, fault.Invalid, "layers.1.users", "Sat", "05:00 to 07:00")

		moved := k.sun() // by UTC the hours are daytime in winter, and at 06:00 after the change of 14 March
		moved.Layers[2] = daily("AMER", "amer", "UTC", "15:00", "05:00", k.amal)
		_, err = k.Save(k.as(k.max), Wish{Schedule: moved, Agreed: true})
		k.wants(err, fault.Invalid, "layers.2.users", "Amal", "because the clocks change on 14 Mar 2027")

		moved.Layers[2].Users = []int64{k.jo.ID} // on shift
		s := k.save(Wish{Schedule: moved, Agreed: true})
		if got := k.who(s, "2026-11-24 04:30"); !sameJo(got) {
			t.Errorf("%q is on call", got)
		}
	})
}

func sameJo(got string) bool { return got == "Jo Mika" || got == "Mika Jo" }

// TestHole takes a second, explicit yes, which names the hole.
func TestHole(t *testing.T) {
	bubble(t, func(k *desk) {
		wish := k.sun()
		wish.Layers = wish.Layers[:2]
		_, err := k.Save(k.as(k.max), Wish{Schedule: wish})
		k.wants(err, fault.Conflict, "agreed",
			"Nobody would be on call for Customer emergencies from Mon 23 Nov 2026 17:00 UTC to Tue 24 Nov 2026 00:00 UTC", "times more")
		s := k.save(Wish{Schedule: wish, Agreed: true})
		o, err := k.Outlook(k.as(k.gerd), s.ID)
		must(t, err)
		if len(o.Weeks) != Weeks || len(o.Gaps) < 300 || !o.Weeks[3].Hours[20].Gap || o.Weeks[3].Hours[9].Region != "emea" {
			t.Errorf("%d weeks, %d gaps, hours %+v", len(o.Weeks), len(o.Gaps), o.Weeks[3].Hours)
		}
		whole := k.sun() // it follows AMER until the summer of that begins
		whole.ID, whole.Layers[0].Windows[0].Start = s.ID, "11:00"
		_, err = k.Save(k.as(k.max), Wish{Schedule: whole})
		k.wants(err, fault.Conflict, "agreed", "from Mon 15 Mar 2027 00:00 UTC to Mon 15 Mar 2027 01:00 UTC")
	})
}

// TestQualified lets nobody hold what they are not trained for, and nobody be in two places.
func TestQualified(t *testing.T) {
	bubble(t, func(k *desk) {
		trained := []int64{k.mika.ID, k.ren.ID, k.gerd.ID, k.amal.ID}
		q, err := k.SaveQualification(k.as(k.max), Qualification{Title: "Emergency training", Holders: trained})
		must(t, err)
		_, err = k.SaveQualification(k.as(k.gerd), Qualification{Title: "Own word", Holders: trained})
		k.wants(err, fault.Forbidden, "")
		wish := k.sun()
		wish.Demands = []int64{q.ID}
		_, err = k.Save(k.as(k.max), Wish{Schedule: wish})
		k.wants(err, fault.Invalid, "layers.1.users", "Hari", "Emergency training")
		q.Holders = append(q.Holders, k.hari.ID)
		_, err = k.SaveQualification(k.as(k.max), q)
		must(t, err)
		s := k.save(Wish{Schedule: wish})
		q.Holders = trained[:2]
		_, err = k.SaveQualification(k.as(k.max), q)
		k.wants(err, fault.Invalid, "holders", "on call for Customer emergencies")
		k.wants(k.DeleteQualification(k.as(k.max), q.ID), fault.Conflict, "", "Customer emergencies")

		other := Schedule{Title: "Incident communications", Plan: Plan{Layers: []Layer{daily("EMEA", "emea", "Europe/Amsterdam", "09:00", "12:00", k.gerd)}}}
		_, err = k.Save(k.as(k.max), Wish{Schedule: other})
		k.wants(err, fault.Invalid, "layers.0.users", "Gerd", "at once", "Customer emergencies")
		_, err = k.Override(k.as(k.max), Override{ScheduleID: s.ID, Override: rotation.Override{Kind: rotation.Replace, Of: k.gerd.ID, User: k.max.ID,
			From: at("2026-11-24 09:00"), Until: at("2026-11-24 12:00")}})
		k.wants(err, fault.Invalid, "user", "Max", "Emergency training")
	})
}

// TestGone takes whoever is switched off out of the schedules, keeps what was so, and alarms the managers.
func TestGone(t *testing.T) {
	bubble(t, func(k *desk) {
		s := k.save(Wish{Schedule: k.sun()})
		k.until("2026-11-24 10:00")
		must(t, k.People.Deactivate(k.ctx, k.gerd.ID))
		if got := k.who(s, "2026-11-24 10:00"); got != "" {
			t.Errorf("%q is on call", got)
		}
		if got := k.who(s, "2026-11-24 09:59"); got != "Gerd" {
			t.Errorf("%q was on call", got)
		}
		if len(k.notices) != 1 || k.notices[0].To[0].ID != k.max.ID || len(k.notices[0].Lines) != 1 || !strings.Contains(k.notices[0].Lines[0], "NOBODY") {
			t.Errorf("the managers read %+v", k.notices)
		}
		o, err := k.Outlook(k.as(k.max), s.ID)
		must(t, err)
		if len(o.Gone) != 1 || o.Gone[0] != k.gerd.ID {
			t.Errorf("gone: %v", o.Gone)
		}
		k.until("2026-11-24 11:00")
		must(t, k.People.Reactivate(k.ctx, k.gerd.ID))
		if now, then := k.who(s, "2026-11-24 11:00"), k.who(s, "2026-11-24 10:30"); now != "Gerd" || then != "" {
			t.Errorf("back: %q, and meanwhile %q", now, then)
		}
	})
}

// TestDefaults gives a new desk four schedules, which may be empty.
func TestDefaults(t *testing.T) {
	bubble(t, func(k *desk) {
		for range 2 {
			k.do(func(ctx context.Context, tx *db.Tx) error { return k.EnsureDefaults(ctx, tx) })
		}
		list, err := k.Schedules(k.as(k.gerd))
		must(t, err)
		if len(list) != 4 {
			t.Errorf("%d schedules", len(list))
		}
		if got, err := k.At(k.ctx, k.DB.Read(), CustomerEmergencies, at("2026-11-24 10:00")); err != nil || len(got) != 0 {
			t.Errorf("%v, %v", got, err)
		}
		_, err = k.At(k.ctx, k.DB.Read(), "Nothing", at("2026-11-24 10:00"))
		k.wants(err, fault.NotFound, "")
		must(t, k.Delete(k.as(k.max), list[0].ID))
		_, err = k.Save(k.as(k.gerd), Wish{Schedule: k.sun()})
		k.wants(err, fault.Forbidden, "")
		_, err = k.Save(k.as(k.max), Wish{Schedule: Schedule{Title: "senior LEADERS"}})
		k.wants(err, fault.Conflict, "title")
		stale := list[2]
		stale.Version, stale.About = 7, "x"
		_, err = k.Save(k.as(k.max), Wish{Schedule: stale})
		k.wants(err, fault.Conflict, "", "kept")
	})
}
