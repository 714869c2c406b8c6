package crm

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// titles are the titles of the desk's calendars by their numbers.
type titles map[int64]string

func (t titles) title(id int64) string { return t[id] }

func (t titles) has(title string) bool { return t.id(title) != 0 }

// id gives the number of a title; 0 where there is none, and for none.
func (t titles) id(title string) int64 {
	for id, known := range t {
		if known == title && title != "" {
			return id
		}
	}
	return 0
}

func (s *Service) calendars(ctx context.Context, q db.Querier) (titles, error) {
	if s.Calendars == nil {
		return titles{}, nil
	}
	return s.Calendars(ctx, q)
}
