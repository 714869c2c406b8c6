package account

import (
	"context"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// room refuses one account more than an engineer may have, and names those they have.
func (s *Service) room(ctx context.Context, tx *db.Tx, a Assignment, rules Rules) error {
	if err := lockEngineer(ctx, tx, a.UserID); err != nil {
		return err
	}
	all, err := assignmentsBy(ctx, tx, a.UserID)
	if err != nil {
		return err
	}
	var names []string
	for _, o := range all {
		if o.OrganizationID != a.OrganizationID && o.Holds(tx.Now()) {
			names = append(names, o.Organization)
		}
	}
	if len(names) < rules.Most {
		return nil
	}
	users, err := s.People.Named(ctx, tx, a.UserID)
	if err != nil {
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Field: "user",
		Public: fmt.Sprintf("%s looks after %d accounts already, and %d is the most: %s. End one of these, or choose somebody else",
			users[a.UserID].Name, len(names), rules.Most, strings.Join(names, ", "))}
}
