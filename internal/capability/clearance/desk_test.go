package clearance

import (
	"context"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), Migrations()}

// desk is the package over the real core of a restricted desk, with an administrator who is cleared and an agent who is not.
type desk struct {
	*Service
	t        *testing.T
	ctx      context.Context // the machine acts
	eve, ana people.User
	followed []bool
}

// bubble runs test on both engines with bent time and the package's jobs, from Saturday, 1 January 2000 at 00:00 UTC.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		m := k.Module()
		go func() {
			defer close(done)
			_ = job.NewRunner(d, job.Config{Poll: time.Hour}, m.Workers, m.Schedules).Run(ctx) // gives nothing but nil
		}()
		test(k)
		stop()
		<-done
	})
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	log := event.NewLog()
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "cli")}
	k.Service = New(Deps{DB: d, Log: log, People: people.New(d, log), Restricted: true, Key: []byte("key"),
		Follow: func(_ context.Context, _ *db.Tx, _ int64, _ string, holds bool) error {
			k.followed = append(k.followed, holds)
			return nil
		}})
	k.People.AttachEntry(k.Entry)
	k.eve, k.ana = k.join("Eve Admin", access.Admin), k.join("Ana Lima", access.Agent)
	k.record(Verification{PersonID: k.eve.ID})
	return k
}

func (k *desk) join(name string, role access.Role) people.User {
	k.t.Helper()
	u, err := k.People.Add(k.ctx, name, people.FoldName(name)[:3]+"@gov.test", role, "a long enough sentence")
	k.must(err)
	return u
}

// record records what stands in v, the rest is as it should be.
func (k *desk) record(v Verification) Record {
	k.t.Helper()
	r, err := k.Record(k.ctx, k.complete(v))
	k.must(err)
	return r
}

func (k *desk) complete(v Verification) Verification {
	v.Verifier, v.VerifiedOn, v.Proof = "Pat Officer", "1999-12-30", "Passport seen"
	return v
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// inside wants somebody to be in the desk in every way, or in none.
func (k *desk) inside(u people.User, want bool) {
	k.t.Helper()
	_, err := k.People.SignIn(k.t.Context(), u.Email, "a long enough sentence")
	if (err == nil) != want {
		k.t.Errorf("%s signs in: %v, want %v", u.Name, err, want)
	}
	if _, _, err := k.People.Identify(k.t.Context(), u.ID, k.DB.Now(k.ctx).Add(time.Second)); (err == nil) != want {
		k.t.Errorf("a session of %s: %v, want %v", u.Name, err, want)
	}
	staff, err := k.People.Staff(k.ctx, k.DB.Read())
	k.must(err)
	listed := false
	for _, s := range staff {
		listed = listed || s.ID == u.ID
	}
	if listed != want {
		k.t.Errorf("%s is counted: %v, want %v", u.Name, listed, want)
	}
}

func (k *desk) refused(err error, kind fault.Kind, field string) {
	k.t.Helper()
	if _, at := fault.Public(err); !fault.Is(err, kind) || at != field {
		k.t.Errorf("got %v on %q, want kind %d on %q", err, at, kind, field)
	}
}

func date(text string) bizcal.Date {
	d, err := bizcal.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}
