package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// watchAhead is how far the end of a watch is looked for.
const watchAhead = 48 * time.Hour

// Watch tells who is asked first now for the first critical schedule by title, and until when: it stands on every page, and
// so reads no more than it needs. ok is false where nobody is.
func (s *Service) Watch(ctx context.Context) (d Duty, ok bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return d, false, err
	}
	q, now := s.DB.Read(), s.DB.Now(ctx)
	schedules, err := findSchedules(ctx, q)
	i := slices.IndexFunc(schedules, func(s Schedule) bool { return s.Critical })
	if err != nil || i < 0 || len(schedules[i].Layers) == 0 {
		return d, false, err
	}
	h, err := s.historyOf(ctx, q, schedules[i].ID, now)
	if err != nil {
		return d, false, err
	}
	from := now.Truncate(time.Second)
	segments, err := h.timeline(from, from.Add(watchAhead))
	if err != nil || len(segments) == 0 || nobody(segments[0]) {
		return d, false, err
	}
	first := segments[0]
	d = Duty{Schedule: schedules[i].ID, Title: schedules[i].Title, UserID: first.Users[0], Layer: h.layerOf(first, 0), From: first.From, Until: first.Until}
	for _, x := range stretches(segments) {
		if x.UserID == d.UserID && !x.Shadow && x.From.Equal(from) {
			d.Until = x.Until
		}
	}
	return d, true, nil
}
