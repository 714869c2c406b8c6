package incident

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the service with the real core beneath it, two engineers, two customers, and ports that remember.
type desk struct {
	*coretest.Core
	*Service
	org people.Organization

	ana, lea   people.User // engineer and lead
	dana, dirk people.User // customers, the second reads German

	pages   []string // titles of pages that are open
	notices []Notice
	letters []Letter
	copies  int
	shift   Shift
}

// bubble runs test on both engines with bent time.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	coretest.Bubble(t, func(c *coretest.Core) { test(newDesk(c)) }, Migrations())
}

// each runs test on both engines at the machine's time.
func each(t *testing.T, test func(k *desk)) {
	t.Helper()
	coretest.Each(t, func(c *coretest.Core) { test(newDesk(c)) }, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c}
	k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets, Key: []byte("key"),
		Link: func(path string) string { return "https://desk.test" + path }, Named: func(context.Context) string { return "Globex" },
		Out: outbound.New(outbound.Config{Private: true}),
		Page: func(_ context.Context, _ *db.Tx, _, _, title string, _ event.Subject) error {
			k.pages = append(k.pages, title)
			return nil
		},
		Settle: func(context.Context, *db.Tx, event.Subject, string) error { k.pages = nil; return nil },
		OnDuty: func(context.Context, db.Querier, string, time.Time) (Shift, error) { return k.shift, nil },
		Tell:   func(_ context.Context, _ *db.Tx, n Notice) error { k.notices = append(k.notices, n); return nil },
		Mail:   func(_ context.Context, _ *db.Tx, l Letter) error { k.letters = append(k.letters, l); return nil }})
	k.AttachCopy(func(context.Context) error { k.copies++; return nil })
	c.Log.Attach(k.Module().Handlers, nil)
	k.org = k.Customer(people.Organization{Name: "Initech"})
	k.ana, k.lea = k.join("Ana Ruiz", "ana@desk.test", access.Agent, ""), k.join("Lea Novak", "lea@desk.test", access.Admin, "")
	k.dana, k.dirk = k.join("Dana", "dana@initech.test", access.EndUser, ""), k.join("Dirk", "dirk@initech.test", access.EndUser, "de-AT")
	return k
}

func (k *desk) join(name, address string, role access.Role, locale string) people.User {
	k.T.Helper()
	u := people.User{Name: name, Email: address, Role: role, Locale: locale}
	if role == access.EndUser {
		u.OrganizationID = k.org.ID
	}
	return k.Join(u)
}

// run has the jobs run until the test ends.
func (k *desk) run() {
	k.Run(slices.Concat(k.Module().Workers, k.Tickets.Workers()), k.Module().Schedules)
}

// open opens a customer's ticket.
func (k *desk) open(who people.User, words string) int64 {
	k.T.Helper()
	return k.Open(ticket.NewTicket{Subject: "It fails", RequesterID: who.ID, Comment: ticket.NewComment{Public: true, Body: words}}).ID
}

func (k *desk) component(title string, group int64) int64 {
	k.T.Helper()
	id, err := k.SaveComponent(k.As(k.lea), Component{Title: title, GroupID: group, Showcase: true})
	k.Must(err)
	return id
}

// declare begins an incident of a severity with a first public word.
func (k *desk) declare(severity int, changes ...Change) Incident {
	k.T.Helper()
	i, err := k.Declare(k.As(k.ana), NewIncident{Title: "Pushes fail", Severity: severity, IssueURL: "https://issues.test/i/12", PublishAtOnce: true,
		First: NewUpdate{Body: "We are investigating.", Changes: changes}})
	k.Must(err)
	return i
}

// say publishes an update.
func (k *desk) say(i Incident, status Status, change func(*NewUpdate)) Update {
	k.T.Helper()
	n := NewUpdate{Incident: i.ID, Status: status, Body: "News of the incident."}
	if change != nil {
		change(&n)
	}
	u, err := k.Write(k.As(k.ana), n)
	k.Must(err)
	k.Must(k.Publish(k.As(k.ana), u.ID))
	return u
}

func (k *desk) room(id int64) Room {
	k.T.Helper()
	r, err := k.Room(k.As(k.ana), id)
	k.Must(err)
	return r
}

// refused wants an error of a kind that says some words.
func refused(t *testing.T, err error, kind fault.Kind, field, words string) {
	t.Helper()
	sentence, at := fault.Public(err)
	if !fault.Is(err, kind) || at != field || !strings.Contains(sentence, words) {
		t.Errorf("%v on %q, want kind %d on %q that says %q", err, at, kind, field, words)
	}
}
