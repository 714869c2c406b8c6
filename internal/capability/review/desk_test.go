package review

import (
	"context"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the package over the real core, with an account that has an engineer, a success manager and two contacts.
type desk struct {
	*coretest.Core
	*Service
	org                          people.Organization
	ana, ben, sue, cho, dana, ed people.User // two engineers, sales, the success manager, two of the customer
	inCharge                     func(at time.Time) int64
	calls                        map[int64]Invitation
	moved                        map[int64]time.Time
	off                          map[int64]string
	notices                      []Notice
}

// bubble runs test on both engines with bent time and the package's jobs.
func bubble(t *testing.T, test func(t testing.TB, k *desk)) {
	t.Helper()
	coretest.Bubble(t, func(c *coretest.Core) {
		k := newDesk(c)
		k.Run(k.workers(), nil)
		test(c.T, k)
	}, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c, calls: map[int64]Invitation{}, moved: map[int64]time.Time{}, off: map[int64]string{}}
	k.Service = New(Deps{DB: c.DB, Log: c.Log, Blobs: c.Blobs, People: c.People, Tickets: c.Tickets,
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
	c.Log.Attach(k.handlers(), nil)
	k.org = k.Customer(people.Organization{Name: "Seto Rail"})
	k.ana, k.ben, k.sue, k.cho = k.join("Ana Lima", access.Agent), k.join("Ben Ode", access.Agent), k.join("Sue Sales", access.LightAgent),
		k.join("Cho Manager", access.LightAgent)
	k.dana, k.ed = k.join("Dana Cole", access.EndUser), k.join("Ed Rao", access.EndUser)
	k.inCharge = func(time.Time) int64 { return k.ana.ID }
	k.Do(func(ctx context.Context, tx *db.Tx) error {
		for _, u := range []people.User{k.dana, k.ed} {
			if err := k.People.NameContactIn(ctx, tx, people.Contact{UserID: u.ID, OrganizationID: k.org.ID, Proof: "by_hand"}); err != nil {
				return err
			}
		}
		return nil
	})
	return k
}

// manage names the success manager of the account; nobody takes them away.
func (k *desk) manage(u people.User) {
	k.T.Helper()
	o, err := k.People.Organization(k.Ctx, k.org.ID)
	k.Must(err)
	o.Owners = nil
	if u.ID != 0 {
		o.Owners = []people.Owner{{Side: people.Ours, Role: people.SuccessManager, UserID: u.ID}}
	}
	_, err = k.People.SaveOrganization(k.Ctx, o)
	k.Must(err)
}

func (k *desk) join(name string, role access.Role) people.User {
	k.T.Helper()
	u := people.User{Name: name, Email: people.FoldName(name)[:2] + "@desk.test", Role: role}
	if role == access.EndUser {
		u.OrganizationID = k.org.ID
	}
	return k.Join(u)
}

// open opens a ticket of the customer's.
func (k *desk) open(subject string, p ticket.Priority) int64 {
	k.T.Helper()
	return k.Open(ticket.NewTicket{Subject: subject, RequesterID: k.dana.ID, Channel: "mail", Priority: p}).ID
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
