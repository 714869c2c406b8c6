package oncall

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

var migrations = []db.Migrations{job.Migrations(), event.Migrations(), settings.Migrations(), people.Migrations(), Migrations()}

// desk is on-call over the real people: three regions, a manager, somebody on shift.
type desk struct {
	*Service
	t   *testing.T
	ctx context.Context // the desk itself acts

	mika, ren, gerd, hari, amal, jo, max people.User // two of APAC, two of EMEA, AMER, AMER on shift, and the manager
	notices                              []Notice
	rang                                 map[int64][]time.Time
}

// bubble runs test on both engines with bent time, from Monday, 23 November 2026, 08:00 UTC on.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		time.Sleep(time.Until(at("2026-11-23 08:00")))
		test(newDesk(t, d))
	})
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	log := event.NewLog()
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test"), rang: map[int64][]time.Time{}}
	k.Service = New(Deps{DB: d, Log: log, People: people.New(d, log),
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		},
		Pages: func(_ context.Context, _ db.Querier, userID int64, from, until time.Time) ([]time.Time, error) {
			return slices.DeleteFunc(slices.Clone(k.rang[userID]), func(t time.Time) bool { return t.Before(from) || !t.Before(until) }), nil
		}})
	log.Attach(k.Module().Handlers, nil)
	k.mika, k.ren = k.join("Mika", "apac", "Australia/Brisbane"), k.join("Ren", "apac", "Australia/Brisbane")
	k.gerd, k.hari = k.join("Gerd", "emea", "Europe/Amsterdam"), k.join("Hari", "emea", "Europe/Amsterdam")
	k.amal, k.jo = k.join("Amal", "amer", "America/Los_Angeles"), k.join("Jo", "amer", "America/Los_Angeles", func(u *people.User) { u.Shift = true })
	k.max = k.join("Max", "emea", "Europe/Amsterdam", func(u *people.User) { u.Role = access.Lead })
	return k
}

func (k *desk) join(name, region, zone string, change ...func(*people.User)) people.User {
	k.t.Helper()
	u := people.User{Name: name, Email: strings.ToLower(name) + "@desk.test", Role: access.Agent, Region: region, Zone: zone}
	for _, c := range change {
		c(&u)
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

func (k *desk) as(u people.User) context.Context {
	return access.With(k.t.Context(), u.Principal("web"))
}

func (k *desk) until(when string) {
	k.t.Helper()
	time.Sleep(time.Until(at(when)))
	synctest.Wait()
}

// daily is a layer that is on for some hours of every day, in weekly turns.
func daily(name, region, zone, start, end string, users ...people.User) Layer {
	l := Layer{Region: region, Layer: rotation.Layer{Name: name, Zone: zone, Anchor: "2026-01-05T00:00", Unit: rotation.Weeks, Length: 1,
		Windows: []rotation.Window{{Days: everyDay(), Start: start, End: end}}}}
	for _, u := range users {
		l.Users = append(l.Users, u.ID)
	}
	return l
}

func everyDay() []time.Weekday { return []time.Weekday{0, 1, 2, 3, 4, 5, 6} }

// sun is a rotation that follows the sun without a hole: Brisbane, Amsterdam and Los Angeles.
func (k *desk) sun() Schedule {
	return Schedule{Title: "Customer emergencies", Plan: Plan{Mode: rotation.Union, Critical: true, Layers: []Layer{
		daily("APAC", "apac", "Australia/Brisbane", "10:00", "18:00", k.mika, k.ren),
		daily("EMEA", "emea", "Europe/Amsterdam", "08:00", "18:00", k.gerd, k.hari),
		daily("AMER", "amer", "America/Los_Angeles", "07:00", "17:00", k.amal)}}}
}

func (k *desk) save(w Wish) Schedule {
	k.t.Helper()
	s, err := k.Save(k.as(k.max), w)
	must(k.t, err)
	return s
}

// who names those on call for a schedule at a time of UTC, in order.
func (k *desk) who(s Schedule, when string) string {
	k.t.Helper()
	ids, err := k.At(k.ctx, k.DB.Read(), s.Title, at(when))
	must(k.t, err)
	var names []string
	for _, id := range ids {
		u, err := k.People.User(k.ctx, id)
		must(k.t, err)
		names = append(names, u.Name)
	}
	return strings.Join(names, " ")
}

func (k *desk) wants(err error, kind fault.Kind, field string, words ...string) {
	k.t.Helper()
	said, got := fault.Public(err)
	if !fault.Is(err, kind) || got != field {
		k.t.Errorf("got %v (kind %v, field %q), want kind %v, field %q", err, fault.KindOf(err), got, kind, field)
	}
	for _, w := range words {
		if !strings.Contains(said, w) {
			k.t.Errorf("%q does not say %q", said, w)
		}
	}
}

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return t
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
