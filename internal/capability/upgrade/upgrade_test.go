package upgrade

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the package over the real core, with an engineer, who is on call, and a customer.
type desk struct {
	*coretest.Core
	*Service
	env       environment.Environment
	ana, dana people.User
	ticket    ticket.Ticket
	told      []string // subjects of notices
	calls     []string // what was asked of the calls
}

// bubble runs test on both engines with bent time and the package's jobs.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	coretest.Bubble(t, func(c *coretest.Core) {
		k := newDesk(c)
		k.Run(k.workers(), nil)
		test(k)
	}, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c}
	environments := environment.New(environment.Deps{DB: c.DB, Log: c.Log, People: c.People, Blobs: c.Blobs})
	k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets, Environments: environments,
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
	o := k.Customer(people.Organization{Name: "Acme"})
	k.ana = k.Join(people.User{Name: "Ana", Role: access.Agent})
	k.dana = k.Join(people.User{Name: "Dana", Role: access.EndUser, OrganizationID: o.ID, Zone: "Europe/Berlin"})
	var err error
	k.env, err = environments.Save(k.Ctx, environment.Environment{OrganizationID: o.ID, Name: "Production", Kind: environment.Production,
		Deployment: "self-managed", Version: "16.11.10"})
	k.Must(err)
	k.ticket = k.Open(ticket.NewTicket{Subject: "Upgrade", RequesterID: k.dana.ID})
	return k
}

// ready plans an upgrade whose window begins after so long, for four hours.
func (k *desk) ready(in time.Duration) Upgrade {
	k.T.Helper()
	u, err := k.Begin(access.With(k.T.Context(), k.ana.Principal("web")), k.env.ID, k.ticket.ID, "17.5.5")
	k.Must(err)
	u.Plan, u.Rollback, u.WindowFrom = "Stop by stop", "Restore", k.DB.Now(k.Ctx).Add(in)
	u.WindowUntil = u.WindowFrom.Add(4 * time.Hour)
	u, err = k.Change(k.Ctx, u)
	k.Must(err)
	u, err = k.Submit(k.Ctx, u.ID)
	k.Must(err)
	return u
}

func (k *desk) status() ticket.Status {
	k.T.Helper()
	t, err := k.Tickets.Get(k.Ctx, k.ticket.ID)
	k.Must(err)
	return t.Status
}

// TestBegin finds what an upgrade begins with.
func TestBegin(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(48 * time.Hour)
		if diff := cmp.Diff([]string{"17.3.7"}, u.Stops); diff != "" || u.Zone != "Europe/Berlin" || u.EngineerID != k.ana.ID || u.From != "16.11.10" {
			k.T.Errorf("%s %+v", diff, u)
		}
		got, err := k.Tickets.Get(k.Ctx, k.ticket.ID)
		k.Must(err)
		if got.Priority != ticket.High || got.Status != ticket.Hold {
			k.T.Errorf("the ticket is %v, %v", got.Priority, got.Status)
		}
		if _, err := k.Begin(k.Ctx, k.env.ID, 99, "17.5.5"); err == nil {
			k.T.Error("a ticket that is not there is taken")
		}
	})
}

// TestTimers tells who is on call once, by the window that holds, and asks for the outcome until it is recorded.
func TestTimers(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(48 * time.Hour)
		k.told = nil
		k.Wait(46 * time.Hour)
		u.WindowFrom, u.WindowUntil = u.WindowFrom.Add(24*time.Hour), u.WindowUntil.Add(24*time.Hour)
		u, err := k.Change(k.Ctx, u)
		k.Must(err)
		k.Wait(8 * time.Hour) // past the first window
		if diff := cmp.Diff([]string{"Upgrade moved: Acme, 16.11.10 → 17.5.5"}, k.told); diff != "" {
			k.T.Error(diff)
		}
		k.told = nil
		k.Wait(17 * time.Hour) // an hour before the second one
		if diff := cmp.Diff([]string{"In your shift: Acme upgrades, 16.11.10 → 17.5.5"}, k.told); diff != "" {
			k.T.Error(diff)
		}
		k.told = nil
		k.Wait(30 * time.Hour)
		if diff := cmp.Diff([]string{"How did it go? Acme, 16.11.10 → 17.5.5", "How did it go? Acme, 16.11.10 → 17.5.5"}, k.told); diff != "" {
			k.T.Error(diff)
		}
		k.told = nil
		_, err = k.Record(k.Ctx, u.ID, Result{Outcome: RolledBack, Note: "The disk was full"})
		k.Must(err)
		k.Wait(72 * time.Hour)
		if len(k.told) != 0 {
			k.T.Errorf("after the outcome: %v", k.told)
		}
		e, err := k.Environments.Environment(k.Ctx, k.env.ID)
		k.Must(err)
		if e.Version != "16.11.10" || k.status() != ticket.Open {
			k.T.Errorf("after a rollback %s runs, and the ticket is %v", e.Version, k.status())
		}
	})
}

// TestPostponed calls off the call, opens the ticket, and can be planned again.
func TestPostponed(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(5 * 24 * time.Hour)
		k.Must(k.Call(k.Ctx, u.ID, u.WindowFrom.Add(-48*time.Hour)))
		_, err := k.Record(k.Ctx, u.ID, Result{Outcome: Done})
		if sentence, field := fault.Public(err); field != "outcome" || !strings.Contains(sentence, "The window has not begun") {
			k.T.Errorf("before its window it is done: %v", err)
		}
		_, err = k.Record(k.Ctx, u.ID, Result{Outcome: Postponed, Note: "Black Friday"})
		k.Must(err)
		if diff := cmp.Diff([]string{"set 2000-01-04", "off"}, k.calls); diff != "" || k.status() != ticket.Open {
			k.T.Errorf("%s; the ticket is %v", diff, k.status())
		}
		again, err := k.Again(k.Ctx, u.ID)
		k.Must(err)
		if again.AfterID != u.ID || again.Rollback != "Restore" || again.Windowed() || again.State != Planning {
			k.T.Errorf("%+v", again)
		}
		if _, err := k.Again(k.Ctx, again.ID); !fault.Is(err, fault.Conflict) {
			k.T.Errorf("what has not ended is tried again: %v", err)
		}
		if _, err := k.Change(k.Ctx, u); !fault.Is(err, fault.Conflict) {
			k.T.Errorf("what has ended is changed: %v", err)
		}
	})
}

// TestReadyStaysComplete refuses to take the way back from an upgrade that is ready, and the call stays as far before it.
func TestReadyStaysComplete(t *testing.T) {
	bubble(t, func(k *desk) {
		u := k.ready(5 * 24 * time.Hour)
		u.Rollback = " "
		_, err := k.Change(k.Ctx, u)
		if _, field := fault.Public(err); field != string(ItemRollback) {
			k.T.Errorf("%v", err)
		}
		k.Must(k.Call(k.Ctx, u.ID, u.WindowFrom.Add(-48*time.Hour)))
		u.Rollback, u.WindowFrom, u.WindowUntil = "Restore", u.WindowFrom.Add(24*time.Hour), u.WindowUntil.Add(24*time.Hour)
		_, err = k.Change(k.Ctx, u)
		k.Must(err)
		if diff := cmp.Diff([]string{"set 2000-01-04", "moved 2000-01-05"}, k.calls); diff != "" {
			k.T.Error(diff)
		}
		k.Must(k.DB.Do(k.Ctx, func(tx *db.Tx) error { return k.CallChanged(k.Ctx, tx, u.ID, 5, time.Time{}) }))
		if u, err = k.Upgrade(k.Ctx, u.ID); err != nil || u.CallID != 0 {
			k.T.Errorf("a call that was called off stands there: %+v, %v", u, err)
		}
		light := access.With(k.T.Context(), access.Principal{UserID: 9, Role: access.LightAgent})
		if _, err := k.Submit(light, u.ID); !fault.Is(err, fault.Forbidden) {
			k.T.Errorf("a light agent submits: %v", err)
		}
	})
}
