package call

import (
	"context"
	"net/mail"
	"strconv"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the package over the real core, with a lead, two engineers and a customer.
type desk struct {
	*coretest.Core
	*Service
	mia, ana, ben, dana people.User
	letters             []Letter
	notices             []Notice
	changes             []Call
	onCall              map[int64][]slot.Span
	star                bool
}

// bubble runs test on both engines with bent time and the package's jobs.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	coretest.Bubble(t, func(c *coretest.Core) {
		k := newDesk(c)
		k.Run(k.workers(), k.Module().Schedules)
		test(k)
	}, Migrations())
}

// each runs test on both engines at the machine's time, without jobs.
func each(t *testing.T, test func(t testing.TB, k *desk)) {
	t.Helper()
	coretest.Each(t, func(c *coretest.Core) { test(c.T, newDesk(c)) }, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c, onCall: map[int64][]slot.Span{}}
	k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets, Key: []byte("a key of thirty-two bytes, or so"),
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
	k.T.Helper()
	u := people.User{Name: name, Email: people.FoldName(name)[:3] + "@desk.test", Role: role, Zone: zone}
	if role.Staff() {
		week, err := bizcal.ParseWeek("mon-fri: 09:00-17:00")
		k.Must(err)
		u.Hours = week
	}
	return k.Join(u)
}

// open opens a ticket of the customer's that Ana has.
func (k *desk) open() int64 {
	k.T.Helper()
	return k.Open(ticket.NewTicket{Subject: "It is slow", RequesterID: k.dana.ID, Priority: ticket.Normal, AssigneeID: k.ana.ID}).ID
}

func (k *desk) call(id int64) Call {
	k.T.Helper()
	c, err := findCall(k.Ctx, k.DB.Read(), id)
	k.Must(err)
	return c
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func spanAt(at time.Time, d time.Duration) slot.Span { return slot.Span{From: at, Until: at.Add(d)} }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
