package intake

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Owns reports whether an address, with or without a part after a plus sign, is one of the desk's own. It is
// asked inside use cases of other parts and checks no permission.
func (s *Service) Owns(ctx context.Context, q db.Querier, address string) (bool, error) {
	addresses, err := Addresses.Get(ctx, q)
	if err != nil {
		return false, err
	}
	_, ours := own(addresses, address)
	return ours, nil
}
