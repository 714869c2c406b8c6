package people_test

import (
	"context"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations()}

const password = "seven lanterns burn"

// desk is a fresh service and the letters it sent.
type desk struct {
	*people.Service
	db      *db.DB
	letters []people.Letter
}

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		k := &desk{Service: people.New(d, event.NewLog()), db: d}
		k.Attach(people.Post{
			Send: func(_ context.Context, tx *db.Tx, l people.Letter) error {
				tx.AfterCommit(func() { k.letters = append(k.letters, l) })
				return nil
			},
			Link: func(path string) string { return "https://desk.example.com" + path },
		})
		test(t, k)
	})
}

func system(t *testing.T) context.Context { return access.AsSystem(t.Context(), "cli") }

func as(t *testing.T, u people.User) context.Context {
	return access.With(t.Context(), u.Principal("web"))
}

func (k *desk) add(t *testing.T, name string, role access.Role) people.User {
	t.Helper()
	u, err := k.Add(system(t), name, name+"@desk.example.com", role, password)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (k *desk) contact(t *testing.T, name, address string) people.User {
	t.Helper()
	u, err := k.CreateContact(system(t), address, people.Particulars{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// run does the jobs of one kind that wait, once.
func (k *desk) run(t *testing.T, kind string, args string) {
	t.Helper()
	for _, w := range k.Workers() {
		if w.Kind == kind {
			if err := w.Handle(t.Context(), job.Job{Kind: kind, Args: []byte(args)}); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no worker for %s", kind)
}

func (k *desk) facts(t *testing.T, kind string, id int64) []event.Event {
	t.Helper()
	all, err := event.Of(t.Context(), k.db.Read(), event.Subject{Type: kind, ID: id}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind, field string) {
	t.Helper()
	_, got := fault.Public(err)
	if !fault.Is(err, kind) || got != field {
		t.Errorf("got %v (kind %v, field %q), want kind %v, field %q", err, fault.KindOf(err), got, kind, field)
	}
}
