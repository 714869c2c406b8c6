package ticket

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// MoveView puts a view one place up or down among its like: the shared ones, or the principal's own. At the
// end of the list it stays.
func (s *Service) MoveView(ctx context.Context, id int64, up bool) error {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return err
	}
	actor, _ := access.From(ctx)
	return s.db.Do(ctx, func(tx *db.Tx) error {
		all, err := findViews(ctx, tx, actor.UserID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(v View) bool { return v.ID == id })
		if at < 0 {
			return fault.New(fault.NotFound, "There is no view %d", id)
		}
		if err := s.mayChange(ctx, tx, id, all[at].OwnerID); err != nil {
			return err
		}
		return s.reorder(ctx, tx, moved(all, at, up))
	})
}

// moved gives the views of a kind in their new order, whatever numbers they had.
func moved(all []View, at int, up bool) []View {
	owner := all[at].OwnerID
	to := at + 1
	if up {
		to = at - 1
	}
	if to >= 0 && to < len(all) && all[to].OwnerID == owner {
		all[at], all[to] = all[to], all[at]
	}
	return slices.DeleteFunc(all, func(v View) bool { return v.OwnerID != owner })
}

// reorder numbers views by tens and stores those that have another number now.
func (s *Service) reorder(ctx context.Context, tx *db.Tx, list []View) error {
	for i, v := range list {
		if place := (i + 1) * 10; v.Position != place {
			v.Position = place
			if err := s.saveView(ctx, tx, &v); err != nil {
				return err
			}
		}
	}
	return nil
}
