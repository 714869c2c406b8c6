package attention

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the package over the real core, with a manager on call, engineers, somebody of sales, and a customer.
type desk struct {
	*coretest.Core
	*Service
	org                      people.Organization
	mia, ana, ben, sue, dana people.User // lead, two engineers, a light agent of sales, the customer
	notices                  []Notice
	onDuty, holding          []int64
	closed                   bool
}

// bubble runs test on both engines with bent time and the package's jobs.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	coretest.Bubble(t, func(c *coretest.Core) {
		k := newDesk(c)
		k.Run(k.workers(), nil)
		test(k)
	}, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c}
	k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets,
		OnDuty:  func(context.Context, db.Querier, time.Time) ([]int64, error) { return k.onDuty, nil },
		Holding: func(context.Context, db.Querier, time.Time) ([]int64, error) { return k.holding, nil },
		Hours: func(_ context.Context, _ db.Querier, _ string, at time.Time) (bool, time.Time, error) {
			return !k.closed, at.Add(time.Hour), nil
		},
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		}})
	k.org = k.Customer(people.Organization{Name: "Seto Rail"})
	staff := func(name string, role access.Role) people.User { return k.Join(people.User{Name: name, Role: role}) }
	k.mia, k.ana, k.ben = staff("Mia Lead", access.Lead), staff("Ana Lima", access.Agent), staff("Ben Ode", access.Agent)
	k.sue = staff("Sue Sales", access.LightAgent)
	k.dana = k.Join(people.User{Name: "Dana Cole", Role: access.EndUser, OrganizationID: k.org.ID})
	k.onDuty = []int64{k.mia.ID}
	return k
}

// open opens a ticket of the customer's; change may say more of it.
func (k *desk) open(change func(*ticket.NewTicket)) int64 {
	k.T.Helper()
	n := ticket.NewTicket{Subject: "It is down", RequesterID: k.dana.ID, Priority: ticket.Normal}
	if change != nil {
		change(&n)
	}
	return k.Open(n).ID
}

// star asks for attention, as somebody of sales, for a ticket of an hour ago.
func (k *desk) star(urgency Urgency) Request {
	k.T.Helper()
	id := k.open(nil)
	k.Wait(time.Hour)
	r, err := k.Ask(k.As(k.sue), Asking{TicketID: id, Urgency: urgency, Kind: Business, Reason: "They go live at noon", Wanted: "A call"})
	k.Must(err)
	return r
}

func (k *desk) request(id int64) Request {
	k.T.Helper()
	r, err := k.Request(k.Ctx, id)
	k.Must(err)
	return r
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
