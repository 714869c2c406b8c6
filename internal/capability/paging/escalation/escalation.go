// Package escalation says whom a page reaches next when nobody answers, from a policy alone: no I/O and no clock. Each
// step asks who is on call at its own time, not at that of the page; a step with nobody is recorded and skipped at
// once; and a policy that is exhausted is not the end: its last resort is paged until somebody acknowledges.
package escalation

import (
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Target is whom a step pages: a schedule, a person or a group.
type Target struct {
	Schedule string // by its title
	User     int64
	Group    int64
	// Everyone pages all who are on call in the schedule, or all of the group; else the first who is free.
	Everyone bool
}

// Step is one step of a policy.
type Step struct {
	Targets []Target
	Timeout time.Duration // how long it waits for an acknowledgement before the next
}

// Policy is who is asked, in which order, and how long each is waited for.
type Policy struct {
	Steps  []Step
	Repeat int // how often the steps are gone through again after the first time
	// WaitEmpty has a step that reaches nobody wait for its timeout, too. Else it is skipped at once.
	WaitEmpty bool
	// LastResort is paged once all is exhausted, and again Every so long, until somebody acknowledges.
	LastResort []Target
	Every      time.Duration
}

// Most is how many steps a policy has, and how often it repeats them, at most.
const (
	MostSteps  = 50
	MostRepeat = 100
)

// Check says what is wrong with the policy, if anything: a *fault.Error that names the field, such as steps.0.timeout.
func (p Policy) Check() error {
	switch {
	case len(p.Steps) == 0:
		return fault.Field("steps", "A policy without steps pages nobody. Give it at least one.")
	case len(p.Steps) > MostSteps:
		return fault.Field("steps", "%d steps are too many. %d are the most.", len(p.Steps), MostSteps)
	case p.Repeat < 0 || p.Repeat > MostRepeat:
		return fault.Field("repeat", "The steps cannot be repeated %d times. Write 0 to %d.", p.Repeat, MostRepeat)
	case len(p.LastResort) > 0 && p.Every < time.Minute:
		return fault.Field("every", "The last resort cannot be paged every %s. A minute is the least.", p.Every)
	}
	for i, s := range p.Steps {
		if len(s.Targets) == 0 {
			return fault.Field(fmt.Sprintf("steps.%d.targets", i), "Step %d pages nobody. Name a schedule or a person.", i+1)
		}
		if s.Timeout < time.Second {
			return fault.Field(fmt.Sprintf("steps.%d.timeout", i), "Step %d cannot wait %s. A second is the least.", i+1, s.Timeout)
		}
		if err := checkTargets(fmt.Sprintf("steps.%d.targets", i), s.Targets); err != nil {
			return err
		}
	}
	return checkTargets("last_resort", p.LastResort)
}

func checkTargets(field string, all []Target) error {
	for _, t := range all {
		n := 0
		for _, named := range []bool{t.Schedule != "", t.User != 0, t.Group != 0} {
			if named {
				n++
			}
		}
		if n != 1 {
			return fault.Field(field, "A target is a schedule, a person or a group, one of the three.")
		}
	}
	return nil
}

// State is where a page stands in its policy. It is all that need be kept of it.
type State struct {
	Loop, Step int
	Due        time.Time // when that step pages, in UTC
	// Rounds counts the pages of the last resort so far; Exhausted says that the steps are behind.
	Exhausted bool
	Rounds    int
}

// Begin gives where a page of an instant stands.
func Begin(at time.Time) State { return State{Due: at.UTC()} }

// Kind is what a step did.
type Kind string

// What happens on the way.
const (
	Paged      Kind = "paged"
	Empty      Kind = "empty"     // nobody was there to be paged
	Exhausted  Kind = "exhausted" // the steps have all been gone through
	LastResort Kind = "last_resort"
)

// Action is what happens at an instant.
type Action struct {
	At         time.Time
	Kind       Kind
	Loop, Step int     // of Paged and Empty; Loop counts the rounds of LastResort, which is empty of Users where nobody is there
	Users      []int64 // without doubles, in the order of the targets
}

// Resolve says whom a target means at an instant. Nobody is an empty list.
type Resolve func(t Target, at time.Time) ([]int64, error)

// Next does the one thing that is due in a state, at its own time, however late the caller is: what the state then is,
// and what happened. Call it while Due is not after now. An acknowledgement at or before Due comes first: don't call it
// then. The error is that of resolve; nothing has happened then.
func (p Policy) Next(s State, resolve Resolve) (State, Action, error) {
	if s.Exhausted {
		return p.last(s, resolve)
	}
	if s.Step >= len(p.Steps) || s.Loop > p.Repeat {
		a := Action{At: s.Due, Kind: Exhausted, Loop: s.Loop}
		return State{Due: s.Due, Exhausted: true, Loop: s.Loop, Step: s.Step}, a, nil
	}
	step := p.Steps[s.Step]
	users, err := whom(step.Targets, s.Due, resolve)
	if err != nil {
		return s, Action{}, err
	}
	a := Action{At: s.Due, Kind: Paged, Loop: s.Loop, Step: s.Step, Users: users}
	wait := step.Timeout
	if len(users) == 0 {
		a.Kind = Empty
		if !p.WaitEmpty {
			wait = 0
		}
	}
	s.Due = s.Due.Add(wait)
	if s.Step++; s.Step == len(p.Steps) && s.Loop < p.Repeat {
		s.Loop, s.Step = s.Loop+1, 0
	}
	return s, a, nil
}

// last pages the last resort once more.
func (p Policy) last(s State, resolve Resolve) (State, Action, error) {
	users, err := whom(p.LastResort, s.Due, resolve)
	if err != nil {
		return s, Action{}, err
	}
	a := Action{At: s.Due, Kind: LastResort, Loop: s.Rounds, Users: users}
	s.Rounds++
	s.Due = s.Due.Add(max(p.Every, time.Minute))
	return s, a, nil
}

func whom(targets []Target, at time.Time, resolve Resolve) (users []int64, err error) {
	for _, t := range targets {
		found, err := resolve(t, at)
		if err != nil {
			return nil, err
		}
		for _, u := range found {
			if !slices.Contains(users, u) {
				users = append(users, u)
			}
		}
	}
	return users, nil
}

// Run goes through a policy from an instant until it is acknowledged, which is zero for never, or exhausted, and gives
// all that happens, and when it ended. It is for showing a policy before it is needed.
func (p Policy) Run(start, acked time.Time, resolve Resolve) (all []Action, ended time.Time, err error) {
	for s := Begin(start); ; {
		if !acked.IsZero() && !acked.After(s.Due) {
			return all, acked, nil
		}
		next, a, err := p.Next(s, resolve)
		if err != nil {
			return all, s.Due, err
		}
		if a.Kind == Exhausted {
			return all, a.At, nil
		}
		all, s = append(all, a), next
	}
}
