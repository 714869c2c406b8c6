// Package coverage says who is there for a customer in each minute that their contract names: the engineer assigned to them,
// somebody who promised to cover, or nobody, which is a gap to be seen. It is pure: no I/O and no clock.
package coverage

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Kind is who is there in a stretch of the contract.
type Kind string

// The kinds.
const (
	Engineer Kind = "engineer"
	Cover    Kind = "cover"
	Gap      Kind = "gap"
)

// Span is the time from From up to, and without, Until.
type Span struct{ From, Until time.Time }

// Has reports whether t lies in it.
func (s Span) Has(t time.Time) bool { return !t.Before(s.From) && t.Before(s.Until) }

// Contract is what a customer was promised: the agreed hours, from From up to Until. A zero edge is none.
type Contract struct {
	Hours       *bizcal.Calendar
	From, Until time.Time
}

// In reports whether t is a minute of the contract.
func (c Contract) In(t time.Time) bool {
	return (c.From.IsZero() || !t.Before(c.From)) && (c.Until.IsZero() || t.Before(c.Until)) && c.Hours.Open(t)
}

// Next gives the first moment of the contract from t on; false where there is none in sight.
func (c Contract) Next(t time.Time) (time.Time, bool) {
	if t.Before(c.From) {
		t = c.From
	}
	at, ok := c.Hours.NextOpen(t)
	return at, ok && (c.Until.IsZero() || at.Before(c.Until))
}

// Spans gives the contract's time from a up to b, in order.
func (c Contract) Spans(a, b time.Time) (all []Span) {
	if !c.From.IsZero() && a.Before(c.From) {
		a = c.From
	}
	if !c.Until.IsZero() && c.Until.Before(b) {
		b = c.Until
	}
	for from, until := range c.Hours.Intervals(a, b) {
		all = append(all, Span{from, until})
	}
	return all
}

// Person is when somebody works, and when they are away all the same. No hours of work are known where Works is nil: then they
// work unless they are away. Gone is somebody who left the team.
type Person struct {
	UserID int64
	Works  *bizcal.Calendar
	Away   []Span // time off, public holidays
	Gone   bool
}

// present gives when a person is there from a up to b.
func (p Person) present(a, b time.Time) []Span {
	if p.Gone || !a.Before(b) {
		return nil
	}
	if p.Works == nil {
		return without([]Span{{a, b}}, p.Away)
	}
	var works []Span
	for from, until := range p.Works.Intervals(a, b) {
		works = append(works, Span{from, until})
	}
	return without(works, p.Away)
}

// Promise is an accepted cover: somebody is there for the engineer in Span, whatever their own hours are, unless they are away.
type Promise struct {
	Span
	By Person
}

func (p Promise) held() []Span {
	if p.By.Gone {
		return nil
	}
	return without([]Span{p.Span}, p.By.Away)
}

// Stretch is a part of the contract's time with who is there. UserID is 0 in a gap.
type Stretch struct {
	Span
	Kind   Kind
	UserID int64
}

// Of parts the contract's time from a up to b. Every minute of it is in exactly one stretch: the engineer's where they are
// there, else that of the first promise that holds, else a gap. Stretches are in order, and those that touch differ.
func Of(c Contract, engineer Person, promises []Promise, a, b time.Time) (all []Stretch) {
	left := c.Spans(a, b)
	take := func(kind Kind, user int64, there []Span) {
		for _, s := range within(left, there) {
			all = append(all, Stretch{s, kind, user})
		}
		left = without(left, there)
	}
	take(Engineer, engineer.UserID, engineer.present(a, b))
	for _, p := range promises {
		take(Cover, p.By.UserID, p.held())
	}
	for _, s := range left {
		all = append(all, Stretch{Span: s, Kind: Gap})
	}
	slices.SortFunc(all, func(x, y Stretch) int { return x.From.Compare(y.From) })
	return joined(all)
}

// At gives who is there at t; false where the contract has no such minute.
func At(c Contract, engineer Person, promises []Promise, t time.Time) (Stretch, bool) {
	if !c.In(t) {
		return Stretch{}, false
	}
	all := Of(c, engineer, promises, t, t.Add(time.Minute))
	return all[0], true
}

// Sum gives how much time is of a kind.
func Sum(all []Stretch, kind Kind) (sum time.Duration) {
	for _, s := range all {
		if s.Kind == kind {
			sum += s.Until.Sub(s.From)
		}
	}
	return sum
}

// Gaps are the stretches in which nobody is there.
func Gaps(all []Stretch) (gaps []Span) {
	for _, s := range all {
		if s.Kind == Gap {
			gaps = append(gaps, s.Span)
		}
	}
	return gaps
}

// joined makes stretches that touch and do not differ one.
func joined(all []Stretch) (out []Stretch) {
	for _, s := range all {
		if n := len(out); n > 0 && out[n-1].Until.Equal(s.From) && out[n-1].Kind == s.Kind && out[n-1].UserID == s.UserID {
			out[n-1].Until = s.Until
			continue
		}
		out = append(out, s)
	}
	return out
}
