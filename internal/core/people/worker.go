package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Works reports whether somebody can be given tickets: they are active, of the team, and may change them.
func (u User) Works() bool { return u.Active && u.Role.Staff() && u.Role.Allows(access.UpdateTickets) }

// Worker gives a colleague who can be given tickets: fault.Invalid on field where they cannot. The caller has checked access.
func (s *Service) Worker(ctx context.Context, q db.Querier, id int64, field string) (User, error) {
	if id == 0 {
		return User{}, fault.Field(field, "Choose a colleague")
	}
	users, err := s.Named(ctx, q, id)
	if err != nil {
		return User{}, err
	}
	u, ok := users[id]
	switch {
	case !ok:
		return u, fault.Field(field, "There is no person with the number %d", id)
	case !u.Works():
		return u, fault.Field(field, "%s cannot work on tickets. Choose somebody of the team who can", u.Name)
	}
	return u, nil
}
