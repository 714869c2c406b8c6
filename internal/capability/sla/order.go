package sla

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// OrderPoliciesIn puts policies into the order of their numbers, at once; those it does not name stay behind them.
func (s *Service) OrderPoliciesIn(ctx context.Context, tx *db.Tx, ids []int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if err := lockPolicies(ctx, tx); err != nil {
		return err
	}
	all, err := listPolicies(ctx, tx)
	if err != nil {
		return err
	}
	place := func(p Policy) int {
		if i := slices.Index(ids, p.ID); i >= 0 {
			return i
		}
		return len(ids)
	}
	slices.SortStableFunc(all, func(a, b Policy) int { return place(a) - place(b) })
	return s.number(ctx, tx, all)
}
