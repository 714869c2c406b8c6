package call

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// Own lists the calls to which the signed-in customer is asked, the next first: those that are booked and not over, and those
// for which a link is out to them. The address of the room is only for who takes part, and so is the link.
func (s *Service) Own(ctx context.Context) ([]Call, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return nil, err
	}
	who, _ := access.From(ctx)
	if who.Role != access.EndUser {
		return nil, nil
	}
	list, err := ownCalls(ctx, s.DB.Read(), who.UserID, s.DB.Now(ctx))
	for i := range list {
		if list[i].CustomerID != who.UserID {
			list[i].Nonce = "" // the link is its customer's
		}
	}
	return list, err
}
