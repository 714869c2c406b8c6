package incident

import (
	"strings"
	"testing"
	"time"
)

// TestCadence lets words be due, warns before them, pages when they are late, and once only.
func TestCadence(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		k.shift = Shift{Title: "Incident communications", From: k.DB.Now(k.T.Context()), Until: k.DB.Now(k.T.Context()).Add(8 * time.Hour),
			People: []int64{k.lea.ID}}
		i := k.declare(1)
		if want := k.DB.Now(k.T.Context()).Add(10 * time.Minute); !k.room(i.ID).DueAt.Equal(want) {
			t.Errorf("the next word is due at %s, want %s", k.room(i.ID).DueAt, want)
		}
		k.Wait(6*time.Minute + 59*time.Second)
		if len(k.notices) > 0 {
			t.Errorf("warned too early: %v", k.notices)
		}
		k.Wait(2 * time.Second)
		if len(k.notices) != 1 || k.notices[0].To[0].ID != k.lea.ID || k.notices[0].Path != i.Path() {
			t.Fatalf("the warning is %+v", k.notices)
		}
		k.Wait(2*time.Minute + 58*time.Second)
		if len(k.pages) > 0 {
			t.Errorf("paged before it is late: %v", k.pages)
		}
		k.Wait(2 * time.Minute)
		if len(k.pages) != 1 || !strings.Contains(k.pages[0], "late since 00:10 UTC") {
			t.Errorf("late, the pages are %v", k.pages)
		}
		u := k.say(i, Identified, nil)
		if len(k.pages) != 0 {
			t.Error("a public word does not end the page")
		}
		if r := k.room(i.ID); !r.Updates[0].Late() || r.Updates[0].ID != u.ID {
			t.Errorf("the word is not kept as late: %+v", r.Updates[0])
		}
	})
}

// TestPromise lets a word name the time of the next, which counts before the table.
func TestPromise(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		i := k.declare(1)
		now := k.DB.Now(k.T.Context())
		k.say(i, Monitoring, func(n *NewUpdate) { n.NextBy = now.Add(2 * time.Hour) })
		k.Wait(119 * time.Minute)
		if len(k.pages) > 0 {
			t.Errorf("paged before the promised time: %v", k.pages)
		}
		k.Wait(2 * time.Minute)
		if len(k.pages) != 1 {
			t.Errorf("after the promised time the pages are %v", k.pages)
		}
	})
}

// TestSeverity re-times the current wait from the last word.
func TestSeverity(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		i := k.declare(3)
		k.say(i, Identified, nil)
		k.Wait(12 * time.Minute)
		k.Must(k.Change(k.As(k.ana), i.ID, Edit{Title: i.Title, Severity: 1}))
		r := k.room(i.ID)
		if !r.DueAt.Equal(r.LastAt.Add(10*time.Minute)) || r.Impact != CriticalImpact {
			t.Errorf("due %s after %s, impact %s", r.DueAt, r.LastAt, r.Impact)
		}
		k.Wait(time.Second)
		if len(k.pages) != 1 {
			t.Errorf("a severity that makes it late pages %v", k.pages)
		}
		k.say(i, Resolved, nil)
		k.Wait(5 * time.Hour)
		if len(k.pages) != 0 || !k.room(i.ID).DueAt.IsZero() {
			t.Errorf("resolved, the pages are %v", k.pages)
		}
	})
}

// TestMaintenance begins and ends by itself, with its components, and reminds people before.
func TestMaintenance(t *testing.T) {
	bubble(t, func(k *desk) {
		k.run()
		git := k.component("Git", 0)
		now := k.DB.Now(k.T.Context())
		i, err := k.Declare(k.As(k.ana), NewIncident{Kind: Maintenance, Title: "New disks", For: now.Add(3 * time.Hour), Until: now.Add(4 * time.Hour),
			SelfStart: true, SelfEnd: true, PublishAtOnce: true, First: NewUpdate{Body: "Git is read-only."}, MaintenanceOf: []int64{git}})
		k.Must(err)
		for _, step := range []struct {
			after  time.Duration
			status Status
			words  int
			health Health
		}{{time.Minute, Scheduled, 1, Operational}, {2 * time.Hour, Scheduled, 2, Operational}, {3*time.Hour + time.Minute, InProgress, 3, Maintained},
			{4*time.Hour + time.Minute, Completed, 4, Operational}} {
			k.Wait(time.Until(now.Add(step.after)))
			v, err := k.View(k.T.Context())
			k.Must(err)
			if got := v.Threads[0]; got.Status != step.status || len(got.Updates) != step.words || v.Components[0].Health != step.health {
				t.Errorf("after %s it is %s with %d words, Git is %s; want %+v", step.after, got.Status, len(got.Updates), v.Components[0].Health, step)
			}
		}
		if len(k.pages) > 0 || k.room(i.ID).Open() {
			t.Errorf("maintenance pages %v", k.pages)
		}
	})
}
