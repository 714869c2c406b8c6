package calendar

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Standing gives the title of the desk's default calendar, and a sentence that says who uses the calendar id; empty
// is nobody, so that it can be deleted.
func (s *Service) Standing(ctx context.Context, id int64) (standard, uses string, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return "", "", err
	}
	q := s.deps.DB.Read()
	if standard, err = Default.Get(ctx, q); err != nil || id == 0 {
		return standard, "", err
	}
	all, err := findAll(ctx, q)
	if err != nil {
		return "", "", err
	}
	c, _ := byID(all, id)
	uses, err = s.uses(ctx, q, c.Calendar, all)
	return standard, uses, err
}

// MakeDefault makes a calendar the desk's default. It needs ManageSettings.
func (s *Service) MakeDefault(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.deps.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		return Default.Set(ctx, tx, s.deps.Log, c.Title)
	})
}
