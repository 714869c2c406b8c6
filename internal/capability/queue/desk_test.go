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
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the queue with the real core beneath it, people in three regions and a customer who prefers AMER.
type desk struct {
	*coretest.Core
	*Service
	org  people.Organization
	dana people.User // the customer

	aki, ana, eli, sam people.User // apac, amer, and two in emea
	notices            []Notice
}

// bubble runs test on both engines with bent time, which begins on Saturday, 1 January 2000 at 00:00 UTC.
func bubble(t *testing.T, test func(d *desk)) {
	t.Helper()
	coretest.Bubble(t, func(c *coretest.Core) { test(newDesk(c)) }, Migrations())
}

// each runs test on both engines at the machine's time.
func each(t *testing.T, test func(d *desk)) {
	t.Helper()
	coretest.Each(t, func(c *coretest.Core) { test(newDesk(c)) }, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c}
	k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets,
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		}})
	c.Log.Attach(k.Module().Handlers, nil)
	k.org = k.Customer(people.Organization{Name: "Globex", Region: "amer"})
	k.aki = k.join("Aki Ito", "apac", "Australia/Brisbane", "mon-fri: 0900-1800", nil)
	k.ana = k.join("Ana Lima", "amer", "America/Los_Angeles", "mon-fri: 0500-1500", nil)
	k.eli = k.join("Eli Okoro", "emea", "Europe/Amsterdam", "mon-fri: 0800-1700", nil)
	k.sam = k.join("Sam Vik", "emea", "Europe/Amsterdam", "mon-fri: 0800-1700", nil)
	k.dana = k.Join(people.User{Name: "Dana", Email: "dana@globex.test", Role: access.EndUser, OrganizationID: k.org.ID})
	return k
}

// join adds somebody to the team, with hours by the clock of their zone.
func (k *desk) join(name, region, zone, hours string, change func(*people.User)) people.User {
	k.T.Helper()
	week, err := bizcal.ParseWeek(hours)
	k.Must(err)
	u := people.User{Name: name, Email: people.FoldName(name)[:3] + region + "@desk.test", Role: access.Agent, Region: region, Zone: zone,
		Work: people.Work{Hours: week}}
	if change != nil {
		change(&u)
	}
	return k.Join(u)
}

// open opens a ticket of the customer's; change may say more of it.
func (k *desk) open(subject string, change func(*ticket.NewTicket)) int64 {
	k.T.Helper()
	n := ticket.NewTicket{Subject: subject, RequesterID: k.dana.ID, Priority: ticket.Normal}
	if change != nil {
		change(&n)
	}
	return k.Open(n).ID
}

// breach gives a ticket a due time.
func (k *desk) breach(id int64, at time.Time) {
	k.T.Helper()
	k.Do(func(ctx context.Context, tx *db.Tx) error { return k.Tickets.SetBreach(ctx, tx, id, at, "first_reply") })
}

// reply is a public word of somebody's.
func (k *desk) reply(id int64, from people.User) {
	k.T.Helper()
	k.update(id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: "a word", AuthorID: from.ID}}, from)
}

// update changes a ticket; what a customer does comes in by mail, through the desk.
func (k *desk) update(id int64, u ticket.Update, by people.User) {
	k.T.Helper()
	ctx := k.As(by)
	if !by.Role.Staff() {
		ctx = k.Ctx
	}
	_, err := k.Tickets.Update(ctx, id, u)
	k.Must(err)
}

// facts lists the kinds of the queue's facts on a ticket, in order.
func (k *desk) facts(id int64) (kinds []string) {
	k.T.Helper()
	log, err := k.Tickets.History(k.Ctx, id, 0)
	k.Must(err)
	for _, e := range log {
		if len(e.Kind) > 6 && e.Kind[:6] == "queue." {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

// fact gives the newest fact of a kind on a ticket.
func fact[T event.Fact](k *desk, id int64) (f T) {
	k.T.Helper()
	log, err := k.Tickets.History(k.Ctx, id, 0)
	k.Must(err)
	for _, e := range slices.Backward(log) {
		if e.Kind == f.EventKind() {
			f, err := event.Decode[T](e)
			k.Must(err)
			return f
		}
	}
	k.T.Fatalf("ticket %d has no %s, but %v", id, f.EventKind(), k.facts(id))
	return f
}

// run does the desk's jobs until the test ends, or stop is called.
func (k *desk) run() (stop func()) {
	k.T.Helper()
	k.Do(k.EnsurePlans)
	return k.Run(k.workers(), nil)
}

// until sleeps up to a moment of bent time, and a little more for what falls due in it.
func (k *desk) until(text string) {
	k.T.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	k.Must(err)
	time.Sleep(time.Until(at) + time.Second)
	synctest.Wait()
}

// off plans time off between two moments in UTC.
func (k *desk) off(u people.User, from, until string) people.TimeOff {
	k.T.Helper()
	o := people.TimeOff{UserID: u.ID}
	for text, into := range map[string]*time.Time{from: &o.From, until: &o.Until} {
		at, err := time.Parse("2006-01-02 15:04", text)
		k.Must(err)
		*into = at
	}
	o, err := k.People.PlanTimeOff(k.Ctx, o, true)
	k.Must(err)
	return o
}

func (k *desk) setRegions(regions []people.Region) {
	k.T.Helper()
	k.Do(func(ctx context.Context, tx *db.Tx) error { return people.Regions.Set(ctx, tx, k.Log, regions) })
}

func (k *desk) line() []int64 {
	k.T.Helper()
	l, err := k.Line(k.Ctx)
	k.Must(err)
	return idsOf(l.Tickets)
}
