package rules_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/calendar"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(), ticket.Migrations(),
	rules.Migrations()}

// desk is a small desk with rules at work.
type desk struct {
	*testing.T
	db      *db.DB
	log     *event.Log
	people  *people.Service
	tickets *ticket.Service
	rules   *rules.Service
	ana     people.User // an agent
	boss    people.User // an administrator
	chloe   people.User // a customer

	mu    sync.Mutex
	mails []rules.Message
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	k := &desk{T: t, db: d, log: event.NewLog()}
	k.people = people.New(d, k.log)
	k.tickets = ticket.NewService(d, k.log, k.people, blobs)
	calendars := calendar.New(calendar.Deps{DB: d, Log: k.log})
	k.rules = rules.New(rules.Deps{DB: d, Log: k.log, People: k.people, Tickets: k.tickets, Notify: k.notify,
		Matters: matter.New(matter.Deps{DB: d, People: k.people, Tickets: k.tickets, Calendars: calendars})})
	k.log.Attach(k.rules.Module().Handlers, nil)
	ctx := k.system()
	k.must(d.Do(ctx, func(tx *db.Tx) error { return calendars.EnsureDefaults(ctx, tx) }))
	k.ana, k.boss = k.add("Ana Ruiz", access.Agent), k.add("Bo Berg", access.Admin)
	k.chloe = k.meet("Chloé Dupont", "chloe@acme.test")
	return k
}

func (k *desk) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *desk) system() context.Context { return access.AsSystem(k.Context(), "system") }

func (k *desk) as(u people.User) context.Context { return access.With(k.Context(), u.Principal("web")) }

func (k *desk) add(name string, role access.Role) people.User {
	k.Helper()
	u, err := k.people.Add(k.system(), name, people.FoldName(name[:2])+"@desk.test", role, "a long password that nobody guesses")
	k.must(err)
	return u
}

func (k *desk) meet(name, address string) people.User {
	k.Helper()
	u, err := k.people.Meet(k.system(), name, address)
	k.must(err)
	return u
}

func (k *desk) notify(_ context.Context, tx *db.Tx, m rules.Message) error {
	tx.AfterCommit(func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.mails = append(k.mails, m)
	})
	return nil
}

// rule saves a rule whose conditions and actions are written in JSON.
func (k *desk) rule(kind rules.Kind, title, conditions, actions string) rules.Rule {
	k.Helper()
	r, err := k.save(kind, title, conditions, actions)
	k.must(err)
	return r
}

func (k *desk) save(kind rules.Kind, title, conditions, actions string) (rules.Rule, error) {
	k.Helper()
	r := rules.Rule{Kind: kind, Title: title, Active: true}
	var err error
	r.Conditions, err = condition.Parse([]byte(conditions))
	k.must(err)
	k.must(json.Unmarshal([]byte(actions), &r.Actions))
	return k.rules.Save(k.as(k.boss), r, false)
}

// open makes a ticket by the customer.
func (k *desk) open(n ticket.NewTicket) ticket.Ticket {
	k.Helper()
	n.RequesterID, n.Channel = k.chloe.ID, "web"
	if n.Comment.Body == "" {
		n.Comment = ticket.NewComment{Public: true, Body: "It is broken."}
	}
	if n.Subject == "" {
		n.Subject = "Runner [hangs](http://x)"
	}
	t, err := k.tickets.Create(k.system(), n)
	k.must(err)
	return k.get(t.ID)
}

func (k *desk) get(id int64) ticket.Ticket {
	k.Helper()
	t, err := k.tickets.Get(k.system(), id)
	k.must(err)
	return t
}

func (k *desk) update(id int64, u ticket.Update) ticket.Ticket {
	k.Helper()
	_, err := k.tickets.Update(k.as(k.ana), id, u)
	k.must(err)
	return k.get(id)
}

// pend asks the customer something.
func (k *desk) pend(id int64) ticket.Ticket {
	k.Helper()
	return k.update(id, ticket.Update{Status: ptr(ticket.Pending), Comment: &ticket.NewComment{Public: true, Body: "Which version?"}})
}

// trace lists what rules did to a ticket, oldest first.
func (k *desk) trace(id int64) []rules.Fired {
	k.Helper()
	list, err := k.rules.Trace(k.as(k.ana), id)
	k.must(err)
	out := make([]rules.Fired, len(list))
	for i, f := range list {
		out[i] = f.Fired
	}
	slices.Reverse(out)
	return out
}

func (k *desk) titles(id int64) []string {
	var out []string
	for _, f := range k.trace(id) {
		out = append(out, f.Title)
	}
	return out
}

// run does the jobs that are due, until stop is called.
func (k *desk) run() (stop func()) {
	ctx, cancel := context.WithCancel(k.Context())
	done := make(chan struct{})
	runner := job.NewRunner(k.db, job.Config{Poll: time.Hour}, k.rules.Workers(), nil)
	go func() { defer close(done); runner.Run(ctx) }()
	return func() { cancel(); <-done }
}

func each(t *testing.T, fn func(k *desk)) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { fn(newDesk(t, d)) })
}

func ptr[T any](v T) *T { return &v }

func conditions(k *desk, text string) condition.Set {
	k.Helper()
	s, err := condition.Parse([]byte(text))
	k.must(err)
	return s
}
