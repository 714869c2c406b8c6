package rules

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// The functions of this file are for whoever configures a desk as a whole, in one transaction or snapshot.

// ListIn is List.
func (s *Service) ListIn(ctx context.Context, q db.Querier, kind Kind) ([]Rule, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	all, err := findRules(ctx, q)
	return slices.DeleteFunc(all, func(r Rule) bool { return r.Kind != kind }), err
}

// MacrosIn is Macros.
func (s *Service) MacrosIn(ctx context.Context, q db.Querier) ([]Macro, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	replies, err := s.Tickets.MacrosIn(ctx, q)
	if err != nil {
		return nil, err
	}
	actions, err := macroActions(ctx, q)
	out := make([]Macro, len(replies))
	for i, m := range replies {
		m.Acts = len(actions[m.ID]) > 0
		out[i] = Macro{m, actions[m.ID]}
	}
	return out, err
}

// OrderIn puts the rules of a kind into the order of their numbers; those it does not name stay behind them.
func (s *Service) OrderIn(ctx context.Context, tx *db.Tx, kind Kind, ids []int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	all, err := s.ListIn(ctx, tx, kind)
	if err != nil {
		return err
	}
	place := func(r Rule) int {
		if i := slices.Index(ids, r.ID); i >= 0 {
			return i
		}
		return len(ids)
	}
	slices.SortStableFunc(all, func(a, b Rule) int { return place(a) - place(b) })
	return s.renumber(ctx, tx, all)
}
