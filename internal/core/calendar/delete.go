package calendar

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Delete takes a calendar off the desk; its versions stay, for what was measured by them. One that is still used is
// fault.Conflict, with a sentence that says by whom. It needs ManageSettings.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.deps.DB.Do(ctx, func(tx *db.Tx) error { return s.DeleteIn(ctx, tx, id) })
}

// DeleteIn is Delete in a transaction.
func (s *Service) DeleteIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	all, err := lockAll(ctx, tx)
	if err != nil {
		return err
	}
	c, ok := byID(all, id)
	if !ok {
		return fault.New(fault.NotFound, "There is no calendar with the number %d", id)
	}
	why, err := s.uses(ctx, tx, c.Calendar, all)
	if err != nil {
		return err
	}
	if why != "" {
		return fault.New(fault.Conflict, "Calendar “%s” stays, for it is in use. %s", c.Title, why)
	}
	if err := bury(ctx, tx, id); err != nil {
		return err
	}
	return s.deps.Log.Append(ctx, tx, Subject(id), Deleted{Title: c.Title})
}

// uses says who needs the calendar, first of all this package's own.
func (s *Service) uses(ctx context.Context, q db.Querier, c Calendar, all []stored) (string, error) {
	title, err := Default.Get(ctx, q)
	if err != nil {
		return "", err
	}
	if fold(title) == fold(c.Title) {
		return "It is the desk's default: choose another one first", nil
	}
	i := slices.IndexFunc(all, func(o stored) bool { return slices.Contains(o.Members, c.ID) })
	if i >= 0 {
		return "“" + all[i].Title + "” joins it: take it out there first", nil
	}
	if s.deps.Uses == nil {
		return "", nil
	}
	return s.deps.Uses(ctx, q, c)
}
