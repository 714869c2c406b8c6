package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// withSeries changes a series that has not ended, under its lock.
func (s *Service) withSeries(ctx context.Context, id int64, change func(tx *db.Tx, series Series, o people.Organization) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		series, err := lockSeries(ctx, tx, id)
		if err != nil {
			return err
		}
		if series.State == Ended {
			return fault.New(fault.Conflict, "These review calls have ended. Begin new ones")
		}
		o, err := s.organization(ctx, tx, series.OrganizationID)
		if err != nil {
			return err
		}
		return change(tx, series, o)
	})
}

// Reshape changes the rhythm, the length or the host of a series. What was planned is called off and planned anew.
func (s *Service) Reshape(ctx context.Context, to Series) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if err := to.typed(); err != nil {
		return err
	}
	return s.withSeries(ctx, to.ID, func(tx *db.Tx, series Series, o people.Organization) error {
		if err := s.checkHost(ctx, tx, o, to.HostID, tx.Now()); err != nil {
			return err
		}
		if _, err := s.drop(ctx, tx, series, "The calls have another rhythm now. New invitations come with this"); err != nil {
			return err
		}
		series.Rhythm, series.Length, series.HostID = to.Rhythm, to.Length, to.HostID
		if err := s.keepSeries(ctx, tx, series, false); err != nil {
			return err
		}
		return s.plan(ctx, tx, series, o)
	})
}

// Pause stops a series until Resume, and says why to those who were invited.
func (s *Service) Pause(ctx context.Context, id int64, why string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if why = oneLine(why); why == "" || why == WhyManager || len([]rune(why)) > 300 {
		return fault.Field("why", "Say in up to 300 characters why the calls pause; those who are invited read it")
	}
	return s.withSeries(ctx, id, func(tx *db.Tx, series Series, _ people.Organization) error {
		if series.State == Paused {
			return fault.New(fault.Conflict, "These review calls are paused already")
		}
		return s.pause(ctx, tx, series, why)
	})
}

// Resume lets a paused series go on.
func (s *Service) Resume(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.withSeries(ctx, id, func(tx *db.Tx, series Series, o people.Organization) error {
		if series.State == Running {
			return nil
		}
		if _, ok := o.Owner(people.SuccessManager); !ok {
			return noManager(o)
		}
		return s.resume(ctx, tx, series, o)
	})
}

// End ends a series. What was said and decided stays readable.
func (s *Service) End(ctx context.Context, id int64, why string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if why = oneLine(why); why == "" || len([]rune(why)) > 300 {
		return fault.Field("why", "Say in up to 300 characters why the calls end; those who are invited read it")
	}
	return s.withSeries(ctx, id, func(tx *db.Tx, series Series, _ people.Organization) error {
		if _, err := s.drop(ctx, tx, series, why); err != nil {
			return err
		}
		series.State, series.Why, series.EndedAt = Ended, why, tx.Now()
		return s.keepSeries(ctx, tx, series, false)
	})
}

// lockBoth locks a meeting and the series it is of, always in this order: series, meeting.
func lockBoth(ctx context.Context, tx *db.Tx, meetingID int64) (series Series, m Meeting, err error) {
	if m, err = findMeeting(ctx, tx, meetingID); err != nil {
		return series, m, err
	}
	if series, err = lockSeries(ctx, tx, m.SeriesID); err != nil {
		return series, m, err
	}
	m, err = lockMeeting(ctx, tx, meetingID)
	return series, m, err
}

// withMeeting changes a meeting that is still to be held, under its lock, and plans on.
func (s *Service) withMeeting(ctx context.Context, id int64, change func(tx *db.Tx, m Meeting) error) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		series, m, err := lockBoth(ctx, tx, id)
		if err != nil {
			return err
		}
		if !m.Open() {
			return fault.New(fault.Conflict, "This call is not planned any more: it is %s", m.State)
		}
		if err := change(tx, m); err != nil {
			return err
		}
		return s.planOn(ctx, tx, series)
	})
}

// planOn plans what comes next in a series, where it runs.
func (s *Service) planOn(ctx context.Context, tx *db.Tx, series Series) error {
	o, err := s.organization(ctx, tx, series.OrganizationID)
	if err != nil {
		return err
	}
	return s.plan(ctx, tx, series, o)
}

// Skip leaves one call of a series out; another is planned in its place.
func (s *Service) Skip(ctx context.Context, id int64, why string) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	if why = oneLine(why); why == "" || len([]rune(why)) > 300 {
		return fault.Field("why", "Say in up to 300 characters why this call is skipped; those who are invited read it")
	}
	return s.withMeeting(ctx, id, func(tx *db.Tx, m Meeting) error {
		m.State, m.Why = Skipped, why
		return s.callOff(ctx, tx, m, why)
	})
}

// MoveTo puts one call of a series at another time. The others stay where the rhythm has them.
func (s *Service) MoveTo(ctx context.Context, id int64, at time.Time) error {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return err
	}
	return s.withMeeting(ctx, id, func(tx *db.Tx, m Meeting) error {
		switch {
		case !at.After(tx.Now()):
			return fault.Field("at", "Choose a time that is still to come")
		case at.After(tx.Now().AddDate(1, 0, 0)):
			return fault.Field("at", "That is more than a year away. Is the year right?")
		}
		if m.At = at.UTC(); m.CallID == 0 { // it clashed with another before
			moved, err := s.invite(ctx, tx, m)
			if err != nil {
				return err
			}
			return s.armHost(ctx, tx, moved)
		}
		if err := s.keepMeeting(ctx, tx, m); err != nil {
			return err
		}
		if err := s.Move(ctx, tx, m.CallID, m.At, m.Length); err != nil {
			return err
		}
		return s.armHost(ctx, tx, m)
	})
}

// Called is what the call of a meeting says became of it.
type Called struct {
	State  MeetingState // Planned for one that was moved
	At     time.Time
	Length int // minutes; 0: as it was
	Why    string
}

// CallChanged takes what the call of a meeting says became of it: somebody of the customer moved or cancelled it there, or
// it was held.
func (s *Service) CallChanged(ctx context.Context, tx *db.Tx, meetingID, callID int64, c Called) error {
	series, m, err := lockBoth(ctx, tx, meetingID)
	if err != nil || m.CallID != callID || !m.Open() || !slices.Contains([]MeetingState{Planned, Held, NoShow, Cancelled}, c.State) {
		return err
	}
	if m.State == c.State && m.At.Equal(c.At) {
		return nil
	}
	m.State, m.Why = c.State, strings.TrimSpace(c.Why)
	if !c.At.IsZero() {
		m.At = c.At
	}
	if c.Length > 0 {
		m.Length = c.Length
	}
	if err := s.keepMeeting(ctx, tx, m); err != nil {
		return err
	}
	return s.planOn(ctx, tx, series)
}
