package incident

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

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
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), calendar.Migrations(), people.Migrations(),
	ticket.Migrations(), Migrations()}

// desk is the service with the real core beneath it, two engineers, two customers, and ports that remember.
type desk struct {
	*Service
	t   *testing.T
	ctx context.Context // the desk itself acts
	org people.Organization

	ana, lea   people.User // engineer and lead
	dana, dirk people.User // customers, the second reads German

	pages   []string // titles of pages that are open
	notices []Notice
	letters []Letter
	copies  int
	shift   Shift
}

// bubble runs test on both engines with bent time and every job running; it begins on Saturday, 1 January 2000 at 00:00 UTC.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) { test(newDesk(t, d)) })
}

// each runs test on both engines at the machine's time, without jobs.
func each(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) { test(newDesk(t, d)) })
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	must(t, err)
	log := event.NewLog()
	persons := people.New(d, log)
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test")}
	k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs), Key: []byte("key"),
		Link: func(path string) string { return "https://desk.test" + path }, Named: func(context.Context) string { return "Globex" },
		Out: outbound.New(outbound.Config{Private: true}),
		Page: func(_ context.Context, _ *db.Tx, _, _, title string, _ event.Subject) error {
			k.pages = append(k.pages, title)
			return nil
		},
		Settle: func(context.Context, *db.Tx, event.Subject, string) error { k.pages = nil; return nil },
		OnDuty: func(context.Context, db.Querier, string, time.Time) (Shift, error) { return k.shift, nil },
		Tell:   func(_ context.Context, _ *db.Tx, n Notice) error { k.notices = append(k.notices, n); return nil },
		Mail:   func(_ context.Context, _ *db.Tx, l Letter) error { k.letters = append(k.letters, l); return nil }})
	k.AttachCopy(func(context.Context) error { k.copies++; return nil })
	log.Attach(k.Module().Handlers, nil)
	k.do(func(ctx context.Context, tx *db.Tx) (err error) {
		k.org, err = persons.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Initech"})
		return err
	})
	k.ana, k.lea = k.join("Ana Ruiz", "ana@desk.test", access.Agent, ""), k.join("Lea Novak", "lea@desk.test", access.Admin, "")
	k.dana, k.dirk = k.join("Dana", "dana@initech.test", access.EndUser, ""), k.join("Dirk", "dirk@initech.test", access.EndUser, "de-AT")
	return k
}

func (k *desk) join(name, address string, role access.Role, locale string) (u people.User) {
	k.t.Helper()
	u = people.User{Name: name, Email: address, Role: role, Locale: locale}
	if role == access.EndUser {
		u.OrganizationID = k.org.ID
	}
	k.do(func(ctx context.Context, tx *db.Tx) (err error) {
		u, err = k.People.ImportUser(ctx, tx, u, "")
		return err
	})
	return u
}

// run has the jobs run until the test ends. It is for bubbles.
func (k *desk) run() {
	ctx, stop := context.WithCancel(k.t.Context())
	workers := append(k.Module().Workers, k.Tickets.Workers()...)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		job.NewRunner(k.DB, job.Config{Poll: time.Hour}, workers, k.Module().Schedules).Run(ctx)
	}()
	k.t.Cleanup(func() { stop(); <-ended })
}

// wait lets time pass, and all that is due by then happen.
func (k *desk) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (k *desk) do(fn func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	must(k.t, k.DB.Do(k.ctx, func(tx *db.Tx) error { return fn(k.ctx, tx) }))
}

func (k *desk) as(u people.User) context.Context {
	return access.With(k.t.Context(), u.Principal("web"))
}

// open opens a customer's ticket.
func (k *desk) open(who people.User, words string) int64 {
	k.t.Helper()
	t, err := k.Tickets.Create(k.ctx, ticket.NewTicket{Subject: "It fails", RequesterID: who.ID, Channel: "web", Comment: ticket.NewComment{Public: true, Body: words}})
	must(k.t, err)
	return t.ID
}

func (k *desk) ticket(id int64) ticket.Ticket {
	k.t.Helper()
	t, err := k.Tickets.Get(k.ctx, id)
	must(k.t, err)
	return t
}

func (k *desk) component(title string, group int64) int64 {
	k.t.Helper()
	id, err := k.SaveComponent(k.as(k.lea), Component{Title: title, GroupID: group, Showcase: true})
	must(k.t, err)
	return id
}

// declare begins an incident of a severity with a first public word.
func (k *desk) declare(severity int, changes ...Change) Incident {
	k.t.Helper()
	i, err := k.Declare(k.as(k.ana), NewIncident{Title: "Pushes fail", Severity: severity, IssueURL: "https://issues.test/i/12", PublishAtOnce: true,
		First: NewUpdate{Body: "We are investigating.", Changes: changes}})
	must(k.t, err)
	return i
}

// say publishes an update.
func (k *desk) say(i Incident, status Status, change func(*NewUpdate)) Update {
	k.t.Helper()
	n := NewUpdate{Incident: i.ID, Status: status, Body: "News of the incident."}
	if change != nil {
		change(&n)
	}
	u, err := k.Write(k.as(k.ana), n)
	must(k.t, err)
	must(k.t, k.Publish(k.as(k.ana), u.ID))
	return u
}

func (k *desk) room(id int64) Room {
	k.t.Helper()
	r, err := k.Room(k.as(k.ana), id)
	must(k.t, err)
	return r
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused wants an error of a kind that says some words.
func refused(t *testing.T, err error, kind fault.Kind, field, words string) {
	t.Helper()
	sentence, at := fault.Public(err)
	if !fault.Is(err, kind) || at != field || !strings.Contains(sentence, words) {
		t.Errorf("%v on %q, want kind %d on %q that says %q", err, at, kind, field, words)
	}
}
