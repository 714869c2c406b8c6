package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// mayEnter asks the desk's own rule about one of the team. Customers come in by other rules.
func (s *Service) mayEnter(ctx context.Context, q db.Querier, u User) error {
	if s.entry == nil || !u.Role.Staff() {
		return nil
	}
	return s.entry(ctx, q, u)
}

// Waits says what a member of the team whose account is off waits for, by the desk's own rule; empty: for an administrator to
// switch it on.
func (s *Service) Waits(ctx context.Context, u User) (string, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil || u.Active {
		return "", err
	}
	err := s.mayEnter(ctx, s.db.Read(), u)
	if !fault.Is(err, fault.Forbidden) {
		return "", err
	}
	sentence, _ := fault.Public(err)
	return sentence, nil
}

// mayActivate asks the rule before an account of the team opens. What is open already, or closes, is not asked about.
func (s *Service) mayActivate(ctx context.Context, q db.Querier, before, after User) error {
	if !after.Active || before.Active && before.Role.Staff() {
		return nil
	}
	return s.mayEnter(ctx, q, after)
}

// holdBack keeps a new member of the team switched off where the rule refuses them: they are known, and wait until
// somebody may let them in.
func (s *Service) holdBack(ctx context.Context, tx *db.Tx, u User) (User, error) {
	err := s.mayEnter(ctx, tx, u)
	if err == nil || !fault.Is(err, fault.Forbidden) {
		return u, err
	}
	after := u
	after.Active = false
	return after, s.change(ctx, tx, u, after)
}
