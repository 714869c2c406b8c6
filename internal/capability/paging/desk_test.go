package paging

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(), Migrations()}

// rig is the engine on the real core, at a moment that the test sets, with senders that do what the test says.
type rig struct {
	*Service
	t       testing.TB
	now     time.Time
	users   map[string]people.User // by first name
	rota    map[string]func(at time.Time) []string
	busy    []string
	changes []Change
	sent    []Attempt
	// answer says what becomes of an attempt; nil takes all.
	answer func(a Attempt) error
}

// monday is where the tests begin.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func each(t *testing.T, fn func(k *rig)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { fn(newRig(t, d)) })
}

func newRig(t testing.TB, d *db.DB) *rig {
	t.Helper()
	k := &rig{t: t, now: monday, users: map[string]people.User{}, rota: map[string]func(time.Time) []string{}}
	log := event.NewLog()
	persons := people.New(d, log)
	k.Service = New(Deps{DB: d, Log: log, People: persons, Key: []byte("key"), OnCall: k.onCall,
		Busy: func(_ context.Context, _ db.Querier, id int64, _ time.Time) (bool, error) {
			return slices.Contains(k.busy, k.name(id)), nil
		},
		Changed: func(_ context.Context, tx *db.Tx, c Change) error {
			tx.AfterCommit(func() { k.changes = append(k.changes, c) })
			return nil
		}})
	k.Senders = map[Kind]Sender{Mail: sender{k}, SMS: sender{k}, Chat: sender{k}}
	roles := map[string]access.Role{"ana": access.Agent, "ben": access.Agent, "max": access.Lead, "sam": access.Lead, "sue": access.Lead, "ada": access.Admin}
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		role := roles[name]
		k.do(func(ctx context.Context, tx *db.Tx) error {
			u, err := persons.ImportUser(ctx, tx, people.User{Name: name, Email: name + "@desk.test", Role: role, Active: true}, "")
			k.users[name] = u
			return err
		})
	}
	k.always("Customer emergencies", "ana", "ben")
	k.always("Support managers", "max")
	k.always("Senior leaders", "sam", "sue")
	k.do(k.EnsureDefaults)
	return k
}

type sender struct{ k *rig }

// Send implements Sender.
func (s sender) Send(_ context.Context, a Attempt) (Receipt, error) {
	s.k.sent = append(s.k.sent, a)
	if s.k.answer == nil {
		return Receipt{Detail: "taken"}, nil
	}
	return Receipt{}, s.k.answer(a)
}

var errDown = fault.New(fault.Unavailable, "down")

func (k *rig) onCall(_ context.Context, _ db.Querier, schedule string, at time.Time) (ids []int64, err error) {
	rota, ok := k.rota[schedule]
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no schedule %s", schedule)
	}
	for _, name := range rota(at) {
		ids = append(ids, k.users[name].ID)
	}
	return ids, nil
}

func (k *rig) always(schedule string, names ...string) {
	k.rota[schedule] = func(time.Time) []string { return names }
}

func (k *rig) name(id int64) string {
	for name, u := range k.users {
		if u.ID == id {
			return name
		}
	}
	return fmt.Sprint(id)
}

func (k *rig) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *rig) system() context.Context {
	return db.At(access.AsSystem(k.t.Context(), "test"), k.now)
}

func (k *rig) as(name string) context.Context {
	return db.At(access.With(k.t.Context(), k.users[name].Principal("web")), k.now)
}

func (k *rig) do(fn func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	ctx := k.system()
	k.must(k.DB.Do(ctx, func(tx *db.Tx) error { return fn(ctx, tx) }))
}

// page opens a page about a thing of this number.
func (k *rig) page(n int64, change ...func(a *Alarm)) Page {
	k.t.Helper()
	a := Alarm{Key: fmt.Sprint("thing:", n), Subject: event.Subject{Type: "thing", ID: n}, Title: fmt.Sprint("Thing ", n)}
	for _, c := range change {
		c(&a)
	}
	var p Page
	k.do(func(ctx context.Context, tx *db.Tx) (err error) {
		p, err = k.Trigger(ctx, tx, a)
		return err
	})
	return p
}

// policy replaces the default policy.
func (k *rig) policy(change func(p *Policy)) Policy {
	k.t.Helper()
	p, err := policyTitled(k.t.Context(), k.DB.Read(), "Customer emergencies")
	k.must(err)
	change(&p)
	p, err = k.SavePolicy(k.system(), p)
	k.must(err)
	return p
}

// turn does what is due at the moment, as one process does it.
func (k *rig) turn() {
	k.t.Helper()
	for range 20 {
		k.wakeDue(k.system())
		flights, _, err := k.claim(k.system(), nil)
		k.must(err)
		for _, f := range flights {
			k.send(k.system(), f)
		}
		if len(flights) == 0 {
			return
		}
	}
}

// wait lets time pass; what becomes due on its way is done at its moment.
func (k *rig) wait(d time.Duration) {
	k.t.Helper()
	end := k.now.Add(d)
	for k.turn(); ; k.turn() {
		next := end
		for _, find := range []func(context.Context, db.Querier) (time.Time, error){nextRow, nextDelivery} {
			at, err := find(k.t.Context(), k.DB.Read())
			k.must(err)
			if !at.IsZero() && at.Before(next) {
				next = at
			}
		}
		if !next.After(k.now) && !end.After(k.now) {
			return
		}
		if next.Before(k.now) {
			k.t.Fatalf("something is due at %s and was not done", next)
		}
		k.now = next
	}
}

// story tells the facts about a page, in short: minutes since its begin and what happened.
func (k *rig) story(p Page) string {
	k.t.Helper()
	events, err := event.Of(k.t.Context(), k.DB.Read(), PageSubject(p.ID), 0)
	k.must(err)
	var lines []string
	for _, e := range events {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%g %s", e.At.Sub(p.At).Minutes(), k.tell(e))))
	}
	return strings.Join(lines, "\n")
}

func (k *rig) tell(e event.Event) string {
	kind := strings.TrimPrefix(e.Kind, "page.")
	switch kind {
	case "asked":
		f, err := event.Decode[Asked](e)
		k.must(err)
		var who []string
		for _, id := range f.Users {
			who = append(who, k.name(id))
		}
		return fmt.Sprintf("%s %d.%d %s", f.Why, f.Loop, f.Step, strings.Join(who, " "))
	case "skipped":
		f, err := event.Decode[Skipped](e)
		k.must(err)
		return fmt.Sprintf("skipped %d.%d %s", f.Loop, f.Step, strings.Join(f.Missing, " "))
	case "unreachable":
		f, err := event.Decode[Unreachable](e)
		k.must(err)
		return "unreachable " + k.name(f.User)
	case "acknowledged":
		f, err := event.Decode[Acked](e)
		k.must(err)
		return "acknowledged " + k.name(f.User)
	}
	return kind
}

// told compares a page's story.
func (k *rig) told(p Page, want ...string) {
	k.t.Helper()
	if diff := cmp.Diff(want, strings.Split(k.story(p), "\n")); diff != "" {
		k.t.Errorf("the story (-want +got):\n%s", diff)
	}
}

// rang lists to whom messages went, in order.
func (k *rig) rang() string {
	var all []string
	for _, a := range k.sent {
		all = append(all, a.User.Name)
	}
	return strings.Join(all, " ")
}

// steps is a policy of steps of a length.
func steps(all ...escalation.Step) func(p *Policy) { return func(p *Policy) { p.Steps = all } }
