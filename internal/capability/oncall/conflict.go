package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// Conflict is a duty in a time in which somebody is away, or would be.
type Conflict struct {
	ScheduleID  int64
	Title       string
	UserID      int64
	From, Until time.Time
	Absence     Absence
	CoverID     int64 // of the request that is open for it; 0: nobody has asked yet
}

// Conflicts lists somebody's duties between two instants in which they would be away (acceptance.md, 32).
func (s *Service) Conflicts(ctx context.Context, userID int64, from, until time.Time) ([]Conflict, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	b, asked, err := s.conflictBook(ctx)
	if err != nil {
		return nil, err
	}
	return b.conflicts(userID, Absence{From: later(from, b.now), Until: until}, asked)
}

// AllConflicts lists the duties of the next weeks whose people are away, by their beginning; scheduleID 0 is all schedules.
func (s *Service) AllConflicts(ctx context.Context, scheduleID int64, ahead time.Duration) (all []Conflict, err error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	b, asked, err := s.conflictBook(ctx)
	if err != nil {
		return nil, err
	}
	for userID, list := range b.away {
		for _, a := range list {
			a.From = later(a.From, b.now)
			if end := b.now.Add(ahead); a.Until.After(end) {
				a.Until = end
			}
			found, err := b.conflicts(userID, a, asked)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	all = slices.DeleteFunc(all, func(c Conflict) bool { return scheduleID != 0 && c.ScheduleID != scheduleID })
	slices.SortFunc(all, func(x, y Conflict) int { return x.From.Compare(y.From) })
	return all, nil
}

func (s *Service) conflictBook(ctx context.Context) (*book, []Cover, error) {
	b, err := s.gather(ctx, s.DB.Read(), s.DB.Now(ctx).Add(-around))
	if err != nil {
		return nil, nil, err
	}
	asked, err := findCovers(ctx, s.DB.Read(), "c.state = 'open' AND c.until_at > $1", b.now)
	return b, asked, err
}

func (b *book) conflicts(userID int64, a Absence, asked []Cover) (all []Conflict, err error) {
	if !a.Until.After(a.From) {
		return nil, nil
	}
	duties, err := b.dutiesOf(userID, a.From, a.Until)
	for _, d := range duties {
		c := Conflict{ScheduleID: d.schedule.ID, Title: d.schedule.Title, UserID: userID, From: d.From, Until: d.Until, Absence: a}
		for _, cover := range asked {
			if cover.UserID == userID && cover.ScheduleID == c.ScheduleID && cover.From.Before(c.Until) && c.From.Before(cover.Until) {
				c.CoverID = cover.ID
			}
		}
		all = append(all, c)
	}
	return all, err
}
