package upgrade

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), environment.Migrations(),
	ticket.Migrations(), Migrations()}

// desk is the package over the real core, with an engineer, who is on call, and a customer.
type desk struct {
	*Service
	t         *testing.T
	ctx       context.Context
	env       environment.Environment
	ana, dana people.User
	ticket    ticket.Ticket
	told      []string // subjects of notices
	calls     []string // what was asked of the calls
}

// bubble runs test on both engines with bent time and the package's jobs, from Saturday, 1 January 2000 at 00:00 UTC.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = job.NewRunner(d, job.Config{Poll: time.Hour}, k.workers(), nil).Run(ctx) // gives nothing but nil
		}()
		test(k)
		stop()
		<-done
	})
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	must(t, err)
	log := event.NewLog()
	p := people.New(d, log)
	tickets := ticket.NewService(d, log, p, blobs)
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test")}
	environments := environment.New(environment.Deps{DB: d, Log: log, People: p, Blobs: blobs})
	k.Service = New(Deps{DB: d, Log: log, People: p, Tickets: tickets, Environments: environments,
		OnCall: func(context.Context, db.Querier, time.Time) ([]int64, error) { return []int64{k.ana.ID}, nil },
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.told = append(k.told, n.Subject)
			return nil
		},
		Meet: func(_ context.Context, _ *db.Tx, m Meeting) (int64, error) {
			k.calls = append(k.calls, "set "+m.At.Format(time.DateOnly))
			return 5, nil
		},
		Move: func(_ context.Context, _ *db.Tx, _ int64, at time.Time, _ int) error {
			k.calls = append(k.calls, "moved "+at.Format(time.DateOnly))
			return nil
		},
		CancelMeeting: func(context.Context, *db.Tx, int64, string) error {
			k.calls = append(k.calls, "off")
			return nil
		}})
	o, err := p.SaveOrganization(k.ctx, people.Organization{Name: "Acme"})
	must(t, err)
	must(t, d.Do(k.ctx, func(tx *db.Tx) (err error) {
		if k.ana, err = p.ImportUser(k.ctx, tx, people.User{Name: "Ana", Email: "ana@desk.test", Role: access.Agent}, ""); err != nil {
			return err
		}
		k.dana, err = p.ImportUser(k.ctx, tx, people.User{Name: "Dana", Email: "dana@acme.test", Role: access.EndUser, OrganizationID: o.ID,
			Zone: "Europe/Berlin"}, "")
		return err
	}))
	k.env, err = environments.Save(k.ctx, environment.Environment{OrganizationID: o.ID, Name: "Production", Kind: environment.Production,
		Deployment: "self-managed", Version: "16.11.10"})
	must(t, err)
	k.ticket, err = tickets.Create(k.ctx,
		ticket.NewTicket{Subject: "Upgrade", RequesterID: k.dana.ID, Channel: "web",
			Comment: ticket.NewComment{Public: true, Body: "Help", AuthorID: k.dana.ID}})
	must(t, err)
	return k
}

// ready plans an upgrade whose window begins after so long, for four hours.
func (k *desk) ready(in time.Duration) Upgrade {
	k.t.Helper()
	u, err := k.Begin(access.With(k.t.Context(), k.ana.Principal("web")), k.env.ID, k.ticket.ID, "17.5.5")
	must(k.t, err)
	u.Plan, u.Rollback, u.WindowFrom = "Stop by stop", "Restore", k.DB.Now(k.ctx).Add(in)
	u.WindowUntil = u.WindowFrom.Add(4 * time.Hour)
	u, err = k.Change(k.ctx, u)
	must(k.t, err)
	u, err = k.Submit(k.ctx, u.ID)
	must(k.t, err)
	return u
}

func (k *desk) status() ticket.Status {
	k.t.Helper()
	t, err := k.Tickets.Get(k.ctx, k.ticket.ID)
	must(k.t, err)
	return t.Status
}

func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestBegin finds what an upgrade begins with.
func TestBegin(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(48 * time.Hour)
		if diff := cmp.Diff([]string{"17.3.7"}, u.Stops); diff != "" || u.Zone != "Europe/Berlin" || u.EngineerID != k.ana.ID || u.From != "16.11.10" {
			k.t.Errorf("%s %+v", diff, u)
		}
		got, err := k.Tickets.Get(k.ctx, k.ticket.ID)
		must(k.t, err)
		if got.Priority != ticket.High || got.Status != ticket.Hold {
			k.t.Errorf("the ticket is %v, %v", got.Priority, got.Status)
		}
		if _, err := k.Begin(k.ctx, k.env.ID, 99, "17.5.5"); err == nil {
			k.t.Error("a ticket that is not there is taken")
		}
	})
}

// TestTimers tells who is on call once, by the window that holds, and asks for the outcome until it is recorded.
func TestTimers(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(48 * time.Hour)
		k.told = nil
		wait(46 * time.Hour)
		u.WindowFrom, u.WindowUntil = u.WindowFrom.Add(24*time.Hour), u.WindowUntil.Add(24*time.Hour)
		u, err := k.Change(k.ctx, u)
		must(k.t, err)
		wait(8 * time.Hour) // past the first window
		if diff := cmp.Diff([]string{"Upgrade moved: Acme, 16.11.10 → 17.5.5"}, k.told); diff != "" {
			k.t.Error(diff)
		}
		k.told = nil
		wait(17 * time.Hour) // an hour before the second one
		if diff := cmp.Diff([]string{"In your shift: Acme upgrades, 16.11.10 → 17.5.5"}, k.told); diff != "" {
			k.t.Error(diff)
		}
		k.told = nil
		wait(30 * time.Hour)
		if diff := cmp.Diff([]string{"How did it go? Acme, 16.11.10 → 17.5.5", "How did it go? Acme, 16.11.10 → 17.5.5"}, k.told); diff != "" {
			k.t.Error(diff)
		}
		k.told = nil
		_, err = k.Record(k.ctx, u.ID, Result{Outcome: RolledBack, Note: "The disk was full"})
		must(k.t, err)
		wait(72 * time.Hour)
		if len(k.told) != 0 {
			k.t.Errorf("after the outcome: %v", k.told)
		}
		e, err := k.Environments.Environment(k.ctx, k.env.ID)
		must(k.t, err)
		if e.Version != "16.11.10" || k.status() != ticket.Open {
			k.t.Errorf("after a rollback %s runs, and the ticket is %v", e.Version, k.status())
		}
	})
}

// TestPostponed calls off the call, opens the ticket, and can be planned again.
func TestPostponed(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(5 * 24 * time.Hour)
		must(k.t, k.Call(k.ctx, u.ID, u.WindowFrom.Add(-48*time.Hour)))
		_, err := k.Record(k.ctx, u.ID, Result{Outcome: Done})
		if sentence, field := fault.Public(err); field != "outcome" || !strings.Contains(sentence, "The window has not begun") {
			k.t.Errorf("before its window it is done: %v", err)
		}
		_, err = k.Record(k.ctx, u.ID, Result{Outcome: Postponed, Note: "Black Friday"})
		must(k.t, err)
		if diff := cmp.Diff([]string{"set 2000-01-04", "off"}, k.calls); diff != "" || k.status() != ticket.Open {
			k.t.Errorf("%s; the ticket is %v", diff, k.status())
		}
		again, err := k.Again(k.ctx, u.ID)
		must(k.t, err)
		if again.AfterID != u.ID || again.Rollback != "Restore" || again.Windowed() || again.State != Planning {
			k.t.Errorf("%+v", again)
		}
		if _, err := k.Again(k.ctx, again.ID); !fault.Is(err, fault.Conflict) {
			k.t.Errorf("what has not ended is tried again: %v", err)
		}
		if _, err := k.Change(k.ctx, u); !fault.Is(err, fault.Conflict) {
			k.t.Errorf("what has ended is changed: %v", err)
		}
	})
}

// TestReadyStaysComplete refuses to take the way back from an upgrade that is ready, and the call stays as far before it.
func TestReadyStaysComplete(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(5 * 24 * time.Hour)
		u.Rollback = " "
		_, err := k.Change(k.ctx, u)
		if _, field := fault.Public(err); field != string(ItemRollback) {
			k.t.Errorf("%v", err)
		}
		must(k.t, k.Call(k.ctx, u.ID, u.WindowFrom.Add(-48*time.Hour)))
		u.Rollback, u.WindowFrom, u.WindowUntil = "Restore", u.WindowFrom.Add(24*time.Hour), u.WindowUntil.Add(24*time.Hour)
		_, err = k.Change(k.ctx, u)
		must(k.t, err)
		if diff := cmp.Diff([]string{"set 2000-01-04", "moved 2000-01-05"}, k.calls); diff != "" {
			k.t.Error(diff)
		}
		must(k.t, k.DB.Do(k.ctx, func(tx *db.Tx) error { return k.CallChanged(k.ctx, tx, u.ID, 5, time.Time{}) }))
		if u, err = k.Upgrade(k.ctx, u.ID); err != nil || u.CallID != 0 {
			k.t.Errorf("a call that was called off stands there: %+v, %v", u, err)
		}
		light := access.With(k.t.Context(), access.Principal{UserID: 9, Role: access.LightAgent})
		if _, err := k.Submit(light, u.ID); !fault.Is(err, fault.Forbidden) {
			k.t.Errorf("a light agent submits: %v", err)
		}
	})
}
