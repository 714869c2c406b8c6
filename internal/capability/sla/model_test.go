package sla

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/capability/sla/clock/clocktest"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// lives is how many random lives of tickets a run tries on each engine; all of them with the long tests.
func lives() int {
	if os.Getenv("DAYWATCH_LONG") != "" {
		return 500
	}
	return 12
}

// TestModel lets random things happen to tickets and to the desk, with restarts and downtimes. After each, what is
// kept must be what a replay of the log gives; at the end, it must be what the reference makes of the log.
func TestModel(t *testing.T) {
	dbtest.Each(t, migrations, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		k.do(k.admin(), func(ctx context.Context, tx *db.Tx) error {
			off := ticket.GuardRules{Levels: map[string]ticket.GuardLevel{ticket.GuardPending: ticket.Off, ticket.GuardHold: ticket.Off}, FarDays: 365}
			return ticket.Guards.Set(ctx, tx, k.Log, off)
		})
		for seed := range lives() {
			m := &model{testDesk: k, r: rand.New(rand.NewPCG(uint64(seed), 3))}
			m.live()
			if t.Failed() {
				t.Fatalf("life %d: %v", seed, m.story)
			}
		}
	})
}

// model is one random life of a ticket.
type model struct {
	*testDesk
	r     *rand.Rand
	id    int64
	story []string
}

func (m *model) live() {
	m.id = m.create(1+m.r.IntN(4), pick(m.r, "emea", "amer", ""))
	acts := []struct {
		name string
		do   func()
	}{
		{"customer", func() { m.say(m.dana, m.id, true) }},
		{"reply", func() { m.say(m.ana, m.id, true) }},
		{"note", func() { m.say(m.ana, m.id, false) }},
		{"machine", func() {
			m.comment(ticket.NewComment{AuthorID: m.dana.ID, Public: true, Automatic: "auto-reply", Body: "Away"})
		}},
		{"stranger", func() { m.comment(ticket.NewComment{AuthorID: m.dana.ID, Outside: true, Body: "Me, too"}) }},
		{"status", func() { m.status(m.id, pick(m.r, ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved)) }},
		{"reply and pending", func() {
			to := ticket.Pending
			m.update(m.ana, m.id, ticket.Update{Status: &to, Comment: &ticket.NewComment{AuthorID: m.ana.ID, Public: true, Body: "Try this"}})
		}},
		{"priority", func() { p := pick(m.r, ticket.Priorities()...); m.update(m.ana, m.id, ticket.Update{Priority: &p}) }},
		{"region", func() { to := pick(m.r, "emea", "apac", ""); m.update(m.ana, m.id, ticket.Update{Region: &to}) }},
		{"pause", m.pause},
		{"tier", func() { m.customer(func(o *people.Organization) { o.Tier = pick(m.r, "", "signature", "advanced") }) }},
		{"hold", func() {
			m.customer(func(o *people.Organization) { o.Hold = !o.Hold; o.HoldReason = map[bool]string{true: "Unpaid"}[o.Hold] })
		}},
		{"calendar", m.calendar},
		{"policy", m.policy},
		{"promise", m.promiseSomething},
		{"restart", m.restart},
		{"downtime", func() { m.now = m.now.Add(time.Duration(m.r.IntN(200)) * time.Hour / 2) }},
	}
	for range 4 + m.r.IntN(9) {
		if m.r.IntN(4) > 0 {
			m.wait(time.Duration(m.r.IntN(60)) * 30 * time.Minute)
		}
		act := acts[m.r.IntN(len(acts))]
		m.story = append(m.story, act.name)
		act.do()
		m.sound(m.id)
	}
	m.until(m.now.Add(time.Hour))
	m.sound(m.id)
	m.refer()
	m.status(m.id, ticket.Solved) // the changes of later lives need not reach it
	m.sound(m.id)
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

func (m *model) comment(c ticket.NewComment) {
	m.t.Helper()
	m.update(m.dana, m.id, ticket.Update{Comment: &c})
}

func (m *model) pause() {
	t, err := m.Tickets.Load(m.t.Context(), m.DB.Read(), m.id)
	m.must(err)
	reason := ""
	if t.PausedAt.IsZero() && t.Status.Live() {
		reason = "The customer is away"
	}
	m.update(m.ana, m.id, ticket.Update{Pause: &reason})
}

func (m *model) calendar() {
	m.do(m.as(m.lea), func(ctx context.Context, tx *db.Tx) error {
		c, err := m.Calendars.ByTitle(ctx, tx, pick(m.r, "EMEA hours", "24x5 business hours"))
		if err != nil {
			return err
		}
		c.Spec.Weekly[time.Tuesday][0].From = 30 * m.r.IntN(18)
		_, err = m.Calendars.SaveIn(ctx, tx, c)
		return err
	})
}

// policy gives the policy that matches most tickets other targets, or takes it out of use.
func (m *model) policy() {
	m.do(m.as(m.lea), func(ctx context.Context, tx *db.Tx) error {
		all, err := m.PoliciesIn(ctx, tx)
		if err != nil {
			return err
		}
		p := all[len(all)-1]
		p.Targets = nil
		for _, priority := range Prioritised() {
			for _, metric := range clock.Metrics() {
				if m.r.IntN(3) > 0 {
					p.Targets = append(p.Targets,
						Target{priority, clock.Target{Metric: metric, Seconds: int64(1+m.r.IntN(40)) * 1800, Always: m.r.IntN(3) == 0}})
				}
			}
		}
		p.Active = m.r.IntN(5) > 0
		_, err = m.SavePolicyIn(ctx, tx, p)
		return err
	})
}

// promiseSomething promises times to the ticket, once in its life: the reference keeps to one set of warnings, and
// so do the policies of this test.
func (m *model) promiseSomething() {
	t, err := m.Tickets.Load(m.t.Context(), m.DB.Read(), m.id)
	m.must(err)
	if !t.Status.Live() {
		return
	}
	times := pick(m.r, "", "tue,thu 15:00", "mon-fri 09:00, 16:30")
	m.must(m.PromiseTicket(m.as(m.ana), m.id, times, clocktest.Zones()[times]))
}

// restart is a new process on the same database.
func (m *model) restart() {
	m.Service, m.notices = wire(m.t, m.DB)
}

// refer asks the reference what the ticket's log makes of its clocks.
func (m *model) refer() {
	m.t.Helper()
	events, err := event.Of(m.t.Context(), m.DB.Read(), event.Ticket(m.id), 0)
	m.must(err)
	facts, err := history(events)
	m.must(err)
	facts = append(facts, clock.Fact{Kind: clock.Passed, At: m.now})
	measure := &measure{ctx: m.t.Context(), q: m.DB.Read(), s: m.Service}
	want := slices.DeleteFunc(clocktest.Recompute(measure.hours, facts), func(c clocktest.Measured) bool { return !m.kept(c) })
	clocks, err := clocksOf(m.t.Context(), m.DB.Read(), m.id)
	m.must(err)
	got := slices.DeleteFunc(clocktest.Observe(clocks), func(c clocktest.Measured) bool { return !m.kept(c) })
	if diff := cmp.Diff(got, want, cmpopts.EquateEmpty()); diff != "" {
		m.t.Errorf("what is kept (-) and the reference (+) differ: %s", diff)
	}
}

// kept leaves out clocks that never had a target: they are not kept.
func (m *model) kept(c clocktest.Measured) bool {
	for _, k := range m.all() {
		if k.Metric == c.Metric && k.Instance == c.Instance {
			return true
		}
	}
	return !c.Due.IsZero() || len(c.Breaches) > 0
}

func (m *model) all() []clock.Clock {
	all, err := clocksOf(m.t.Context(), m.DB.Read(), m.id)
	m.must(err)
	return all
}
