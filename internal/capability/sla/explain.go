package sla

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Explanation is all that a ticket's page can say of its clocks.
type Explanation struct {
	Ticket  ticket.Ticket
	Policy  Policy // zero: none matches
	Terms   clock.Terms
	Courses []Course    // clocks that have or had a target: those that wait by due time, then those that ended, newest first
	None    Reason      // why nothing is due; empty when something is, or is only paused
	Judged  []Judgement // every policy, in order, and what it says to the ticket
}

// Reason says why a ticket has no clock.
type Reason string

// The reasons, the strongest first.
const (
	ReasonSolved     Reason = "solved"      // nobody waits
	ReasonNoPolicy   Reason = "no_policy"   // none matches
	ReasonNoSLA      Reason = "no_sla"      // the policy that matches sets no target at all, by intent
	ReasonNoPriority Reason = "no_priority" // targets are by priority, and the ticket has none
	ReasonNoTarget   Reason = "no_target"   // the policy sets none for this priority
	ReasonAnswered   Reason = "answered"    // the last word is ours
	ReasonUnasked    Reason = "unasked"     // no customer has written
)

// Course is one clock with what it used so far and how time went over it.
type Course struct {
	clock.Clock
	Used   time.Duration  // of its calendar; up to now while it is not done
	Paused time.Duration  // on the wall, since it began
	Zone   *time.Location // of its calendar, or in which it was promised; nil round the clock
	Until  time.Time      // the right end of Spans: its end, or the later of now and due
	Spans  []Span         // by their beginning; between them its calendar is closed
}

// Span is a stretch in which a clock ran or stood.
type Span struct {
	From, Until time.Time
	Stands      bool
}

// Judgement is what a policy says to a ticket.
type Judgement struct {
	Policy  Policy
	Applies bool // it is the ticket's
	Matches bool // it would be, if none before it were
	Lines   []condition.Line
}

// Explain says why a ticket is due when it is, or why it is not due.
func (s *Service) Explain(ctx context.Context, id int64) (e Explanation, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return e, err
	}
	q := s.DB.Read()
	i, err := s.inquire(ctx, q, id)
	if err != nil {
		return e, err
	}
	state, _, err := findState(ctx, q, id)
	if err != nil {
		return e, err
	}
	if state == nil {
		state = &clock.State{Terms: i.terms()}
	}
	e = Explanation{Ticket: i.Ticket, Terms: state.Terms, Judged: i.judge()}
	if at := slices.IndexFunc(i.policies, func(p Policy) bool { return p.ID == state.Terms.Policy.ID }); at >= 0 {
		e.Policy = i.policies[at]
	}
	clocks, err := clocksOf(ctx, q, id)
	if err != nil {
		return e, err
	}
	e.None = i.reason(state, clocks)
	e.Courses, err = s.courses(ctx, q, clocks, i.now)
	return e, err
}

// judge asks every policy in turn.
func (i inquiry) judge() (all []Judgement) {
	taken := false
	for _, p := range i.policies {
		matches := condition.Eval(p.Filter, i.Facts, i.env())
		applies := matches && p.Active && !taken
		taken = taken || applies
		all = append(all, Judgement{Policy: p, Applies: applies, Matches: matches, Lines: condition.Explain(p.Filter, i.Facts, i.env())})
	}
	return all
}

func (i inquiry) reason(s *clock.State, clocks []clock.Clock) Reason {
	waits := slices.ContainsFunc(clocks, func(c clock.Clock) bool {
		return !c.Ended() && c.Phase != clock.Stopped && c.Target.Seconds > 0
	})
	switch {
	case !i.Ticket.Status.Live():
		return ReasonSolved
	case waits:
		return ""
	case s.Terms.Policy.ID == 0:
		return ReasonNoPolicy
	case !slices.ContainsFunc(i.policies, func(p Policy) bool { return p.ID == s.Terms.Policy.ID && len(p.Targets) > 0 }):
		return ReasonNoSLA
	case i.Ticket.Priority == ticket.NoPriority:
		return ReasonNoPriority
	case len(s.Terms.Targets) == 0:
		return ReasonNoTarget
	case s.Replied:
		return ReasonAnswered
	}
	return ReasonUnasked
}

// courses measures clocks up to now and puts them in the order in which people look for them.
func (s *Service) courses(ctx context.Context, q db.Querier, clocks []clock.Clock, now time.Time) ([]Course, error) {
	m := &measure{ctx: ctx, q: q, s: s}
	all := make([]Course, len(clocks))
	for i, c := range clocks {
		all[i] = m.course(c, now)
	}
	slices.SortStableFunc(all, func(a, b Course) int {
		switch {
		case a.Ended() != b.Ended():
			return cmp.Compare(order(a.Ended()), order(b.Ended()))
		case a.Ended():
			return b.End.Compare(a.End)
		case a.Due.IsZero() != b.Due.IsZero():
			return cmp.Compare(order(a.Due.IsZero()), order(b.Due.IsZero()))
		}
		return a.Due.Compare(b.Due)
	})
	return all, m.failed
}

func order(last bool) int {
	if last {
		return 1
	}
	return 0
}

// mostSpans bounds a picture: a course of months is drawn up to there.
const mostSpans = 120

func (m *measure) course(c clock.Clock, now time.Time) Course {
	o := Course{Clock: c, Used: c.Used, Until: c.End}
	hours := m.hours(c.Calendar)
	switch words := strings.Fields(c.Calendar.Title); {
	case c.Calendar.ID != 0:
		o.Zone = hours.Zone()
	case c.Metric == clock.Promise && len(words) > 0:
		if zone, err := time.LoadLocation(words[len(words)-1]); err == nil {
			o.Zone = zone
		}
	}
	if !c.Ended() {
		o.Used, o.Until = hours.BetweenPaused(c.Start, now, c.Pauses), now
		if c.Due.After(now) {
			o.Until = c.Due
		}
	}
	from := c.Start
	for _, p := range c.Pauses {
		until := p.Until
		if until.IsZero() {
			until = o.Until
		}
		o.draw(hours, from, p.From)
		o.Spans = append(o.Spans, Span{From: p.From, Until: until, Stands: true})
		if p.Until.IsZero() && until.After(now) {
			until = now
		}
		o.Paused += until.Sub(p.From)
		if from = p.Until; from.IsZero() {
			from = o.Until
		}
	}
	o.draw(hours, from, o.Until)
	return o
}

// draw adds the stretches in which the calendar is open.
func (o *Course) draw(hours *bizcal.Calendar, from, until time.Time) {
	for a, b := range hours.Intervals(from, until) {
		if len(o.Spans) >= mostSpans {
			return
		}
		o.Spans = append(o.Spans, Span{From: a, Until: b})
	}
}
