package discussion

import (
	"context"
	"errors"
	"testing"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the package over the real core, with two engineers, a customer with a ticket, and a far side that can be down.
type desk struct {
	*coretest.Core
	*Service
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
	coretest.Bubble(t, func(c *coretest.Core) {
		k := &desk{Core: c}
		k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets, Deliver: k.deliver,
			Kept: func(context.Context, db.Querier, int64) ([]string, error) {
				return []string{"The primary is pg-vault-03.dc.agency.gov"}, nil
			},
			Answers: func(context.Context, string) ([]Answer, error) { return k.answered, k.far() },
			Close: func(_ context.Context, ref string) error {
				k.closed = append(k.closed, ref)
				return k.far()
			}})
		m := k.Module()
		c.Log.Attach(m.Handlers, nil)
		k.fill()
		k.Run(m.Workers, m.Schedules)
		test(k)
	}, Migrations())
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
	k.T.Helper()
	o := k.Customer(people.Organization{Name: "Helvetia Space Agency", Aliases: []string{"HSA"}, Domains: []string{"agency.gov"}})
	k.ana = k.Join(people.User{Name: "Ana Lima", Email: "ana@gov.test", Role: access.Agent})
	k.ben = k.Join(people.User{Name: "Ben Ode", Email: "ben@gov.test", Role: access.Agent})
	k.jane = k.Join(people.User{Name: "Jane Okonkwo", Email: "jane.okonkwo@mail.example", Role: access.EndUser, OrganizationID: o.ID})
	k.ticket = k.Open(ticket.NewTicket{Subject: "Gitaly fails", RequesterID: k.jane.ID, Channel: "mail",
		Comment: ticket.NewComment{Public: true, Body: "Nov 23 00:00:01 sidekiq-west gitaly[1]: lost gitaly-07.prod.agency.gov"}})
}

// draft is one that names nobody.
func (k *desk) draft() Draft {
	return Draft{TicketID: k.ticket.ID, Nature: "Gitaly loses its connection after 60 s", Version: "17.4.1", Tried: "Raised the timeout",
		Question: "Is there a known limit? See docs.gitlab.com"}
}

func (k *desk) shown() Shown {
	k.T.Helper()
	all, err := k.Of(k.As(k.ana), k.ticket.ID)
	k.Must(err)
	if len(all) != 1 {
		k.T.Fatalf("%d items", len(all))
	}
	return all[0]
}
