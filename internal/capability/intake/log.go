package intake

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// LogFilter chooses deliveries for the mail log.
type LogFilter struct {
	State  State  // empty: all
	Text   string // part of the sender, the subject or the Message-ID
	Before int64  // a delivery's number, for the next page; 0: from the newest
	Limit  int
}

// Deliveries lists the mail log, newest first.
func (s *Service) Deliveries(ctx context.Context, f LogFilter) ([]Delivery, error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 200 {
		f.Limit = 50
	}
	return listDeliveries(ctx, s.DB.Read(), f)
}

// Delivery gives one row of the mail log.
func (s *Service) Delivery(ctx context.Context, id int64) (Delivery, error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return Delivery{}, err
	}
	return findDelivery(ctx, s.DB.Read(), id)
}

// Counts gives the account of all mail.
func (s *Service) Counts(ctx context.Context) (Counts, error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return Counts{}, err
	}
	return countDeliveries(ctx, s.DB.Read())
}

// Stopped counts the mails that wait for a person: held ones and dead letters.
func (s *Service) Stopped(ctx context.Context) (int, error) {
	if err := access.Check(ctx, access.ViewMailLog); err != nil {
		return 0, err
	}
	return countStopped(ctx, s.DB.Read())
}
