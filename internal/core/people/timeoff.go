package people

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TimeOff is a stretch in which somebody does not work. There is no balance to take it from: only coverage is
// checked (job-family.md).
type TimeOff struct {
	ID          int64
	UserID      int64
	From, Until time.Time // the first moment off, and the first after it
	Note        string    // for the person and their manager
}

// Covers reports whether t lies in it.
func (o TimeOff) Covers(t time.Time) bool { return !t.Before(o.From) && t.Before(o.Until) }

// Overlaps reports whether it has a moment in common with the stretch from a up to b.
func (o TimeOff) Overlaps(a, b time.Time) bool { return o.From.Before(b) && a.Before(o.Until) }

// longestOff bounds one stretch: a longer one is an account to switch off.
const longestOff = 366 * 24 * time.Hour

// PlanTimeOff keeps that somebody will be away. Where it turns a day of their region red it is refused as a
// Conflict on "agreed", unless agreed says that they have spoken with their manager.
func (s *Service) PlanTimeOff(ctx context.Context, off TimeOff, agreed bool) (TimeOff, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return off, err
	}
	return db.InTx(ctx, s.db, func(tx *db.Tx) (TimeOff, error) {
		u, err := lockUser(ctx, tx, off.UserID)
		if err != nil {
			return off, err
		}
		if off, err = s.typedTimeOff(ctx, tx, u, off); err != nil {
			return off, err
		}
		if !agreed {
			if err := s.covered(ctx, tx, u, off); err != nil {
				return off, err
			}
		}
		if off.ID, err = insertTimeOff(ctx, tx, off, actor(ctx)); err != nil {
			return off, err
		}
		return off, s.log.Append(ctx, tx, subject(u.ID), TimeOffPlanned{ID: off.ID, From: off.From, Until: off.Until})
	})
}

func (s *Service) typedTimeOff(ctx context.Context, tx *db.Tx, u User, off TimeOff) (_ TimeOff, err error) {
	if !u.Role.Staff() || !MayKeep(ctx, u) {
		return off, fault.New(fault.Forbidden, "Only people of the team, their manager and administrators plan their time off")
	}
	if off.Note, err = typedText("note", off.Note); err != nil {
		return off, err
	}
	off.From, off.Until = off.From.Truncate(time.Microsecond), off.Until.Truncate(time.Microsecond)
	zone := u.Location()
	switch {
	case off.From.IsZero():
		return off, fault.Field("from", "Say on which day it begins")
	case !off.Until.After(off.From):
		return off, fault.Field("until", "It would end before it begins. Choose a later day, or the same day for a single one")
	case off.Until.Sub(off.From) > longestOff:
		return off, fault.Field("until", "Up to %d days are kept at once. For longer, ask an administrator to switch the account off",
			int(longestOff.Hours()/24))
	}
	others, err := timeOffOf(ctx, tx, u.ID, off.From)
	if err != nil {
		return off, err
	}
	for _, o := range others {
		if o.Overlaps(off.From, off.Until) {
			return off, fault.Field("from", "%s is off from %s to %s already. Cancel that first, or choose other days", u.Name,
				o.From.In(zone).Format("2 Jan 2006 15:04"), o.Until.In(zone).Format("2 Jan 2006 15:04"))
		}
	}
	return off, nil
}

// covered refuses what would leave a region red on a day that is not over.
func (s *Service) covered(ctx context.Context, tx *db.Tx, u User, off TimeOff) error {
	team, err := s.Roster(ctx, tx, tx.Now())
	if err != nil {
		return err
	}
	red := 0
	var first Capacity
	for _, c := range team.With(off).Coverage(u, off) {
		if c.Level == Red && off.Until.After(tx.Now()) {
			if red++; red == 1 {
				first = c
			}
		}
	}
	if red == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Conflict, Field: "agreed", Public: first.sentence(red)}
}

// CancelTimeOff takes back what has not begun; what has begun ends now; what is over stays.
func (s *Service) CancelTimeOff(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		off, err := findTimeOff(ctx, tx, id)
		if err != nil {
			return err
		}
		u, err := lockUser(ctx, tx, off.UserID)
		if err != nil {
			return err
		}
		if !MayKeep(ctx, u) {
			return fault.New(fault.Forbidden, "Only %s, their manager and administrators cancel this time off", u.Name)
		}
		switch now := tx.Now(); {
		case !now.Before(off.Until):
			return fault.New(fault.Invalid, "This time off is over, so it stays as it was")
		case !now.After(off.From):
			if err := deleteTimeOff(ctx, tx, id); err != nil {
				return err
			}
		default:
			if err := endTimeOff(ctx, tx, id, now); err != nil {
				return err
			}
		}
		return s.log.Append(ctx, tx, subject(u.ID), TimeOffCancelled{ID: id, From: off.From, Until: off.Until})
	})
}

// TimeOffs lists what somebody has planned that is not over at since, with its notes for those who may read them.
func (s *Service) TimeOffs(ctx context.Context, userID int64, since time.Time) ([]TimeOff, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	u, err := findUser(ctx, s.db.Read(), userID)
	if err != nil {
		return nil, err
	}
	list, err := timeOffOf(ctx, s.db.Read(), userID, since)
	for i := range list {
		if !MayKeep(ctx, u) {
			list[i].Note = ""
		}
	}
	return list, err
}

func actor(ctx context.Context) int64 {
	p, _ := access.From(ctx)
	return p.UserID
}
