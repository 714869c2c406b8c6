package emergency

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the service with the real core beneath it, two customers, a team with a manager, and a pager that only remembers.
type desk struct {
	*coretest.Core
	*Service
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
	coretest.Bubble(t, func(c *coretest.Core) {
		k := newDesk(c)
		k.Run(k.Module().Workers, nil)
		test(k)
	}, Migrations())
}

// each runs test on both engines at the machine's time.
func each(t *testing.T, test func(k *desk)) {
	t.Helper()
	coretest.Each(t, func(c *coretest.Core) { test(newDesk(c)) }, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c, onCall: map[string][]int64{}}
	k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets, Page: k.page, Settle: k.settlePages,
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
	c.Log.Attach(k.Module().Handlers, nil)
	k.populate()
	return k
}

func (k *desk) populate() {
	k.Do(k.EnsureDefaults)
	forms, err := k.Tickets.FormsIn(k.Ctx, k.DB.Read())
	k.Must(err)
	k.emergencyForm, _ = titled(forms, "Emergency")
	k.plain, _ = titled(forms, "Self-Managed")
	k.org = k.Customer(people.Organization{Name: "Globex", Region: "emea", SupportLevel: "ultimate"})
	small := k.Customer(people.Organization{Name: "Initech", Plan: "Starter"})
	k.mia = k.Join(people.User{Name: "Mia Manager", Role: access.Lead})
	k.ana = k.Join(people.User{Name: "Ana Ruiz", Role: access.Agent, Work: people.Work{ManagerID: k.mia.ID}})
	k.ben, k.cora = k.Join(people.User{Name: "Ben Tran", Role: access.Agent}), k.Join(people.User{Name: "Cora Diaz", Role: access.Agent})
	k.lea = k.Join(people.User{Name: "Lea Admin", Role: access.Admin})
	k.dana = k.Join(people.User{Name: "Dana Voss", Role: access.EndUser, OrganizationID: k.org.ID})
	k.stan = k.Join(people.User{Name: "Stan Small", Role: access.EndUser, OrganizationID: small.ID})
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

// open opens a ticket of a customer's; change may say more of it.
func (k *desk) open(who people.User, change func(*ticket.NewTicket)) int64 {
	k.T.Helper()
	n := ticket.NewTicket{Subject: "All requests answer 502", RequesterID: who.ID, Channel: "portal", Severity: 2,
		Comment: ticket.NewComment{Public: true, Body: "Since the upgrade."}}
	if change != nil {
		change(&n)
	}
	t, err := k.Tickets.Create(access.With(k.T.Context(), access.Principal{UserID: who.ID, Name: who.Name, Role: access.System, Via: "portal"}), n)
	k.Must(err)
	return t.ID
}

// emergency opens one by the form.
func (k *desk) emergency(who people.User) int64 {
	k.T.Helper()
	return k.open(who, func(n *ticket.NewTicket) { n.FormID = k.emergencyForm.ID })
}

// acked has somebody acknowledge the newest page of a ticket.
func (k *desk) acked(id int64, u people.User) {
	k.T.Helper()
	k.Do(func(ctx context.Context, tx *db.Tx) error {
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

// last is the newest emergency of a ticket.
func (k *desk) last(id int64) Emergency {
	k.T.Helper()
	all, err := k.Of(k.Ctx, id)
	k.Must(err)
	if len(all) == 0 {
		k.T.Fatalf("ticket %d never was an emergency", id)
	}
	return all[0]
}

// reply writes to the customer as an engineer.
func (k *desk) reply(id int64, u people.User, words string) {
	k.T.Helper()
	_, err := k.Tickets.Update(k.As(u), id, ticket.Update{Comment: &ticket.NewComment{Public: true, Body: words}})
	k.Must(err)
}
