package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Exception is why an assigned engineer is in no on-call rotation for a while. Without one they stay in both, unchanged
// (job-family.md).
type Exception struct {
	ID      int64
	UserID  int64
	Reason  string
	UntilOn bizcal.Date // the last day, in UTC
	By      int64
	At      time.Time
}

// OnCall is how an assigned engineer stands with the on-call rotations.
type OnCall struct {
	User      people.User
	Accounts  []Assignment
	Rotations []string   // titles of the schedules they are in
	Exception *Exception // that holds; nil: none
}

// Missing reports whether they are in no rotation and nobody wrote down why.
func (o OnCall) Missing() bool { return len(o.Rotations) == 0 && o.Exception == nil }

// OnCallOf lists every assigned engineer with the rotations they are in, those who are missing first.
func (s *Service) OnCallOf(ctx context.Context) ([]OnCall, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	q, now := s.DB.Read(), s.DB.Now(ctx)
	all, err := allAssignments(ctx, q)
	if err != nil {
		return nil, err
	}
	by := map[int64][]Assignment{}
	var ids []int64
	for _, a := range holding(all, now) {
		if by[a.UserID] == nil {
			ids = append(ids, a.UserID)
		}
		by[a.UserID] = append(by[a.UserID], a)
	}
	users, err := s.People.Named(ctx, q, ids...)
	if err != nil {
		return nil, err
	}
	in := map[int64][]string{}
	if s.Rotations != nil {
		if in, err = s.Rotations(ctx, q); err != nil {
			return nil, err
		}
	}
	var list []OnCall
	for _, id := range ids {
		o := OnCall{User: users[id], Accounts: by[id], Rotations: in[id]}
		if o.Exception, err = exceptionAt(ctx, q, id, bizcal.DateOf(now.UTC())); err != nil {
			return nil, err
		}
		if o.User.Works() {
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, func(a, b OnCall) int {
		if a.Missing() != b.Missing() {
			if a.Missing() {
				return -1
			}
			return 1
		}
		return strings.Compare(a.User.Name, b.User.Name)
	})
	return list, nil
}

// Except writes down why an assigned engineer is in no rotation, and until when. It is for their manager and for who plans
// on-call.
func (s *Service) Except(ctx context.Context, e Exception) error {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		users, err := s.People.Named(ctx, tx, e.UserID)
		if err != nil {
			return err
		}
		u := users[e.UserID]
		if !people.MayArrange(ctx, u) && access.Check(ctx, access.ManageOnCall) != nil {
			return fault.New(fault.Forbidden, "Only the manager of %s and whoever plans on-call write this down", u.Name)
		}
		today := bizcal.DateOf(tx.Now())
		if e.Reason = strings.TrimSpace(e.Reason); e.Reason == "" {
			return fault.Field("reason", "Write down why: assigned engineers stay in the rotations otherwise")
		}
		if e.UntilOn.Compare(today) < 0 || e.UntilOn.Compare(today.AddDays(366)) > 0 {
			return fault.Field("until", "Say until when: a day from today on, within a year")
		}
		e.By, e.At, e.Reason = actor(ctx), tx.Now(), fault.Clip(e.Reason, longestText)
		if err := insertException(ctx, tx, e); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, userSubject(u.ID), Excepted{User: u.ID, Until: e.UntilOn.String()})
	})
}
