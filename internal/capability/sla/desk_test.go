package sla

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/environment"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(),
	environment.Migrations(),
	ticket.Migrations(), Migrations()}

// testDesk is the package on the real core, at a moment that the test sets.
type testDesk struct {
	*Service
	t       testing.TB
	now     time.Time
	ana     people.User // agent
	lea     people.User // admin
	dana    people.User // customer of acme
	acme    people.Organization
	notices *[]Notice
}

// wire builds the services on a database that may hold a desk already.
func wire(t testing.TB, d *db.DB) (*Service, *[]Notice) {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := event.NewLog()
	persons := people.New(d, log)
	tickets := ticket.NewService(d, log, persons, blobs)
	calendars := calendar.New(calendar.Deps{DB: d, Log: log})
	notices := &[]Notice{}
	s := New(Deps{DB: d, Log: log, People: persons, Tickets: tickets, Calendars: calendars,
		Matter: matter.New(matter.Deps{DB: d, People: persons, Tickets: tickets, Calendars: calendars}),
		Notify: func(_ context.Context, tx *db.Tx, n Notice) error {
			tx.AfterCommit(func() { *notices = append(*notices, n) })
			return nil
		}})
	log.Attach([]event.Handler{s.Handler()}, nil)
	return s, notices
}

// friday is where the tests begin: 17:50 in Amsterdam, on a Friday of summer time.
var friday = time.Date(2026, 10, 16, 15, 50, 0, 0, time.UTC)

func newDesk(t testing.TB, d *db.DB) *testDesk {
	t.Helper()
	s, notices := wire(t, d)
	k := &testDesk{Service: s, t: t, now: friday.Add(-30 * 24 * time.Hour), notices: notices}
	k.do(k.admin(), func(ctx context.Context, tx *db.Tx) error {
		if err := s.Calendars.EnsureDefaults(ctx, tx); err != nil {
			return err
		}
		if err := s.EnsureDefaults(ctx, tx); err != nil {
			return err
		}
		id, err := s.People.ImportOrganization(ctx, tx, people.Organization{Name: "Acme", SupportLevel: "ultimate", Plan: "Ultimate", Region: "emea"})
		k.acme = people.Organization{ID: id}
		for _, u := range []struct {
			into *people.User
			user people.User
		}{
			{&k.ana, people.User{Name: "Ana", Email: "ana@desk.test", Role: access.Agent}},
			{&k.lea, people.User{Name: "Lea", Email: "lea@desk.test", Role: access.Admin}},
			{&k.dana, people.User{Name: "Dana", Email: "dana@acme.test", Role: access.EndUser, OrganizationID: id}},
		} {
			if err == nil {
				*u.into, err = s.People.ImportUser(ctx, tx, u.user, "")
			}
		}
		return err
	})
	k.now = friday
	return k
}

func (k *testDesk) admin() context.Context { return access.AsSystem(k.t.Context(), "test") }

// as makes somebody the actor, at the desk's moment.
func (k *testDesk) as(u people.User) context.Context {
	role := u.Role
	if role == access.EndUser {
		role = access.System // intake acts for customers
	}
	return db.At(access.With(k.t.Context(), access.Principal{UserID: u.ID, Name: u.Name, Role: role, Via: "web"}), k.now)
}

func (k *testDesk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *testDesk) do(ctx context.Context, fn func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	ctx = db.At(ctx, k.now)
	k.must(k.DB.Do(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }))
}

// create opens a ticket in the customer's words.
func (k *testDesk) create(severity int, region string) int64 {
	k.t.Helper()
	var id int64
	k.do(k.as(k.dana), func(ctx context.Context, tx *db.Tx) error {
		t, err := k.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: "It is down", RequesterID: k.dana.ID, Severity: ticket.Severity(severity),
			Channel: "portal", Comment: ticket.NewComment{AuthorID: k.dana.ID, Public: true, Body: "Help"}})
		if err != nil {
			return err
		}
		id = t.ID
		if t.Region != region {
			_, _, err = k.Tickets.UpdateIn(ctx, tx, id, ticket.Update{Region: &region})
		}
		return err
	})
	return id
}

func (k *testDesk) update(u people.User, id int64, up ticket.Update) {
	k.t.Helper()
	up.Accept = []string{ticket.GuardHold}
	k.do(k.as(u), func(ctx context.Context, tx *db.Tx) error {
		_, _, err := k.Tickets.UpdateIn(ctx, tx, id, up)
		return err
	})
}

func (k *testDesk) say(u people.User, id int64, public bool) {
	k.t.Helper()
	k.update(u, id, ticket.Update{Comment: &ticket.NewComment{AuthorID: u.ID, Public: public, Body: "Words"}})
}

func (k *testDesk) status(id int64, to ticket.Status) {
	k.t.Helper()
	k.update(k.lea, id, ticket.Update{Status: &to})
}

// wait lets time pass; timers fire on their way, each at its moment.
func (k *testDesk) wait(d time.Duration) {
	k.t.Helper()
	k.until(k.now.Add(d))
}

func (k *testDesk) until(t time.Time) {
	k.t.Helper()
	for {
		at, ok := k.fire(t)
		if !ok {
			break
		}
		k.now = at
	}
	k.now = t
}

// fire runs the job that is due first, if one is by t, at its moment or now.
func (k *testDesk) fire(t time.Time) (at time.Time, ok bool) {
	k.t.Helper()
	var id int64
	var kind string
	var args []byte
	err := k.DB.Read().QueryRow(k.t.Context(), `SELECT id, kind, args, scheduled_at FROM jobs WHERE kind IN ('sla.timer', 'sla.retarget') AND scheduled_at <= $1
		ORDER BY scheduled_at, id LIMIT 1`, t).Scan(&id, &kind, &args, db.Time(&at))
	if db.IsNoRows(err) {
		return at, false
	}
	k.must(err)
	if at.Before(k.now) {
		at = k.now
	}
	k.run(at, job.Job{ID: id, Kind: kind, Args: json.RawMessage(args)})
	return at, true
}

func (k *testDesk) run(at time.Time, j job.Job) {
	k.t.Helper()
	ctx := db.At(access.AsSystem(k.t.Context(), "job"), at)
	k.must(k.DB.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE jobs SET state = 'running' WHERE id = $1", j.ID)
		return err
	}))
	workers := k.Module().Workers
	k.must(workers[slices.IndexFunc(workers, func(w job.Worker) bool { return w.Kind == j.Kind })].Handle(ctx, j))
	k.must(k.DB.Do(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM jobs WHERE id = $1", j.ID)
		return err
	}))
}

// clock gives the newest clock of a metric, as it is kept.
func (k *testDesk) clock(id int64, m clock.Metric) clock.Clock {
	k.t.Helper()
	all, err := clocksOf(k.t.Context(), k.DB.Read(), id)
	k.must(err)
	for _, c := range slices.Backward(all) {
		if c.Metric == m {
			return c
		}
	}
	k.t.Fatalf("ticket %d has no clock for %s", id, m)
	return clock.Clock{}
}

// due checks when a clock is due, in Amsterdam.
func (k *testDesk) due(id int64, m clock.Metric, want string) {
	k.t.Helper()
	c := k.clock(id, m)
	got := "none"
	if !c.Due.IsZero() {
		got = c.Due.In(amsterdam).Format("Mon 15:04")
	}
	if got != want {
		k.t.Errorf("%s of ticket %d is due %s, want %s", m, id, got, want)
	}
}

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, amsterdam)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// kinds are the facts of the desk's clocks in a ticket's log.
func (k *testDesk) facts(id int64, kind string) (all []event.Event) {
	k.t.Helper()
	events, err := event.Of(k.t.Context(), k.DB.Read(), event.Ticket(id), 0)
	k.must(err)
	for _, e := range events {
		if e.Kind == kind {
			all = append(all, e)
		}
	}
	return all
}

// sound holds what is kept of a ticket to a replay of its log.
func (k *testDesk) sound(id int64) {
	k.t.Helper()
	diff, err := k.compare(k.t.Context(), k.DB.Read(), id)
	k.must(err)
	if diff != "" {
		k.t.Errorf("ticket %d: %s", id, diff)
	}
	state, _, err := findState(k.t.Context(), k.DB.Read(), id)
	k.must(err)
	next, _ := state.NextBreach()
	t, err := k.Tickets.Load(k.t.Context(), k.DB.Read(), id)
	k.must(err)
	if d := cmp.Diff(next.Due, t.BreachAt, cmpopts.EquateApproxTime(0)); d != "" || string(next.Metric) != t.BreachMetric {
		k.t.Errorf("ticket %d: next breach %s %s, the list says %s %s", id, next.Metric, next.Due, t.BreachMetric, t.BreachAt)
	}
}
