package shift

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Setup is what the desk has settled about shifts.
type Setup struct {
	Steps   []Step
	Needs   []Need
	Regions []people.Region // to be read only
}

// Setup gives the settings.
func (s *Service) Setup(ctx context.Context) (u Setup, err error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return u, err
	}
	q := s.DB.Read()
	if u.Steps, err = OrderKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Needs, err = NeedKey.Get(ctx, q); err != nil {
		return u, err
	}
	u.Regions, err = people.Regions.Get(ctx, q)
	return u, err
}

// SaveSetup changes them. fault.Invalid names the line.
func (s *Service) SaveSetup(ctx context.Context, u Setup) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := OrderKey.Set(ctx, tx, s.Log, u.Steps); err != nil {
			return err
		}
		return NeedKey.Set(ctx, tx, s.Log, u.Needs)
	})
}
