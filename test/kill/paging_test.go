package kill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/app"
	"github.com/daywatch/daywatch/internal/capability/paging"
	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/test/program"
	"github.com/daywatch/daywatch/test/rig"
)

// alarm is a desk whose pages go to receivers of all manners, and what it must not lose.
type alarm struct {
	t        *testing.T
	desk     *program.Desk
	inside   *app.Desk // the same desk in the test's process: it opens pages, answers them, and looks
	receiver *receiver
	team     []people.User // by the manners of their receiver
	pages    []paging.Page
	answered map[int64]time.Time // when the acknowledgement of a page committed
}

// pagingRounds is how often the program is killed.
func pagingRounds() int {
	if full() {
		return 100
	}
	return 20
}

func TestPagesKilledAtRandom(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			seed := uint64(time.Now().UnixNano())
			t.Logf("the moments come from seed %d", seed)
			chance := rand.New(rand.NewPCG(seed, 0))
			a := raise(t, database(t, engine), time.Hour)
			for range pagingRounds() {
				a.desk.Launch()
				if chance.IntN(4) > 0 { // a quarter dies while it starts
					a.desk.AwaitReady()
				}
				a.ring()
				// The pause is the random moment itself: nothing is waited for.
				time.Sleep(time.Duration(chance.Int64N(int64(600 * time.Millisecond))))
				if chance.IntN(3) == 0 {
					a.answer(a.pages[chance.IntN(len(a.pages))])
				}
				a.desk.Kill()
			}
			a.desk.Start()
			a.awaitRest()
			a.checkDelivered()
			a.checkLog()
			a.desk.Stop()
		})
	}
}

// Two processes on one PostgreSQL database share the work: no step and no attempt is claimed by both.
func TestPagesOfTwoProcesses(t *testing.T) {
	t.Parallel()
	a := raise(t, database(t, db.PostgreSQL), time.Second)
	twin := a.desk.Twin()
	a.desk.Start()
	twin.Start()
	for range 20 {
		a.ring()
	}
	a.awaitExhausted()
	a.checkSteps()
	for _, p := range a.pages {
		a.answer(p)
	}
	a.awaitRest()
	a.checkLog()
	twin.Stop()
	a.desk.Stop()
}

// raise makes the desk and its team. A step of its policy waits for so long.
func raise(t *testing.T, database string, wait time.Duration) *alarm {
	t.Helper()
	a := &alarm{t: t, desk: program.NewDesk(t, t.TempDir(), database), receiver: receive(t), answered: map[int64]time.Time{}}
	a.inside = a.desk.Open()
	for _, m := range manners {
		a.join(m)
	}
	policies, err := a.inside.Paging.Policies(a.system())
	a.must(err)
	p := policies[0]
	step := escalation.Step{Timeout: wait}
	for _, u := range a.team {
		step.Targets = append(step.Targets, escalation.Target{User: u.ID})
	}
	p.Title, p.Steps, p.Repeat, p.AckTimeout = "Customer emergencies", []escalation.Step{step, {Targets: step.Targets[:1], Timeout: wait}}, 1, 0
	_, err = a.inside.Paging.SavePolicy(a.system(), p)
	a.must(err)
	return a
}

// join adds a person whose webhook has these manners, and proves it.
func (a *alarm) join(m string) {
	a.t.Helper()
	u, err := a.inside.People.Add(a.system(), m, m+"@desk.test", access.Admin, program.EngineerPassword)
	a.must(err)
	a.team = append(a.team, u)
	ctx := program.As(a.t.Context(), u)
	c, err := a.inside.Paging.AddMethod(ctx, paging.Method{Kind: paging.Webhook, Address: a.receiver.URL + "/" + m, Label: m})
	a.must(err)
	a.must(a.inside.Paging.VerifyMethod(ctx, c.ID, a.receiver.code))
	a.must(a.inside.Paging.SetRules(ctx, paging.High, []paging.Rule{{MethodID: c.ID}}))
}

func (a *alarm) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *alarm) system() context.Context { return access.AsSystem(a.t.Context(), "test") }

// ring opens a page.
func (a *alarm) ring() {
	a.t.Helper()
	n := int64(len(a.pages) + 1)
	p, err := db.InTx(a.system(), a.inside.DB, func(tx *db.Tx) (paging.Page, error) {
		return a.inside.Paging.Trigger(a.system(), tx,
			paging.Alarm{Key: fmt.Sprint("thing:", n), Subject: event.Subject{Type: "thing", ID: n}, Title: fmt.Sprint("Thing ", n)})
	})
	a.must(err)
	a.pages = append(a.pages, p)
}

// answer acknowledges a page, and keeps when that had committed.
func (a *alarm) answer(p paging.Page) {
	a.t.Helper()
	if _, done := a.answered[p.ID]; done {
		return
	}
	got, err := a.inside.Paging.Acknowledge(program.As(a.t.Context(), a.team[0]), p.ID)
	a.must(err)
	a.answered[p.ID] = got.AckedAt
}

// record is all that the desk knows of a page.
func (a *alarm) record(p paging.Page) paging.Record {
	a.t.Helper()
	r, err := a.inside.Paging.Record(a.system(), p.ID)
	a.must(err)
	return r
}

// awaitRest waits until no attempt is under way or to be made any more.
func (a *alarm) awaitRest() {
	a.t.Helper()
	rig.Eventually(a.t, "every attempt to be settled", func() bool {
		for _, p := range a.pages {
			for _, d := range a.record(p).Deliveries {
				if d.State == paging.Queued || d.State == paging.Sending {
					return false
				}
			}
		}
		return true
	})
}

// awaitExhausted waits until every page went through its policy.
func (a *alarm) awaitExhausted() {
	a.t.Helper()
	rig.Eventually(a.t, "every policy to be gone through", func() bool {
		for _, p := range a.pages {
			if asks := a.asks(p); len(asks) < 5 {
				return false
			}
		}
		return true
	})
}
