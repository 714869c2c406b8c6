package account

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Charge is who moves the tickets of an account at a moment.
type Charge struct {
	UserID  int64
	Cover   bool  // they are there for the engineer
	For     int64 // the engineer, where Cover
	CoverID int64
}

// EngineersOf lists the assignments of an organization that hold, the main one first. The caller may see them.
func (s *Service) EngineersOf(ctx context.Context, q db.Querier, organization int64) ([]Assignment, error) {
	all, err := assignmentsOf(ctx, q, organization)
	return holding(all, s.DB.Now(ctx)), err
}

// AccountsOf lists the assignments of an engineer that hold. The caller may see them.
func (s *Service) AccountsOf(ctx context.Context, q db.Querier, userID int64) ([]Assignment, error) {
	all, err := assignmentsBy(ctx, q, userID)
	return holding(all, s.DB.Now(ctx)), err
}

func holding(all []Assignment, at time.Time) (out []Assignment) {
	for _, a := range all {
		if a.Holds(at) {
			out = append(out, a)
		}
	}
	return out
}

// InCharge gives who moves the tickets of an organization at an instant, inside the agreed hours or not: whoever covers while
// the engineer is away, else the engineer. It is false where nobody is assigned, or the engineer is gone and nobody covers.
// The caller may see it.
func (s *Service) InCharge(ctx context.Context, q db.Querier, organization int64, at time.Time) (Charge, bool, error) {
	all, err := assignmentsOf(ctx, q, organization)
	if err != nil {
		return Charge{}, false, err
	}
	all = holding(all, at)
	if len(all) == 0 {
		return Charge{}, false, nil
	}
	return s.inCharge(ctx, q, all[0], at)
}

func (s *Service) inCharge(ctx context.Context, q db.Querier, a Assignment, at time.Time) (Charge, bool, error) {
	w, err := s.watching(ctx, q, at, at.Add(time.Minute))
	if err != nil {
		return Charge{}, false, err
	}
	sc, err := w.scene(ctx, a)
	if err != nil {
		return Charge{}, false, err
	}
	return sc.charge(at)
}

func (sc scene) charge(at time.Time) (Charge, bool, error) {
	if c, ok := sc.cover(at); ok && sc.away(at) {
		return Charge{UserID: c.UserID, Cover: true, For: sc.engineer.UserID, CoverID: c.ID}, true, nil
	}
	return Charge{UserID: sc.engineer.UserID}, !sc.engineer.Gone, nil
}
