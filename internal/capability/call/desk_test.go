package call

import (
	"context"
	"net/mail"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/blob"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), Migrations()}

// desk is the package over the real core, with a lead, two engineers and a customer.
type desk struct {
	*Service
	t                   *testing.T
	ctx                 context.Context // the desk itself acts
	mia, ana, ben, dana people.User
	letters             []Letter
	notices             []Notice
	changes             []Call
	onCall              map[int64][]slot.Span
	star                bool
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
			_ = job.NewRunner(d, job.Config{Poll: time.Hour}, k.workers(), k.Module().Schedules).Run(ctx) // gives nothing but nil
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
	persons := people.New(d, log)
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test"), onCall: map[int64][]slot.Span{}}
	k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs), Key: []byte("a key of thirty-two bytes, or so"),
		Link: func(path string) string { return "https://desk.test" + path },
		Sender: func(context.Context, db.Querier) (mail.Address, error) {
			return mail.Address{Name: "Support", Address: "support@desk.test"}, nil
		},
		Send: func(_ context.Context, _ *db.Tx, l Letter) error {
			k.letters = append(k.letters, l)
			return nil
		},
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		},
		OnCall: func(_ context.Context, _ db.Querier, user int64, _, _ time.Time) ([]slot.Span, error) {
			return k.onCall[user], nil
		},
		Attention: func(context.Context, db.Querier, int64) (bool, error) { return k.star, nil },
		Changed: func(_ context.Context, _ *db.Tx, c Call) error {
			k.changes = append(k.changes, c)
			return nil
		},
		Client: outbound.New(outbound.Config{Private: true, Limit: 6 << 20})})
	k.mia, k.ana, k.ben = k.join("Mia Lead", access.Lead, "Europe/Berlin"), k.join("Ana Lima", access.Agent, "Europe/Berlin"),
		k.join("Ben Ode", access.Agent, "Europe/Berlin")
	k.dana = k.join("Dana Cole", access.EndUser, "America/New_York")
	return k
}

// join adds somebody; those of the team work from 9 to 17, Monday to Friday.
func (k *desk) join(name string, role access.Role, zone string) people.User {
	k.t.Helper()
	u := people.User{Name: name, Email: people.FoldName(name)[:3] + "@desk.test", Role: role, Zone: zone}
	if role.Staff() {
		week, err := bizcal.ParseWeek("mon-fri: 09:00-17:00")
		must(k.t, err)
		u.Hours = week
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

// open opens a ticket of the customer's that Ana has.
func (k *desk) open() int64 {
	k.t.Helper()
	t, err := k.Tickets.Create(k.ctx, ticket.NewTicket{Subject: "It is slow", RequesterID: k.dana.ID, Channel: "web",
		Priority: ticket.Normal, AssigneeID: k.ana.ID,
		Comment: ticket.NewComment{Public: true, Body: "It is slow", AuthorID: k.dana.ID}})
	must(k.t, err)
	return t.ID
}

func (k *desk) call(id int64) Call {
	k.t.Helper()
	c, err := findCall(k.ctx, k.DB.Read(), id)
	must(k.t, err)
	return c
}

// wait lets time pass, and all that is due by then happen.
func (k *desk) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func spanAt(at time.Time, d time.Duration) slot.Span { return slot.Span{From: at, Until: at.Add(d)} }
