package intake

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire"
)

// Addressees lists the addresses that a delivery was for, as its envelope, the hops and its header name them. The caller has
// asked who may.
func (s *Service) Addressees(ctx context.Context, q db.Querier, deliveryID int64) ([]string, error) {
	d, err := findDelivery(ctx, q, deliveryID)
	if err != nil {
		return nil, err
	}
	raw, size, done, err := s.Raw(ctx, d.Hash)
	if err != nil {
		return nil, err
	}
	defer done()
	m := letter{Delivery: d, Message: s.Parse(ctx, raw, size, mailwire.DefaultLimits())}
	return m.addressees(), ctx.Err()
}
