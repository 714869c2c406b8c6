package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// SwitchOffIn switches an account off in the caller's transaction, with its sessions and links, be it the last
// administrator's: what the desk's own rule takes away is not left to anybody. An account that is off stays so.
func (s *Service) SwitchOffIn(ctx context.Context, tx *db.Tx, userID int64) error {
	return s.switchTo(ctx, tx, userID, false)
}

// SwitchOnIn switches an account on in the caller's transaction, if the desk's own rule lets it.
func (s *Service) SwitchOnIn(ctx context.Context, tx *db.Tx, userID int64) error {
	return s.switchTo(ctx, tx, userID, true)
}

func (s *Service) switchTo(ctx context.Context, tx *db.Tx, userID int64, active bool) error {
	before, err := lockUser(ctx, tx, userID)
	if err != nil {
		return err
	}
	if before.Active == active && active {
		return nil
	}
	after := before
	after.Active = active
	if err := s.mayActivate(ctx, tx, before, after); err != nil {
		return err
	}
	if err := s.shutOut(ctx, tx, userID); err != nil {
		return err
	}
	return s.change(ctx, tx, before, after)
}
