package discussion

import (
	"context"
	"errors"
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

// desk is the package over the real core, with two engineers, a customer with a ticket, and a far side that can be down.
type desk struct {
	*Service
	t              *testing.T
	ana, ben, jane people.User
	ticket         ticket.Ticket
	down           bool
	came           []Crossing
	answered       []Answer
	closed         []string
	deliveries     int
}

func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	dbtest.Bubble(t, migrations, func(t *testing.T, d *db.DB) {
		blobs, err := blob.OpenDir(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		log := event.NewLog()
		persons := people.New(d, log)
		k := &desk{t: t}
		k.Service = New(Deps{DB: d, Log: log, People: persons, Tickets: ticket.NewService(d, log, persons, blobs), Deliver: k.deliver,
			Kept: func(context.Context, db.Querier, int64) ([]string, error) {
				return []string{"The primary is pg-vault-03.dc.agency.gov"}, nil
			},
			Answers: func(context.Context, string) ([]Answer, error) { return k.answered, k.far() },
			Close: func(_ context.Context, ref string) error {
				k.closed = append(k.closed, ref)
				return k.far()
			}})
		m := k.Module()
		log.Attach(m.Handlers, nil)
		k.fill()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = job.NewRunner(d, job.Config{Poll: time.Hour}, m.Workers, m.Schedules).Run(ctx) // gives nothing but nil
		}()
		test(k)
		stop()
		<-done
	})
}

func (k *desk) far() error {
	if k.down {
		return errors.New("the other desk is down")
	}
	return nil
}

func (k *desk) deliver(_ context.Context, c Crossing) (string, error) {
	k.deliveries++
	if k.down {
		return "", k.far()
	}
	for _, before := range k.came {
		if before.Mark == c.Mark {
			return "77", nil
		}
	}
	k.came = append(k.came, c)
	return "77", nil
}

func (k *desk) fill() {
	k.t.Helper()
	ctx := access.AsSystem(k.t.Context(), "test")
	k.must(k.DB.Do(ctx, func(tx *db.Tx) error {
		o, err := k.People.SaveOrganizationIn(ctx, tx,
			people.Organization{Name: "Helvetia Space Agency", Aliases: []string{"HSA"}, Domains: []string{"agency.gov"}})
		if err != nil {
			return err
		}
		join := func(u people.User) (people.User, error) { return k.People.ImportUser(ctx, tx, u, "") }
		var errs [3]error
		k.ana, errs[0] = join(people.User{Name: "Ana Lima", Email: "ana@gov.test", Role: access.Agent})
		k.ben, errs[1] = join(people.User{Name: "Ben Ode", Email: "ben@gov.test", Role: access.Agent})
		k.jane, errs[2] = join(people.User{Name: "Jane Okonkwo", Email: "jane.okonkwo@mail.example", Role: access.EndUser, OrganizationID: o.ID})
		if err := errors.Join(errs[:]...); err != nil {
			return err
		}
		k.ticket, err = k.Tickets.CreateIn(ctx, tx, ticket.NewTicket{Subject: "Gitaly fails", RequesterID: k.jane.ID, Channel: "mail",
			Comment: ticket.NewComment{Public: true, Body: "Nov 23 00:00:01 sidekiq-west gitaly[1]: lost gitaly-07.prod.agency.gov"}})
		return err
	}))
}

func (k *desk) as(u people.User) context.Context {
	return access.With(k.t.Context(), u.Principal("web"))
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// draft is one that names nobody.
func (k *desk) draft() Draft {
	return Draft{TicketID: k.ticket.ID, Nature: "Gitaly loses its connection after 60 s", Version: "17.4.1", Tried: "Raised the timeout",
		Question: "Is there a known limit? See docs.gitlab.com"}
}

func (k *desk) shown() Shown {
	k.t.Helper()
	all, err := k.Of(k.as(k.ana), k.ticket.ID)
	k.must(err)
	if len(all) != 1 {
		k.t.Fatalf("%d items", len(all))
	}
	return all[0]
}

func (k *desk) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
