package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Setup is what paging goes by on this desk.
type Setup struct {
	Policy    string // of pages that name none, by its title
	Patience  Patience
	Throttle  Throttle
	LateAfter int // seconds
}

// Setup gives the settings of paging.
func (s *Service) Setup(ctx context.Context) (v Setup, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return v, err
	}
	q := s.DB.Read()
	if v.Policy, err = DefaultPolicy.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Patience, err = Insist.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Throttle, err = Limits.Get(ctx, q); err != nil {
		return v, err
	}
	v.LateAfter, err = LateAfter.Get(ctx, q)
	return v, err
}

// SaveSetup changes the settings of paging. Errors name the field.
func (s *Service) SaveSetup(ctx context.Context, v Setup) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if _, err := policyTitled(ctx, tx, v.Policy); err != nil {
			return fault.Field("policy", "There is no escalation policy %q. Choose one of the list", v.Policy)
		}
		if err := DefaultPolicy.Set(ctx, tx, s.Log, v.Policy); err != nil {
			return err
		}
		if err := Insist.Set(ctx, tx, s.Log, v.Patience); err != nil {
			return err
		}
		if err := Limits.Set(ctx, tx, s.Log, v.Throttle); err != nil {
			return err
		}
		return LateAfter.Set(ctx, tx, s.Log, v.LateAfter)
	})
}
