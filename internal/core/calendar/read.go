package calendar

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// List gives all calendars by title.
func (s *Service) List(ctx context.Context) ([]Calendar, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return s.All(ctx, s.deps.DB.Read())
}

// Get gives one calendar; fault.NotFound when there is none.
func (s *Service) Get(ctx context.Context, id int64) (Calendar, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Calendar{}, err
	}
	found, err := find(ctx, s.deps.DB.Read(), id)
	return found.Calendar, err
}

// All gives all calendars by title, to another use case, which has asked who may.
func (s *Service) All(ctx context.Context, q db.Querier) ([]Calendar, error) {
	all, err := findAll(ctx, q)
	out := make([]Calendar, len(all))
	for i, c := range all {
		out[i] = c.Calendar
	}
	return out, err
}

// ByTitle gives the calendar of a title, whatever its case; fault.NotFound when there is none. The caller has asked
// who may.
func (s *Service) ByTitle(ctx context.Context, q db.Querier, title string) (Calendar, error) {
	found, err := findByTitle(ctx, q, title)
	return found.Calendar, err
}
