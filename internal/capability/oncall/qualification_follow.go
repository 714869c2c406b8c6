package oncall

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// FollowClearance has the clearance of a title, where the desk has such a qualification, follow a record of somebody: they
// get it, or lose it, also while they are on call for something that demands it; the check of the schedules then says so.
func (s *Service) FollowClearance(ctx context.Context, tx *db.Tx, userID int64, title string, holds bool) error {
	all, err := findQualifications(ctx, tx)
	if err != nil {
		return err
	}
	for _, q := range all {
		if q.Kind != Clearance || fold(q.Title) != fold(title) || slices.Contains(q.Holders, userID) == holds {
			continue
		}
		after := slices.DeleteFunc(slices.Clone(q.Holders), func(id int64) bool { return id == userID })
		if holds {
			after = append(after, userID)
			slices.Sort(after)
		}
		if err := putHolders(ctx, tx, q.ID, q.Holders, after, actor(ctx)); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, qualificationSubject(q.ID), QualificationSaved{Title: q.Title, Holders: after}); err != nil {
			return err
		}
	}
	return nil
}
