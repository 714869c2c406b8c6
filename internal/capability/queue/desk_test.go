package queue

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), Migrations()}

// desk is the queue with the real core beneath it, people in three regions and a customer who prefers AMER.
type desk struct {
	*Service
	t    *testing.T
	ctx  context.Context // the desk itself acts
	org  people.Organization
	dana people.User // the customer

	aki, ana, eli, sam people.User // apac, amer, and two in emea
	notices            []Notice
}

// bubble runs test on both engines with bent time, which begins on Saturday, 1 January 2000 at 00:00 UTC.
func bubble(t *testing.T, test func(d *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) { test(newDesk(t, d)) })
}

// each runs test on both engines at the machine's time.
func each(t *testing.T, test func(d *desk)) {
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
	k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs),
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		}})
	log.Attach(k.Module().Handlers, nil)
	k.do(func(ctx context.Context, tx *db.Tx) error {
		var err error
		k.org, err = persons.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Globex", Region: "amer"})
		return err
	})
	k.aki = k.join("Aki Ito", "apac", "Australia/Brisbane", "mon-fri: 0900-1800", nil)
	k.ana = k.join("Ana Lima", "amer", "America/Los_Angeles", "mon-fri: 0500-1500", nil)
	k.eli = k.join("Eli Okoro", "emea", "Europe/Amsterdam", "mon-fri: 0800-1700", nil)
	k.sam = k.join("Sam Vik", "emea", "Europe/Amsterdam", "mon-fri: 0800-1700", nil)
	k.do(func(ctx context.Context, tx *db.Tx) (err error) {
		k.dana, err = persons.ImportUser(ctx, tx, people.User{Name: "Dana", Email: "dana@globex.test", Role: access.EndUser, OrganizationID: k.org.ID}, "")
		return err
	})
	return k
}

// join adds somebody to the team, with hours by the clock of their zone.
func (k *desk) join(name, region, zone, hours string, change func(*people.User)) people.User {
	k.t.Helper()
	week, err := bizcal.ParseWeek(hours)
	must(k.t, err)
	u := people.User{Name: name, Email: people.FoldName(name)[:3] + region + "@desk.test", Role: access.Agent, Region: region, Zone: zone,
		Work: people.Work{Hours: week}}
	if change != nil {
		change(&u)
	}
	k.do(func(ctx context.Context, tx *db.Tx) (err error) {
		u, err = k.People.ImportUser(ctx, tx, u, "")
		return err
	})
	return u
}

func (k *desk) do(fn func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	must(k.t, k.DB.Do(k.ctx, func(tx *db.Tx) error { return fn(k.ctx, tx) }))
}

// as is a context in which somebody acts.
func (k *desk) as(u people.User) context.Context {
	return access.With(k.t.Context(), u.Principal("web"))
}

// open opens a ticket of the customer's; change may say more of it.
func (k *desk) open(subject string, change func(*ticket.NewTicket)) int64 {
	k.t.Helper()
	n := ticket.NewTicket{Subject: subject, RequesterID: k.dana.ID, Channel: "web", Priority: ticket.Normal,
		Comment: ticket.NewComment{Public: true, Body: subject}}
	if change != nil {
		change(&n)
	}
	t, err := k.Tickets.Create(k.ctx, n)
	must(k.t, err)
	return t.ID
}

// breach gives a ticket a due time.
func (k *desk) breach(id int64, at time.Time) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error { return k.Tickets.SetBreach(ctx, tx, id, at, "first_reply") })
}

// reply is a public word of somebody's.
func (k *desk) reply(id int64, from people.User) {
	k.t.Helper()
	k.update(id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "a word", AuthorID: from.ID}}, from)
}

// update changes a ticket; what a customer does comes in by mail, through the desk.
func (k *desk) update(id int64, u ticket.Update, by people.User) {
	k.t.Helper()
	ctx := k.as(by)
	if !by.Role.Staff() {
		ctx = k.ctx
	}
	_, err := k.Tickets.Update(ctx, id, u)
	must(k.t, err)
}

func (k *desk) get(id int64) ticket.Ticket {
	k.t.Helper()
	t, err := k.Tickets.Get(k.ctx, id)
	must(k.t, err)
	return t
}

// facts lists the kinds of the queue's facts on a ticket, in order.
func (k *desk) facts(id int64) (kinds []string) {
	k.t.Helper()
	log, err := k.Tickets.History(k.ctx, id, 0)
	must(k.t, err)
	for _, e := range log {
		if len(e.Kind) > 6 && e.Kind[:6] == "queue." {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

// fact gives the newest fact of a kind on a ticket.
func fact[T event.Fact](k *desk, id int64) (f T) {
	k.t.Helper()
	log, err := k.Tickets.History(k.ctx, id, 0)
	must(k.t, err)
	for _, e := range slices.Backward(log) {
		if e.Kind == f.EventKind() {
			f, err := event.Decode[T](e)
			must(k.t, err)
			return f
		}
	}
	k.t.Fatalf("ticket %d has no %s, but %v", id, f.EventKind(), k.facts(id))
	return f
}

// run does the desk's jobs until the returned function is called.
func (k *desk) run() (stop func()) {
	k.t.Helper()
	k.do(k.EnsurePlans)
	ctx, cancel := context.WithCancel(k.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = job.NewRunner(k.DB, job.Config{Poll: time.Hour}, k.workers(), nil).Run(ctx) // gives nothing but nil
	}()
	return func() {
		cancel()
		<-done
	}
}

// until sleeps up to a moment of bent time, and a little more for what falls due in it.
func (k *desk) until(text string) {
	k.t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	must(k.t, err)
	time.Sleep(time.Until(at) + time.Second)
	synctest.Wait()
}

// off plans time off between two moments in UTC.
func (k *desk) off(u people.User, from, until string) people.TimeOff {
	k.t.Helper()
	o := people.TimeOff{UserID: u.ID}
	for text, into := range map[string]*time.Time{from: &o.From, until: &o.Until} {
		at, err := time.Parse("2006-01-02 15:04", text)
		must(k.t, err)
		*into = at
	}
	o, err := k.People.PlanTimeOff(k.ctx, o, true)
	must(k.t, err)
	return o
}

func (k *desk) setRegions(regions []people.Region) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error { return people.Regions.Set(ctx, tx, k.Log, regions) })
}

func (k *desk) line() []int64 {
	k.t.Helper()
	l, err := k.Line(k.ctx)
	must(k.t, err)
	return idsOf(l.Tickets)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
