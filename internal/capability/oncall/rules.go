package oncall

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Setup is all that being on call is held against.
type Setup struct {
	Rules     Rules
	Countries []Country
	Lieu      []Lieu
}

// Setup gives the settings of on-call.
func (s *Service) Setup(ctx context.Context) (u Setup, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return u, err
	}
	q := s.DB.Read()
	if u.Rules, err = RulesKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Countries, err = CountriesKey.Get(ctx, q); err != nil {
		return u, err
	}
	u.Lieu, err = LieuKey.Get(ctx, q)
	return u, err
}

// SaveSetup changes the settings of on-call. What was saved before is not held against them again.
func (s *Service) SaveSetup(ctx context.Context, u Setup) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := RulesKey.Set(ctx, tx, s.Log, u.Rules); err != nil {
			return err
		}
		if err := CountriesKey.Set(ctx, tx, s.Log, u.Countries); err != nil {
			return err
		}
		return LieuKey.Set(ctx, tx, s.Log, u.Lieu)
	})
}

// MayManage reports whether the actor manages schedules.
func MayManage(ctx context.Context) bool { return access.Check(ctx, access.ManageOnCall) == nil }
