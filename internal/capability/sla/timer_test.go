package sla

import (
	"context"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// TestTimersFire runs the real queue on bent time: warnings and breach come on the second, once each, also when the
// process ends and another takes over in between.
func TestTimersFire(t *testing.T) {
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		d.Bend(time.Until(friday))
		k := newDesk(t, d)
		k.now = d.Now(t.Context())
		id := k.create(1, "") // 30 minutes round the clock
		start := k.now
		run := func(s *Service, until time.Duration) {
			ctx, cancel := context.WithCancel(access.AsSystem(t.Context(), "job"))
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				job.NewRunner(d, job.Config{}, s.Module().Workers, nil).Run(ctx)
			}()
			time.Sleep(until)
			cancel()
			<-ended
		}
		run(k.Service, 25*time.Minute) // the warning at 22:30
		again, notices := wire(t, d)
		run(again, 3*time.Hour)
		got := append(*k.notices, *notices...)
		if len(got) != 3 {
			t.Fatalf("told %d times: %+v", len(got), got)
		}
		for _, n := range got {
			if n.Late != 0 || len(n.To) != 1 || n.To[0] != k.lea.ID {
				t.Errorf("told %+v", n)
			}
		}
		var seconds []float64
		for _, kind := range []string{"sla.warned", "sla.breached"} {
			for _, e := range k.facts(id, kind) {
				seconds = append(seconds, e.At.Sub(start).Truncate(time.Second).Seconds())
			}
		}
		if len(seconds) != 3 || seconds[0] != 1350 || seconds[1] != 1620 || seconds[2] != 1800 {
			t.Errorf("facts after %v seconds", seconds)
		}
		k.sound(id)
	})
}

// TestManyFollow leaves the clocks of many tickets to a job, which goes on where it was interrupted.
func TestManyFollow(t *testing.T) {
	each(t, func(k *testDesk) {
		const tickets = atOnce + chunk + 5
		var ids []int64
		for range tickets {
			ids = append(ids, k.create(2, "emea"))
		}
		c := k.now
		k.do(k.as(k.lea), func(ctx context.Context, tx *db.Tx) error {
			emea, err := k.Calendars.ByTitle(ctx, tx, "EMEA hours")
			if err != nil {
				return err
			}
			emea.Spec.Weekly[time.Monday][0].From = 9 * 60
			_, err = k.Calendars.SaveIn(ctx, tx, emea)
			return err
		})
		k.due(ids[0], "first_reply", "Mon 11:50") // nothing moved yet
		ctx := db.At(access.AsSystem(k.t.Context(), "job"), c)
		if more, err := k.retargetChunk(ctx, 1); err != nil || !more {
			t.Fatalf("%v, %v", more, err)
		}
		k.Service, k.notices = wire(k.t, k.DB) // a restart
		k.until(c)
		for _, id := range []int64{ids[0], ids[chunk], ids[tickets-1]} {
			k.due(id, "first_reply", "Mon 12:50")
			k.sound(id)
		}
		all, err := k.Retargets(access.AsSystem(k.t.Context(), "test"))
		k.must(err)
		if len(all) != 1 || all[0].Total != tickets || all[0].Done != tickets || all[0].Moved != tickets || all[0].FinishedAt.IsZero() {
			t.Errorf("the change went %+v", all)
		}
	})
}

// TestOlderThanTheClocks gives a ticket that was there before the desk had clocks its own, from its beginning.
func TestOlderThanTheClocks(t *testing.T) {
	each(t, func(k *testDesk) {
		id := k.create(2, "emea")
		k.do(k.admin(), func(ctx context.Context, tx *db.Tx) error {
			for _, query := range []string{"DELETE FROM sla_clocks", "DELETE FROM sla_tickets", "DELETE FROM jobs",
				"DELETE FROM events WHERE kind LIKE 'sla.%' AND subject_type = 'ticket'"} {
				if _, err := tx.Exec(ctx, query); err != nil {
					return err
				}
			}
			return nil
		})
		k.until(at("2026-10-19 09:00"))
		high := ticket.Urgent
		k.update(k.ana, id, ticket.Update{Priority: &high})
		k.due(id, "first_reply", "Fri 18:20")
		if n := len(*k.notices); n != 0 {
			t.Errorf("told %d times of what was late before", n)
		}
		k.sound(id)
	})
}
