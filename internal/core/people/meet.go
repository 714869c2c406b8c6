package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Meet gives the person with an address that somebody typed, and makes a contact of one nobody knows.
func (s *Service) Meet(ctx context.Context, name, typed string) (User, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return User{}, err
	}
	address, err := typedAddress("requester", typed)
	if err != nil {
		return User{}, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) { return s.Ensure(ctx, tx, name, address) })
}
