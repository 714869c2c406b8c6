package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// self gives the signed-in user, for use cases that only concern the actor's own record. Like access.Check
// it fails closed; the desk itself has no record.
func (s *Service) self(ctx context.Context) (User, error) {
	p, ok := access.From(ctx)
	if !ok || p.UserID == 0 {
		return User{}, fault.New(fault.Unauthorized, "Sign in first")
	}
	return findUser(ctx, s.db.Read(), p.UserID)
}
