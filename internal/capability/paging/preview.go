package paging

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Foreseen is whom a step would ask, and when, if a page came now and nobody answered.
type Foreseen struct {
	At         time.Time
	Step       int  // of the policy, from 0
	LastResort bool // it is the list behind all steps
	Users      []int64
	Missing    []string // schedules that the step names and that are not there
	Busy       []int64  // who would be passed over, because they answer for an emergency now
}

// Preview goes once through a policy, stored or not, as if a page came now.
func (s *Service) Preview(ctx context.Context, p Policy) ([]Foreseen, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	if len(p.Steps) == 0 {
		return nil, fault.Field("steps", "Give the policy a first step")
	}
	now := s.DB.Now(ctx)
	w := &work{Service: s, q: s.DB.Read(), ringing: &ringing{}, policy: p}
	state, once := escalation.Begin(now), p.Policy
	once.Repeat, once.Every = 0, max(once.Every, time.Minute)
	var all []Foreseen
	for range len(p.Steps) + 2 {
		w.missing, w.busy = nil, nil
		next, a, err := once.Next(state, w.resolve(ctx))
		if err != nil {
			return nil, err
		}
		state = next
		if a.Kind == escalation.Exhausted {
			continue
		}
		f := Foreseen{At: a.At, Step: a.Step, LastResort: a.Kind == escalation.LastResort, Users: a.Users, Missing: w.missing, Busy: w.busy}
		if f.LastResort && len(f.Users) == 0 {
			if f.Users, err = w.anybody(ctx); err != nil {
				return nil, err
			}
		}
		all = append(all, f)
	}
	return all, nil
}
