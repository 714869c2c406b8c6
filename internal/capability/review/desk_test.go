package review

import (
	"context"
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
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), ticket.Migrations(), Migrations()}

// desk is the package over the real core, with an account that has an engineer, a success manager and two contacts.
type desk struct {
	*Service
	t                            *testing.T
	ctx                          context.Context // the desk itself acts
	org                          people.Organization
	ana, ben, sue, cho, dana, ed people.User // two engineers, sales, the success manager, two of the customer
	inCharge                     func(at time.Time) int64
	calls                        map[int64]Invitation
	moved                        map[int64]time.Time
	off                          map[int64]string
	notices                      []Notice
}

// bubble runs test on both engines with bent time and the package's jobs, from Saturday, 1 January 2000 at 00:00 UTC.
func bubble(t *testing.T, test func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = job.NewRunner(d, job.Config{Poll: time.Hour}, k.workers(), nil).Run(ctx) // gives nothing but nil
		}()
		test(t, k)
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
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test"), calls: map[int64]Invitation{}, moved: map[int64]time.Time{}, off: map[int64]string{}}
	k.Service = New(Deps{DB: d, Log: log, Blobs: blobs, People: persons, Tickets: ticket.NewService(d, log, persons, blobs),
		InCharge: func(_ context.Context, _ db.Querier, _ int64, at time.Time) (int64, error) {
			return k.inCharge(at), nil
		},
		Meet: func(_ context.Context, _ *db.Tx, i Invitation) (int64, error) {
			k.calls[int64(len(k.calls)+1)] = i
			return int64(len(k.calls)), nil
		},
		Move: func(_ context.Context, _ *db.Tx, id int64, at time.Time, _ int) error {
			k.moved[id] = at
			return nil
		},
		CancelMeeting: func(ctx context.Context, tx *db.Tx, id int64, reason string) error {
			k.off[id] = reason // the call tells of its end, as real ones do
			return k.CallChanged(ctx, tx, k.calls[id].Subject.ID, id, Called{State: Cancelled, At: k.calls[id].At, Why: reason})
		},
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		}})
	log.Attach(k.handlers(), nil)
	k.do(func(ctx context.Context, tx *db.Tx) (err error) {
		k.org, err = persons.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Seto Rail"})
		return err
	})
	k.ana, k.ben, k.sue, k.cho = k.join("Ana Lima", access.Agent), k.join("Ben Ode", access.Agent), k.join("Sue Sales", access.LightAgent),
		k.join("Cho Manager", access.LightAgent)
	k.dana, k.ed = k.join("Dana Cole", access.EndUser), k.join("Ed Rao", access.EndUser)
	k.inCharge = func(time.Time) int64 { return k.ana.ID }
	k.do(func(ctx context.Context, tx *db.Tx) error {
		for _, u := range []people.User{k.dana, k.ed} {
			if err := persons.NameContactIn(ctx, tx, people.Contact{UserID: u.ID, OrganizationID: k.org.ID, Proof: "by_hand"}); err != nil {
				return err
			}
		}
		return nil
	})
	return k
}

// manage names the success manager of the account; nobody takes them away.
func (k *desk) manage(u people.User) {
	k.t.Helper()
	o, err := k.People.Organization(k.ctx, k.org.ID)
	must(k.t, err)
	o.Owners = nil
	if u.ID != 0 {
		o.Owners = []people.Owner{{Side: people.Ours, Role: people.SuccessManager, UserID: u.ID}}
	}
	_, err = k.People.SaveOrganization(k.ctx, o)
	must(k.t, err)
}

func (k *desk) join(name string, role access.Role) people.User {
	k.t.Helper()
	u := people.User{Name: name, Email: people.FoldName(name)[:2] + "@desk.test", Role: role}
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

// open opens a ticket of the customer's.
func (k *desk) open(subject string, p ticket.Priority) int64 {
	k.t.Helper()
	t, err := k.Tickets.Create(k.ctx, ticket.NewTicket{Subject: subject, RequesterID: k.dana.ID, Channel: "mail", Priority: p,
		Comment: ticket.NewComment{Public: true, Body: subject, AuthorID: k.dana.ID}})
	must(k.t, err)
	return t.ID
}

func (k *desk) get(id int64) ticket.Ticket {
	k.t.Helper()
	t, err := k.Tickets.Get(k.ctx, id)
	must(k.t, err)
	return t
}

// wait lets time pass, and all that is due by then happen.
func (k *desk) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// facts lists the facts of a kind on a subject.
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

func fieldOf(err error) string {
	_, field := fault.Public(err)
	return field
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
