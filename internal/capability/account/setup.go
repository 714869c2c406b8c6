package account

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Setup gives the rules by which accounts are looked after.
func (s *Service) Setup(ctx context.Context) (Rules, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Rules{}, err
	}
	return RulesKey.Get(ctx, s.DB.Read())
}

// SaveSetup keeps other rules; what was agreed already stays as it is.
func (s *Service) SaveSetup(ctx context.Context, r Rules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return RulesKey.Set(ctx, tx, s.Log, r) })
}
