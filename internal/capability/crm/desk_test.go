package crm

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/capability/crm/salesforce/salesforcetest"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), Migrations()}

// desk is the package over the real core, beside a Salesforce.
type desk struct {
	*Service
	t       *testing.T
	ctx     context.Context // an administrator acts
	admin   people.User
	fake    *salesforcetest.Salesforce
	notices []Notice
}

func each(t *testing.T, cfg salesforcetest.Config, test func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { test(t, newDesk(t, d, cfg)) })
}

func newDesk(t *testing.T, d *db.DB, cfg salesforcetest.Config) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	must(t, err)
	log := event.NewLog()
	persons := people.New(d, log)
	k := &desk{t: t, fake: salesforcetest.New(cfg)}
	server := httptest.NewServer(k.fake)
	t.Cleanup(server.Close)
	k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs), Host: "desk.test",
		Client:    outbound.New(outbound.Config{Private: true, Limit: 64 << 20, Timeout: 30 * time.Second}),
		Calendars: func(context.Context, db.Querier) (map[int64]string, error) { return map[int64]string{7: "24x7"}, nil },
		Tell:      func(_ context.Context, _ *db.Tx, n Notice) error { k.notices = append(k.notices, n); return nil },
		Backoff:   func(int, time.Duration) time.Duration { return time.Millisecond }})
	log.Attach(nil, k.subscribers())
	system := access.AsSystem(t.Context(), "test")
	k.admin, err = persons.Add(system, "Ada Admin", "ada@desk.test", access.Admin, "a long walk by the sea")
	must(t, err)
	k.ctx = access.With(t.Context(), k.admin.Principal("web"))
	must(t, k.SaveConnection(k.ctx, salesforce.Connection{URL: server.URL, Flow: salesforce.RefreshToken, ClientID: salesforcetest.Key,
		ClientSecret: salesforcetest.Secret,
		RefreshToken: salesforcetest.Refresh}))
	k.rules(func(r *Rules) { r.PauseMillis = 0 })
	return k
}

// rules changes the rules.
func (k *desk) rules(edit func(*Rules)) {
	k.t.Helper()
	must(k.t, k.DB.Do(k.ctx, func(tx *db.Tx) error {
		r, err := RulesKey.Get(k.ctx, tx)
		if err != nil {
			return err
		}
		edit(&r)
		return RulesKey.Set(k.ctx, tx, k.Log, r)
	}))
}

// plan makes a plan of what Salesforce has.
func (k *desk) plan() Run {
	k.t.Helper()
	r, err := k.Start(k.ctx)
	must(k.t, err)
	return k.drive(r)
}

func (k *desk) drive(r Run) Run {
	k.t.Helper()
	r, err := k.Drive(k.ctx, r.ID, nil)
	must(k.t, err)
	if r.Stopped {
		k.t.Fatalf("run %d stopped while %s: %s", r.ID, r.State, r.Said)
	}
	return r
}

// file makes a plan of a file.
func (k *desk) file(name, text string) Run {
	k.t.Helper()
	r, err := k.StartFile(k.ctx, File{Name: name, Data: []byte(text)})
	must(k.t, err)
	return k.drive(r)
}

// apply applies a plan, and says yes to the guard with its own words.
func (k *desk) apply(r Run) Run {
	k.t.Helper()
	if r.State == Done { // nothing changed
		return r
	}
	must(k.t, k.Apply(k.ctx, r.ID, r.Progress.Loss.Words()))
	return k.drive(r)
}

// organization gives an organization by its name.
func (k *desk) organization(name string) people.Organization {
	k.t.Helper()
	o, err := k.People.OrganizationNamed(k.ctx, k.DB.Read(), name)
	must(k.t, err)
	return o
}

func (k *desk) line(r Run, account string) Line {
	k.t.Helper()
	l, err := k.Line(k.ctx, r.ID, account)
	must(k.t, err)
	return l
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind, field string) {
	t.Helper()
	if _, f := fault.Public(err); !fault.Is(err, kind) || f != field {
		t.Errorf("got %v (field %q), want kind %v on %q", err, f, kind, field)
	}
}

// jobless is the job of a worker that is called by hand.
var jobless job.Job
