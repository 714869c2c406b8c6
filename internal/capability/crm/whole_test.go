package crm

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// accounts is how many accounts the whole way is walked with.
func accounts() int {
	if os.Getenv("DAYWATCH_LONG") != "" {
		return 20_000
	}
	return 2_000
}

// TestWhole takes over a world from a Salesforce that fails, is interrupted at random moments and resumed, and done twice: every
// account is explained, overrides hold, and the second plan is empty.
func TestWhole(t *testing.T) {
	each(t, salesforcetest.Config{Seed: 7, Failing: 15, Polls: 2, PageSize: 250}, func(t *testing.T, k *desk) {
		n := accounts()
		k.fake.FillWorld(n, time.Now().UTC())
		held := k.fake.Table("Account")[40]["Id"] // a plain customer of this world
		_, err := k.SaveOverride(k.ctx, Override{AccountID: held, Field: Level, Value: "gold", Why: "Agreed by mail, the order follows"})
		must(t, err)
		begun := time.Now()
		r, err := k.Start(k.ctx)
		must(t, err)
		r = k.interrupted(r)
		if r.Progress.Mapped != n || r.Progress.Compared != n {
			t.Errorf("%d mapped and %d compared of %d", r.Progress.Mapped, r.Progress.Compared, n)
		}
		explained(t, r, n)
		planned := time.Since(begun)
		begun = time.Now()
		must(t, k.Apply(k.ctx, r.ID, ""))
		r = k.interrupted(r)
		took := time.Since(begun)
		if r.State != Done || r.Progress.Applied != r.Progress.ToApply || r.Progress.Conflict+r.Progress.Failed > 0 {
			t.Fatalf("applied %d of %d, %d conflicts, %d failed, %s", r.Progress.Applied, r.Progress.ToApply, r.Progress.Conflict, r.Progress.Failed, r.State)
		}
		t.Logf("%d accounts: planned in %.1f s (%.0f/s), applied in %.1f s (%.0f/s); %v", n, planned.Seconds(), float64(n)/planned.Seconds(),
			took.Seconds(), float64(r.Progress.Applied)/took.Seconds(), k.fake.Requests())

		second := k.plan()
		explained(t, second, n)
		if p := second.Progress; second.State != Done || p.ToApply != 0 || p.Kinds[Unchanged] != r.Progress.Kinds[Added] {
			lines, _ := k.Lines(k.ctx, second.ID, Filter{Kind: Changed, Most: 3})
			t.Fatalf("the second plan is not empty: %v, %+v", p.Kinds, lines)
		}
		l := k.line(second, held)
		if o := k.byAccount(held); o.SupportLevel != "gold" || l.Held[Level] == "" || l.Held[Level] == "gold" {
			t.Errorf("held at %q, the CRM says %q", o.SupportLevel, l.Held[Level])
		}
	})
}

// explained wants every account to be of one kind, and every one that is left out to have its reason.
func explained(t *testing.T, r Run, n int) {
	t.Helper()
	p := r.Progress
	sum, reasons := p.Kinds[Added]+p.Kinds[Changed]+p.Kinds[Unchanged]+p.Kinds[Skipped]+p.Kinds[Ambiguous], 0
	for _, m := range p.Reasons {
		reasons += m
	}
	if sum != n || reasons != p.Kinds[Skipped]+p.Kinds[Ambiguous] || p.Kinds[""] > 0 {
		t.Errorf("%d of %d accounts are explained: %v, %v", sum, n, p.Kinds, p.Reasons)
	}
}

// interrupted drives a run and breaks it off at random moments, as often as it takes.
func (k *desk) interrupted(r Run) Run {
	k.t.Helper()
	chance := rand.New(rand.NewPCG(11, 0))
	for broken := 0; ; broken++ {
		ctx, stop := context.WithCancel(k.ctx)
		steps, most := atomic.Int32{}, 3+chance.Int32N(12)
		timer := time.AfterFunc(time.Duration(chance.Int64N(int64(200*time.Millisecond))), func() {
			if broken < 6 {
				stop()
			}
		})
		got, err := k.Drive(ctx, r.ID, func(Run) {
			if steps.Add(1) > most && broken < 12 {
				stop()
			}
		})
		timer.Stop()
		stop()
		if err == nil {
			if got.Stopped {
				k.t.Fatalf("it stopped while %s: %s", got.State, got.Said)
			}
			if broken < 3 {
				k.t.Errorf("broken off only %d times", broken)
			}
			return got
		}
		if !errors.Is(err, context.Canceled) {
			k.t.Fatal(err)
		}
	}
}

func (k *desk) byAccount(account string) people.Organization {
	k.t.Helper()
	all, err := k.People.AllOrganizations(k.ctx, k.DB.Read())
	must(k.t, err)
	for _, o := range all {
		if o.ExternalID == account {
			return o
		}
	}
	k.t.Fatalf("no organization has the account %s", account)
	return people.Organization{}
}

// TestVanishing has the CRM lose most of its accounts overnight: the guard stops the plan until somebody types its figures.
func TestVanishing(t *testing.T) {
	each(t, salesforcetest.Config{Seed: 3}, func(t *testing.T, k *desk) {
		k.fake.FillWorld(300, time.Now().UTC())
		k.apply(k.plan())
		customers := 0
		k.fake.Change("Account", func(r salesforcetest.Record) bool { customers++; return customers%2 == 0 })
		r := k.plan()
		if r.State != Planned || !r.Progress.Guarded || r.Progress.Loss.Vanish < 50 {
			t.Fatalf("half of the accounts are gone: %s, %+v", r.State, r.Progress.Loss)
		}
		before, err := k.People.AllOrganizations(k.ctx, k.DB.Read())
		must(t, err)
		wantKind(t, k.Apply(k.ctx, r.ID, ""), 2, "confirm")
		wantKind(t, k.Apply(k.ctx, r.ID, "yes"), 2, "confirm")
		must(t, k.Apply(k.ctx, r.ID, r.Progress.Loss.Words()+"."))
		done := k.drive(r)
		after, err := k.People.AllOrganizations(k.ctx, k.DB.Read())
		must(t, err)
		marked := 0
		for _, o := range after {
			if !o.MarkedAt.IsZero() && o.MarkedWhy == "CRM: the account is not there any more since "+bizcal.DateOf(r.CreatedAt).String() {
				marked++
			}
		}
		if len(after) != len(before)+r.Progress.Kinds[Added] || marked != r.Progress.Loss.Vanish || done.ConfirmedBy != k.admin.ID {
			t.Errorf("%d organizations of %d, %d marked of %d, confirmed by %d", len(after), len(before), marked, r.Progress.Loss.Vanish, done.ConfirmedBy)
		}
		if again := k.plan(); again.Progress.ToApply != 0 {
			t.Errorf("who is marked vanishes again: %v", again.Progress.Kinds)
		}
	})
}

// TestScheduled has the run of the day apply within the guard, and tell the team where it may not.
func TestScheduled(t *testing.T) {
	each(t, salesforcetest.Config{Seed: 3}, func(t *testing.T, k *desk) {
		k.fake.FillWorld(200, time.Now().UTC())
		must(t, k.ChangeSetup(k.ctx, func(v *Setup) { v.Schedule = Schedule{On: true, Hour: k.DB.Now(k.ctx).UTC().Hour(), Apply: true} }))
		daily := func() Run {
			must(t, k.tick(access.AsSystem(t.Context(), "job"), jobless))
			all, err := k.Runs(k.ctx)
			must(t, err)
			return k.drive(all[0])
		}
		if r := daily(); r.State != Done || r.Progress.Applied == 0 || len(k.notices) != 0 {
			t.Errorf("within the guard: %s, applied %d, told %v", r.State, r.Progress.Applied, k.notices)
		}
		k.fake.Change("Subscription__c", func(r salesforcetest.Record) bool { r["Status__c"] = "Cancelled"; return true })
		r := daily()
		if r.State != Planned || !r.Progress.Guarded || r.Progress.Loss.Lose == 0 || len(k.notices) != 1 || len(k.notices[0].To) != 1 {
			t.Errorf("everybody loses their level: %s, %+v, told %v", r.State, r.Progress.Loss, k.notices)
		}
	})
}
