package alert_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/alert"
	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/core/calendar"
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

var schemas = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(),
	ticket.Migrations(), alert.Migrations()}

// desk is a service with one monitored service, an administrator, and a pager that writes down what it is told.
type desk struct {
	*alert.Service
	t       *testing.T
	db      *db.DB
	tickets *ticket.Service
	ana     people.User
	watched alert.Monitored
	key     string
	told    []string // "page alert-1-high", "answer 1 by 7", "settle 1 sender"
	known   []string // escalation policies; nil: all are
}

func each(t *testing.T, test func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) { test(t, open(t, d)) })
}

func open(t *testing.T, d *db.DB) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	k, log := &desk{t: t, db: d}, event.NewLog()
	persons := people.New(d, log)
	k.tickets = ticket.NewService(d, log, persons, blobs)
	k.Service = alert.New(alert.Deps{DB: d, Log: log, People: persons, Tickets: k.tickets, Page: k.page,
		Answer: func(_ context.Context, tx *db.Tx, s event.Subject, user int64) error {
			return k.tell(tx, "answer %d by %d", s.ID, user)
		},
		Settle: func(_ context.Context, tx *db.Tx, s event.Subject, reason string) error {
			return k.tell(tx, "settle %d %s", s.ID, reason)
		}})
	if k.ana, err = persons.Add(access.AsSystem(t.Context(), "cli"), "Ana", "ana@desk.example", access.Admin, "seven lanterns burn"); err != nil {
		t.Fatal(err)
	}
	k.watched = k.save(alert.Monitored{Title: "Checkout", Policy: "Night"})
	k.key = k.watched.Keys[0].Key
	return k
}

func (k *desk) page(_ context.Context, tx *db.Tx, c alert.Call) error {
	if k.known != nil && !strings.Contains(strings.Join(k.known, ","), c.Policy) {
		return fault.New(fault.NotFound, "There is no policy %s", c.Policy)
	}
	return k.tell(tx, "page %s %q", c.Key, c.Policy)
}

func (k *desk) tell(tx *db.Tx, format string, args ...any) error {
	tx.AfterCommit(func() { k.told = append(k.told, fmt.Sprintf(format, args...)) })
	return nil
}

func (k *desk) as(u people.User) context.Context {
	return access.With(k.t.Context(), u.Principal("web"))
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *desk) save(m alert.Monitored) alert.Monitored {
	k.t.Helper()
	saved, err := k.SaveService(k.as(k.ana), m)
	k.must(err)
	return saved
}

func (k *desk) receive(r wire.Report) alert.Receipt {
	k.t.Helper()
	receipt, err := k.Receive(k.t.Context(), k.key, r, []byte(fmt.Sprint(r)))
	k.must(err)
	return receipt
}

func report(action wire.Action, key string, severity wire.Severity) wire.Report {
	return wire.Report{Sender: wire.PagerDuty, Action: action, Key: key, Severity: severity, Summary: key + " is down", Source: "web-1"}
}

func (k *desk) view(id int64) alert.View {
	k.t.Helper()
	v, err := k.View(k.as(k.ana), id)
	k.must(err)
	return v
}

func (k *desk) opens() []alert.Alert {
	k.t.Helper()
	list, _, err := k.Alerts(k.as(k.ana), alert.Filter{})
	k.must(err)
	return list
}

// heard gives what the pager was told since it was last asked.
func (k *desk) heard() []string {
	told := k.told
	k.told = nil
	return told
}

// run does a job of the module, once.
func (k *desk) run(kind string) {
	k.t.Helper()
	for _, w := range k.Module().Workers {
		if w.Kind == kind {
			k.must(w.Handle(k.t.Context(), job.Job{Kind: kind}))
			return
		}
	}
	k.t.Fatalf("there is no job %s", kind)
}
