package paging

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Reachable is by which ways somebody can be paged. Addresses are their own affair and not in it.
type Reachable struct {
	User   people.User
	Kinds  []Kind // those that work, mail too
	OnDuty bool   // on call now, by a schedule that a policy names
}

// None reports whether no page can arrive.
func (r Reachable) None() bool { return len(r.Kinds) == 0 }

// OnlyMail reports whether mail is all there is: nobody looks there at night.
func (r Reachable) OnlyMail() bool { return len(r.Kinds) == 1 && r.Kinds[0] == Mail }

// Reachability lists who of the team can be paged and how: those on call now first, and of them those who cannot.
func (s *Service) Reachability(ctx context.Context) ([]Reachable, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	q := s.DB.Read()
	staff, err := s.People.Staff(ctx, q)
	if err != nil {
		return nil, err
	}
	kinds, err := findWorkingKinds(ctx, q)
	if err != nil {
		return nil, err
	}
	duty, err := s.onDuty(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []Reachable
	for _, u := range staff {
		if !u.Active || !u.Role.Allows(access.UpdateTickets) {
			continue
		}
		r := Reachable{User: u, Kinds: kinds[u.ID], OnDuty: slices.Contains(duty, u.ID)}
		if u.Email != "" && !u.MailFails && !slices.Contains(r.Kinds, Mail) {
			r.Kinds = slices.Insert(r.Kinds, 0, Mail)
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(a, b Reachable) int { return rank(a) - rank(b) })
	return all, nil
}

// rank puts those first who matter most: on call now, and out of reach.
func rank(r Reachable) int {
	place := 2
	if r.None() {
		place = 0
	} else if r.OnlyMail() {
		place = 1
	}
	if !r.OnDuty {
		place += 3
	}
	return place
}

// onDuty lists who is on call now by the schedules that policies name.
func (s *Service) onDuty(ctx context.Context, q db.Querier) (all []int64, err error) {
	policies, err := s.PoliciesIn(ctx, q)
	if err != nil || s.OnCall == nil {
		return nil, err
	}
	asked := map[string]bool{"": true}
	for _, p := range policies {
		for _, t := range p.targets() {
			if asked[t.Schedule] {
				continue
			}
			asked[t.Schedule] = true
			users, err := s.OnCall(ctx, q, t.Schedule, s.DB.Now(ctx))
			if err != nil && !fault.Is(err, fault.NotFound) { // a schedule that was renamed has nobody
				return nil, err
			}
			all = append(all, users...)
		}
	}
	return all, nil
}
