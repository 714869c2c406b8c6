package account

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// watch knows what coverage is made of: who works when, who is away, who promised what.
type watch struct {
	s      *Service
	q      db.Querier
	roster *people.Roster
	a, b   time.Time // what is asked for lies between
	known  map[int64]coverage.Person
}

// watching gathers what is needed for the time from a up to b.
func (s *Service) watching(ctx context.Context, q db.Querier, a, b time.Time) (*watch, error) {
	roster, err := s.People.Roster(ctx, q, a)
	return &watch{s: s, q: q, roster: roster, a: a, b: b, known: map[int64]coverage.Person{}}, err
}

// person gives when somebody works and is away. Whoever is not in the active team is gone.
func (w *watch) person(ctx context.Context, id int64) (coverage.Person, error) {
	if p, ok := w.known[id]; ok {
		return p, nil
	}
	u, ok := w.roster.User(id)
	p := coverage.Person{UserID: id, Gone: !ok || !u.Works(), Works: w.roster.Hours(id)}
	for _, off := range w.roster.TimeOff(id) {
		p.Away = append(p.Away, coverage.Span{From: off.From, Until: off.Until})
	}
	if ok && w.s.Holidays != nil {
		free, err := w.s.Holidays(ctx, w.q, u, w.a, w.b)
		if err != nil {
			return p, err
		}
		p.Away = append(p.Away, free...)
	}
	w.known[id] = p
	return p, nil
}

// scene is what coverage needs of one assignment.
type scene struct {
	contract coverage.Contract
	engineer coverage.Person
	promises []coverage.Promise
	covers   []Cover // of the promises, in the same order
}

func (w *watch) scene(ctx context.Context, a Assignment) (sc scene, err error) {
	if sc.contract, err = a.Contract(); err != nil {
		return sc, err
	}
	if sc.engineer, err = w.person(ctx, a.UserID); err != nil {
		return sc, err
	}
	promised, err := promisedCovers(ctx, w.q, a.ID, w.a, w.b)
	if err != nil {
		return sc, err
	}
	for _, c := range promised {
		p, err := w.person(ctx, c.UserID)
		if err != nil {
			return sc, err
		}
		sc.covers = append(sc.covers, c)
		sc.promises = append(sc.promises, coverage.Promise{Span: coverage.Span{From: c.From, Until: c.Until}, By: p})
	}
	return sc, nil
}

// of parts the contract's time from a up to b.
func (sc scene) of(a, b time.Time) []coverage.Stretch {
	return coverage.Of(sc.contract, sc.engineer, sc.promises, a, b)
}

// away reports whether the engineer is off at an instant: on time off, on a public holiday, or gone.
func (sc scene) away(at time.Time) bool {
	if sc.engineer.Gone {
		return true
	}
	for _, s := range sc.engineer.Away {
		if s.Has(at) {
			return true
		}
	}
	return false
}

// cover gives the accepted cover of an instant whose promise holds; false where there is none.
func (sc scene) cover(at time.Time) (Cover, bool) {
	for i, p := range sc.promises {
		if !p.Has(at) || p.By.Gone {
			continue
		}
		off := false
		for _, s := range p.By.Away {
			off = off || s.Has(at)
		}
		if !off {
			return sc.covers[i], true
		}
	}
	return Cover{}, false
}
