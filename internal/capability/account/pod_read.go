package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Pods lists all pods by name, with how they stand from a up to b, and the assigned engineers who are in none.
func (s *Service) Pods(ctx context.Context, a, b time.Time) (pods []PodStanding, without []people.User, err error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, nil, err
	}
	q := s.DB.Read()
	kept, err := allPods(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	all, err := s.Standings(ctx, a, b)
	if err != nil {
		return nil, nil, err
	}
	var ids []int64
	for _, p := range kept {
		ids = append(ids, p.Members...)
	}
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return nil, nil, err
	}
	w, err := s.watching(ctx, q, a, b)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range kept {
		st := PodStanding{Pod: p}
		for _, id := range p.Members {
			st.Crew = append(st.Crew, w.mate(users[id], all))
		}
		slices.SortFunc(st.Crew, func(x, y Mate) int { return strings.Compare(x.User.Name, y.User.Name) })
		st.Out, st.When = coverage.Most(coverage.Span{From: a, Until: b}, w.out(p.Members)...)
		pods = append(pods, st)
	}
	for _, st := range all {
		if st.Engineer.Works() && !slices.Contains(ids, st.UserID) {
			ids, without = append(ids, st.UserID), append(without, st.Engineer)
		}
	}
	return pods, without, nil
}

// mate gathers how somebody of a pod stands in the time that is watched.
func (w *watch) mate(u people.User, all []Standing) Mate {
	m := Mate{User: u, Out: w.out([]int64{u.ID})[0]}
	for _, st := range all {
		if st.UserID == u.ID {
			m.Accounts = append(m.Accounts, st.Assignment)
		}
		for _, x := range st.Stretches {
			if x.Kind == coverage.Cover && x.UserID == u.ID {
				m.Covered += x.Until.Sub(x.From)
			}
		}
		for _, c := range st.Covers {
			if c.UserID == u.ID && c.State == Promised && c.From.Before(w.b) && w.a.Before(c.Until) {
				m.Covers = append(m.Covers, c)
			}
		}
	}
	return m
}

// out gives the time off of each of several people that has a moment in the time that is watched.
func (w *watch) out(ids []int64) [][]coverage.Span {
	list := make([][]coverage.Span, len(ids))
	for i, id := range ids {
		for _, off := range w.roster.TimeOff(id) {
			if off.Overlaps(w.a, w.b) {
				list[i] = append(list[i], coverage.Span{From: off.From, Until: off.Until})
			}
		}
	}
	return list
}

// PodFor gives how the pod of somebody stands from a up to b; false where they are in none.
func (s *Service) PodFor(ctx context.Context, userID int64, a, b time.Time) (PodStanding, bool, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return PodStanding{}, false, err
	}
	pods, _, err := s.Pods(ctx, a, b)
	if i := slices.IndexFunc(pods, func(p PodStanding) bool { return slices.Contains(p.Members, userID) }); i >= 0 {
		return pods[i], true, err
	}
	return PodStanding{}, false, err
}

// Pod gives one; fault.NotFound when there is none.
func (s *Service) Pod(ctx context.Context, id int64) (Pod, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Pod{}, err
	}
	return findPod(ctx, s.DB.Read(), id)
}
