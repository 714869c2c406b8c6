package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// checkPeople refuses a requester or assignee who cannot be one.
func (s *Service) checkPeople(ctx context.Context, tx *db.Tx, u Update) error {
	if u.Status != nil && u.Status.String() == "" {
		return fault.Field("status", "%d is no status", int(*u.Status))
	}
	if u.AssigneeID != nil && *u.AssigneeID != 0 {
		users, err := s.people.Named(ctx, tx, *u.AssigneeID)
		if err != nil {
			return err
		}
		who, ok := users[*u.AssigneeID]
		if !ok || !who.Active || !who.Role.Allows(access.CommentPublic) {
			return fault.Field("assignee", "A ticket can be given to an active agent only")
		}
	}
	if u.RequesterID != nil {
		users, err := s.people.Named(ctx, tx, *u.RequesterID)
		if err != nil {
			return err
		}
		if _, ok := users[*u.RequesterID]; !ok {
			return fault.Field("requester", "There is no person with the number %d", *u.RequesterID)
		}
	}
	return nil
}
