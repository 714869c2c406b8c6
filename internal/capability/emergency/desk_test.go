package emergency

import (
	"context"
	"fmt"
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

// desk is the service with the real core beneath it, two customers, a team with a manager, and a pager that only remembers.
type desk struct {
	*Service
	t                        *testing.T
	ctx                      context.Context // the desk itself acts
	org                      people.Organization
	dana, stan               people.User // customers of Ultimate and of Starter
	ana, ben, cora, mia, lea people.User // three engineers, the manager of ana, an administrator
	pages                    []Alarm
	settled                  []string // "ticket:1 replied"
	told                     []Notice
	onCall                   map[string][]int64
	shut                     bool // the desk's hours are over
	emergencyForm, plain     ticket.Form
}

// bubble runs test on both engines with bent time, with the jobs running.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		ctx, stop := context.WithCancel(k.ctx)
		done := make(chan error, 1)
		go func() { done <- job.NewRunner(d, job.Config{Poll: time.Hour}, k.Module().Workers, nil).Run(ctx) }()
		test(k)
		stop()
		must(t, <-done)
	})
}

// each runs test on both engines at the machine's time.
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
	k := &desk{t: t, ctx: access.AsSystem(t.Context(), "test"), onCall: map[string][]int64{}}
	k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs), Page: k.page, Settle: k.settlePages,
		Answer: func(context.Context, *db.Tx, event.Subject, int64) error { return nil },
		OnCall: func(_ context.Context, _ db.Querier, schedule string, _ time.Time) ([]int64, error) {
			return k.onCall[schedule], nil
		},
		Addressees: func(context.Context, db.Querier, int64) ([]string, error) { return nil, nil },
		Owns:       func(_ context.Context, _ db.Querier, a string) (bool, error) { return a == "emergency@desk.test", nil },
		Closed:     func(context.Context, db.Querier, time.Time) (bool, error) { return k.shut, nil },
		Tell: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.told = append(k.told, n)
			return nil
		}})
	log.Attach(k.Module().Handlers, nil)
	k.do(k.populate)
	return k
}

func (k *desk) populate(ctx context.Context, tx *db.Tx) (err error) {
	if err := k.EnsureDefaults(ctx, tx); err != nil {
		return err
	}
	forms, err := k.Tickets.FormsIn(ctx, tx)
	if err != nil {
		return err
	}
	k.emergencyForm, _ = titled(forms, "Emergency")
	k.plain, _ = titled(forms, "Self-Managed")
	if k.org, err = k.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Globex", Region: "emea", SupportLevel: "ultimate"}); err != nil {
		return err
	}
	small, err := k.People.SaveOrganizationIn(ctx, tx, people.Organization{Name: "Initech", Plan: "Starter"})
	if err != nil {
		return err
	}
	join := func(u *people.User, name string, role access.Role, change func(*people.User)) error {
		*u = people.User{Name: name, Email: people.FoldName(name)[:3] + "@desk.test", Role: role}
		if change != nil {
			change(u)
		}
		*u, err = k.People.ImportUser(ctx, tx, *u, "")
		return err
	}
	steps := []error{
		join(&k.mia, "Mia Manager", access.Lead, nil),
		join(&k.ana, "Ana Ruiz", access.Agent, func(u *people.User) { u.ManagerID = k.mia.ID }),
		join(&k.ben, "Ben Tran", access.Agent, nil),
		join(&k.cora, "Cora Diaz", access.Agent, nil),
		join(&k.lea, "Lea Admin", access.Admin, nil),
		join(&k.dana, "Dana Voss", access.EndUser, func(u *people.User) { u.OrganizationID = k.org.ID }),
		join(&k.stan, "Stan Small", access.EndUser, func(u *people.User) { u.OrganizationID = small.ID }),
	}
	for _, err := range steps {
		if err != nil {
			return err
		}
	}
	return nil
}

// page remembers what rang, and tells the desk of the page as paging does: the same key rings once.
func (k *desk) page(ctx context.Context, tx *db.Tx, a Alarm) error {
	k.pages = append(k.pages, a)
	return k.Rang(ctx, tx, PageNews{PageID: int64(len(k.pages)), Key: a.Key, Subject: a.Subject})
}

func (k *desk) settlePages(_ context.Context, _ *db.Tx, s event.Subject, reason string) error {
	k.settled = append(k.settled, fmt.Sprintf("%s:%d %s", s.Type, s.ID, reason))
	return nil
}

func (k *desk) do(fn func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	must(k.t, k.DB.Do(k.ctx, func(tx *db.Tx) error { return fn(k.ctx, tx) }))
}

// as is a context in which somebody acts.
func (k *desk) as(u people.User) context.Context {
	return access.With(k.t.Context(), u.Principal("web"))
}

// open opens a ticket of a customer's; change may say more of it.
func (k *desk) open(who people.User, change func(*ticket.NewTicket)) int64 {
	k.t.Helper()
	n := ticket.NewTicket{Subject: "All requests answer 502", RequesterID: who.ID, Channel: "portal", Severity: 2,
		Comment: ticket.NewComment{Public: true, Body: "Since the upgrade."}}
	if change != nil {
		change(&n)
	}
	t, err := k.Tickets.Create(access.With(k.t.Context(), access.Principal{UserID: who.ID, Name: who.Name, Role: access.System, Via: "portal"}), n)
	must(k.t, err)
	return t.ID
}

// emergency opens one by the form.
func (k *desk) emergency(who people.User) int64 {
	k.t.Helper()
	return k.open(who, func(n *ticket.NewTicket) { n.FormID = k.emergencyForm.ID })
}

// acked has somebody acknowledge the newest page of a ticket.
func (k *desk) acked(id int64, u people.User) {
	k.t.Helper()
	k.do(func(ctx context.Context, tx *db.Tx) error {
		return k.PageAcknowledged(ctx, tx, id, u.ID)
	})
}

// PageAcknowledged tells the service what paging would.
func (k *desk) PageAcknowledged(ctx context.Context, tx *db.Tx, ticketID, userID int64) error {
	for i, a := range slices.Backward(k.pages) {
		if a.Subject == event.Ticket(ticketID) {
			return k.Answered(ctx, tx, PageNews{PageID: int64(i + 1), Key: a.Key, Subject: a.Subject, By: userID})
		}
	}
	return fmt.Errorf("nothing rang for ticket %d", ticketID)
}

func (k *desk) ticket(id int64) ticket.Ticket {
	k.t.Helper()
	t, err := k.Tickets.Get(k.ctx, id)
	must(k.t, err)
	return t
}

// last is the newest emergency of a ticket.
func (k *desk) last(id int64) Emergency {
	k.t.Helper()
	all, err := k.Of(k.ctx, id)
	must(k.t, err)
	if len(all) == 0 {
		k.t.Fatalf("ticket %d never was an emergency", id)
	}
	return all[0]
}

// reply writes to the customer as an engineer.
func (k *desk) reply(id int64, u people.User, words string) {
	k.t.Helper()
	_, err := k.Tickets.Update(k.as(u), id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: words}})
	must(k.t, err)
}

func (k *desk) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
