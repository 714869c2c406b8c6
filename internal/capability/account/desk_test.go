package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// desk is the package over the real core: four engineers of EMEA, the manager of three of them, a lead, an administrator, and
// a customer.
type desk struct {
	*coretest.Core
	*Service
	acme                                   people.Organization
	ana, ben, cho, jun, mia, lou, ada, dan people.User // jun is below the usual grade; mia leads ana, ben and cho; dan is of the customer
	emergencies                            map[int64]Emergency
	opening                                *Emergency // the one that is being opened
	rings                                  []Alarm
	quiet                                  []string
	notices                                []Notice
	rotations                              map[int64][]string
	order                                  map[int64][]int64
}

// bubble runs test on both engines with bent time and the package's jobs, from Monday, 3 January 2000 at 08:00 of Amsterdam.
func bubble(t *testing.T, test func(k *desk)) {
	t.Helper()
	coretest.Bubble(t, func(c *coretest.Core) {
		k := newDesk(c)
		k.Run(k.Module().Workers, nil)
		k.until("2000-01-03 08:00")
		test(k)
	}, Migrations())
}

func newDesk(c *coretest.Core) *desk {
	k := &desk{Core: c, emergencies: map[int64]Emergency{}, rotations: map[int64][]string{}, order: map[int64][]int64{}}
	k.Service = New(Deps{DB: c.DB, Log: c.Log, People: c.People, Tickets: c.Tickets,
		Emergency: func(_ context.Context, _ db.Querier, id int64) (Emergency, bool, error) {
			if e := k.opening; e != nil {
				k.emergencies[id] = Emergency{ID: id, Responsible: e.Responsible, Paged: e.Paged}
			}
			e, ok := k.emergencies[id]
			return e, ok, nil
		},
		Ring: func(_ context.Context, _ *db.Tx, a Alarm) error {
			k.rings = append(k.rings, a)
			return nil
		},
		Quiet: func(_ context.Context, _ *db.Tx, s event.Subject, why string) error {
			k.quiet = append(k.quiet, fmt.Sprint(s.Type, s.ID, " ", why))
			return nil
		},
		Rotations: func(context.Context, db.Querier) (map[int64][]string, error) { return k.rotations, nil },
		Spent: func(_ context.Context, _ db.Querier, userID int64, _, _ time.Time) (map[int64]int, error) {
			return map[int64]int{k.acme.ID: 90, 0: 30}, nil
		},
		Order: func(_ context.Context, organization int64) ([]int64, error) {
			return k.order[organization], nil
		},
		Commitments: func(_ context.Context, _ db.Querier, userID int64) ([]Commitment, error) {
			return []Commitment{{Words: "The review calls of Acme", Path: "/accounts/1/review"}}, nil
		},
		Notify: func(_ context.Context, _ *db.Tx, n Notice) error {
			k.notices = append(k.notices, n)
			return nil
		}})
	c.Log.Attach([]event.Handler{k.Handler()}, nil)
	c.People.AttachAssigning(k.Assigning)
	join := func(name string, role access.Role, title string, manager int64) people.User {
		return k.Join(people.User{Name: name, Role: role, Region: "emea", Zone: "Europe/Amsterdam", Work: people.Work{Title: title, ManagerID: manager}})
	}
	k.ada, k.lou, k.mia = join("Ada Admin", access.Admin, "", 0), join("Lou Lead", access.Lead, "", 0), join("Mia Manager", access.Lead, "", 0)
	k.ana, k.ben = join("Ana Lima", access.Agent, "Senior Support Engineer", k.mia.ID), join("Ben Ode", access.Agent, "Staff Support Engineer", k.mia.ID)
	k.cho, k.jun = join("Cho Park", access.Agent, "Senior Support Engineer", k.mia.ID), join("Jun Abe", access.Agent, "Support Engineer", 0)
	k.acme = k.Customer(people.Organization{Name: "Acme", Region: "emea"})
	k.dan = k.Join(people.User{Name: "Dan Cole", Role: access.EndUser, OrganizationID: k.acme.ID})
	return k
}

func amsterdam() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err) // the tests carry the zones
	}
	return zone
}

// at is a moment by the clock of Amsterdam.
func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, amsterdam())
	if err != nil {
		panic(err) // the test says no time
	}
	return t
}

// until lets time pass up to a moment of Amsterdam.
func (k *desk) until(text string) {
	k.T.Helper()
	d := at(text).Sub(k.DB.Now(k.Ctx))
	if d < 0 {
		k.T.Fatalf("%s is over", text)
	}
	k.Wait(d)
}

func week(t testing.TB, text string) bizcal.Week {
	t.Helper()
	w, err := bizcal.ParseWeek(text)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// wish is an assignment to Acme as a form brings it: Monday to Friday from 09:00 to 17:00 of Amsterdam.
func (k *desk) wish(u people.User, change ...func(a *Assignment)) Assignment {
	a := Assignment{OrganizationID: k.acme.ID, UserID: u.ID, Hours: 8, Zone: "Europe/Amsterdam", Week: week(k.T, "mon-fri: 09:00-17:00"), Auto: true}
	for _, c := range change {
		c(&a)
	}
	return a
}

func (k *desk) assigned(u people.User, change ...func(a *Assignment)) Assignment {
	k.T.Helper()
	a, err := k.Assign(k.As(k.ada), k.wish(u, change...))
	k.Must(err)
	return a
}

// account is another customer with an assignment of its own.
func (k *desk) account(name string, u people.User) Assignment {
	k.T.Helper()
	o := k.Customer(people.Organization{Name: name})
	return k.assigned(u, func(a *Assignment) { a.OrganizationID = o.ID })
}

// off plans time off between two moments of Amsterdam.
func (k *desk) off(u people.User, from, until string) people.TimeOff {
	k.T.Helper()
	off, err := k.People.PlanTimeOff(k.As(u), people.TimeOff{UserID: u.ID, From: at(from), Until: at(until)}, true)
	k.Must(err)
	return off
}

// asked asks somebody to cover for the time of a stretch of time off.
func (k *desk) asked(a Assignment, off people.TimeOff, u people.User) Cover {
	k.T.Helper()
	c, err := k.AskCover(k.Ctx, Cover{AssignmentID: a.ID, TimeOffID: off.ID, UserID: u.ID, From: off.From, Until: off.Until})
	k.Must(err)
	return c
}

func (k *desk) promised(a Assignment, off people.TimeOff, u people.User) Cover {
	k.T.Helper()
	c := k.asked(a, off, u)
	_, err := k.AnswerCover(k.As(u), c.ID, true, "")
	k.Must(err)
	return k.cover(c.ID)
}

func (k *desk) cover(id int64) Cover {
	k.T.Helper()
	c, err := k.Cover(k.Ctx, id)
	k.Must(err)
	return c
}

// open opens a ticket of Acme's.
func (k *desk) open(change ...func(n *ticket.NewTicket)) ticket.Ticket {
	k.T.Helper()
	n := ticket.NewTicket{Subject: "It is slow", RequesterID: k.dan.ID, Priority: ticket.Normal}
	for _, c := range change {
		c(&n)
	}
	return k.Ticket(k.Open(n).ID)
}

// emergency opens one that pages whoever is on call, and that somebody answers for.
func (k *desk) emergency(responsible int64) ticket.Ticket {
	k.T.Helper()
	k.opening = &Emergency{Responsible: responsible, Paged: true}
	defer func() { k.opening = nil }()
	return k.open(func(n *ticket.NewTicket) { n.Stage = ticket.Emergency })
}

func (k *desk) update(id int64, u ticket.Update) {
	k.T.Helper()
	k.Do(func(ctx context.Context, tx *db.Tx) error {
		_, _, err := k.Tickets.UpdateIn(ctx, tx, id, u)
		return err
	})
}

func (k *desk) engagement(id int64) Engagement {
	k.T.Helper()
	all, err := k.Engagements(k.Ctx, id)
	k.Must(err)
	if len(all) != 1 {
		k.T.Fatalf("there are %d engagements of #%d", len(all), id)
	}
	return all[0]
}

// standing gives who is there for Acme between two moments of Amsterdam.
func (k *desk) standing(from, until string) Standing {
	k.T.Helper()
	all, err := k.StandingsOf(k.Ctx, k.acme.ID, at(from), at(until))
	k.Must(err)
	if len(all) == 0 {
		k.T.Fatal("nobody is assigned")
	}
	return all[0]
}

// hours says how much of a standing has whom, as "engineer cover gap".
func hours(st Standing) string {
	h := func(kind coverage.Kind) int { return int(coverage.Sum(st.Stretches, kind) / time.Hour) }
	return fmt.Sprint(h(coverage.Engineer), " ", h(coverage.Cover), " ", h(coverage.Gap))
}

// told lists the names of those who got the notices with a subject's words, by notice.
func (k *desk) told(words string) (names []string) {
	for _, n := range k.notices {
		if !strings.Contains(n.Subject, words) {
			continue
		}
		var to []string
		for _, u := range n.To {
			to = append(to, strings.Fields(u.Name)[0])
		}
		slices.Sort(to)
		names = append(names, strings.Join(to, " "))
	}
	return names
}

// notice gives the latest notice with a subject's words.
func (k *desk) notice(words string) Notice {
	k.T.Helper()
	for _, n := range slices.Backward(k.notices) {
		if strings.Contains(n.Subject, words) {
			return n
		}
	}
	k.T.Fatalf("no notice speaks of %q", words)
	return Notice{}
}

// refused wants an error of a kind on a field, with all the words in its sentence.
func (k *desk) refused(err error, kind fault.Kind, field string, words ...string) {
	k.T.Helper()
	sentence, on := fault.Public(err)
	if !fault.Is(err, kind) || on != field {
		k.T.Errorf("got %v on %q, want %v on %q", err, on, kind, field)
	}
	for _, w := range words {
		if !strings.Contains(sentence, w) {
			k.T.Errorf("%q does not say %q", sentence, w)
		}
	}
}
