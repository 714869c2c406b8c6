package review

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// SpentBy gives the minutes that somebody logged for each account on the days from one to another, both included, for the
// pages of accounts. The caller may see them.
func (s *Service) SpentBy(ctx context.Context, q db.Querier, userID int64, from, until bizcal.Date) (map[int64]int, error) {
	all, err := spentOn(ctx, q, 0, userID, from, until)
	sums := map[int64]int{}
	for _, t := range all {
		sums[t.OrganizationID] += t.Minutes
	}
	return sums, err
}

// LedBy lists the planned calls that somebody leads from an instant on, for who takes over from them. The caller may see
// them.
func (s *Service) LedBy(ctx context.Context, q db.Querier, userID int64, from time.Time) (led []Meeting, err error) {
	all, err := openMeetings(ctx, q)
	for _, m := range all {
		if m.HostID == userID && m.At.After(from) {
			led = append(led, m)
		}
	}
	return led, err
}
