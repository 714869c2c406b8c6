package account

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// SetAuto says whether new tickets of an account find their engineer by themselves, with the reason. It is for the
// engineer's manager and administrators: priorities change through them (assigned-support.md).
func (s *Service) SetAuto(ctx context.Context, id int64, on bool, why string) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	if why = strings.TrimSpace(why); why == "" {
		return fault.Field("auto_why", "Write down why, so that the engineer and the customer can be told")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		a, err := lockAssignment(ctx, tx, id)
		if err != nil {
			return err
		}
		users, err := s.People.Named(ctx, tx, a.UserID)
		if err != nil {
			return err
		}
		if !people.MayArrange(ctx, users[a.UserID]) {
			return fault.New(fault.Forbidden, "Only the manager of %s and administrators switch this. Ask one of them", users[a.UserID].Name)
		}
		if a.Auto == on && a.AutoWhy == why {
			return nil
		}
		a.Auto, a.AutoWhy = on, fault.Clip(why, longestText)
		if err := updateAssignment(ctx, tx, a); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, AssignmentSubject(a.ID), AutoSet{Organization: a.OrganizationID, On: on})
	})
}
