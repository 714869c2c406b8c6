package attention

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

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

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), Migrations()}

// desk is the package over the real core, with a manager on call, engineers, somebody of sales, and a customer.
type desk struct {
	*Service
	t                        *testing.T
	ctx                      context.Context // the desk itself acts
	org                      people.Organization
	mia, ana, ben, sue, dana people.User // lead, two engineers, a light agent of sales, the customer
	notices                  []Notice
	onDuty, holding          []int64
	closed                   bool
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
			_ = job.NewRunner(d, job.Config{Poll: time.Hour}, k.workers(), nil).Run(ctx) // gives nothing but nil
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
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test")}
	k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs),
		OnDuty:  func(context.Context, db.Querier, time.Time) ([]int64, error) { return k.onDuty, nil },
		Holding: func(context.Context, db.Querier, time.Time) ([]int64, error) { return k.holding, nil },
		Hours: func(_ context.Context, _ db.Querier, _ string, at time.Time) (bool, time.Time, error) {
			return !k.closed, at.Add(time.Hour), nil
		},
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		}})
	k.do(func(ctx context.Context, tx *db.Tx) (err error) {
		k.org, err = persons.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Seto Rail"})
		return err
	})
	k.mia, k.ana, k.ben = k.join("Mia Lead", access.Lead), k.join("Ana Lima", access.Agent), k.join("Ben Ode", access.Agent)
	k.sue, k.dana = k.join("Sue Sales", access.LightAgent), k.join("Dana Cole", access.EndUser)
	k.onDuty = []int64{k.mia.ID}
	return k
}

func (k *desk) join(name string, role access.Role) people.User {
	k.t.Helper()
	u := people.User{Name: name, Email: people.FoldName(name)[:3] + "@desk.test", Role: role}
	if role == access.EndUser {
		u.OrganizationID = k.org.ID
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
func (k *desk) open(change func(*ticket.NewTicket)) int64 {
	k.t.Helper()
	n := ticket.NewTicket{Subject: "It is down", RequesterID: k.dana.ID, Channel: "web", Priority: ticket.Normal,
		Comment: ticket.NewComment{Public: true, Body: "It is down", AuthorID: k.dana.ID}}
	if change != nil {
		change(&n)
	}
	t, err := k.Tickets.Create(k.ctx, n)
	must(k.t, err)
	return t.ID
}

func (k *desk) get(id int64) ticket.Ticket {
	k.t.Helper()
	t, err := k.Tickets.Get(k.ctx, id)
	must(k.t, err)
	return t
}

// star asks for attention, as somebody of sales, for a ticket of an hour ago.
func (k *desk) star(urgency Urgency) Request {
	k.t.Helper()
	id := k.open(nil)
	k.wait(time.Hour)
	r, err := k.Ask(k.as(k.sue), Asking{TicketID: id, Urgency: urgency, Kind: Business, Reason: "They go live at noon", Wanted: "A call"})
	must(k.t, err)
	return r
}

func (k *desk) request(id int64) Request {
	k.t.Helper()
	r, err := k.Request(k.ctx, id)
	must(k.t, err)
	return r
}

// wait lets time pass, and all that is due by then happen.
func (k *desk) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// facts lists the facts of a kind on a ticket.
func facts[F event.Fact](k *desk, s event.Subject) (list []F) {
	k.t.Helper()
	all, err := event.Of(k.ctx, k.DB.Read(), s, 0)
	must(k.t, err)
	var kind F
	for _, e := range all {
		if e.Kind == kind.EventKind() {
			f, err := event.Decode[F](e)
			must(k.t, err)
			list = append(list, f)
		}
	}
	return list
}

// told counts the notices with a subject's beginning that somebody got.
func (k *desk) told(u people.User, cause string) (n int) {
	for _, notice := range k.notices {
		if notice.Cause == cause && slices.ContainsFunc(notice.To, func(to people.User) bool { return to.ID == u.ID }) {
			n++
		}
	}
	return n
}

func because(err error) Because {
	var r Refusal
	errors.As(err, &r)
	return r.Because
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
