package oncall

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// Shift is a duty of somebody's to come, with all that speaks against it.
type Shift struct {
	ScheduleID  int64
	Title       string
	From, Until time.Time
	CoverID     int64    // of an open request; 0: none
	Away        *Absence // in which it lies; nil: they are here
}

// Mine is somebody's on-call.
type Mine struct {
	Shifts []Shift // those that are not over, as far as Ahead
	Due    []Due   // time off in lieu, and holidays to avoid
	Shares []Share // one a schedule, in the order of Titles
	Titles []string
}

// mineAhead is how far ahead one's own shifts are shown: a year, as in the calendar feed.
const mineAhead = year

// Mine gives the on-call of the signed-in person.
func (s *Service) Mine(ctx context.Context) (m Mine, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return m, err
	}
	q, now, me := s.DB.Read(), s.DB.Now(ctx), actor(ctx)
	b, err := s.gather(ctx, q, now.Add(-ledgerSpan))
	if err != nil {
		return m, err
	}
	duties, err := b.dutiesOf(me, now.Add(-around), now.Add(mineAhead))
	if err != nil {
		return m, err
	}
	asked, err := findCovers(ctx, q, "c.user_id = $1 AND c.state = 'open'", me)
	if err != nil {
		return m, err
	}
	for _, d := range duties {
		if d.Until.After(now) {
			m.Shifts = append(m.Shifts, b.shift(d, asked))
		}
	}
	rules, err := LieuKey.Get(ctx, q)
	if err != nil {
		return m, err
	}
	countries, err := CountriesKey.Get(ctx, q)
	if err != nil {
		return m, err
	}
	m.Due = b.lieuOf(me, duties, rules, countries)
	for _, schedule := range b.schedules {
		shares, err := s.shares(ctx, q, b, schedule.ID, now)
		if err != nil {
			return m, err
		}
		for _, share := range shares {
			if share.UserID == me {
				m.Shares, m.Titles = append(m.Shares, share), append(m.Titles, schedule.Title)
			}
		}
	}
	return m, nil
}

func (b *book) shift(d dutyIn, asked []Cover) Shift {
	s := Shift{ScheduleID: d.schedule.ID, Title: d.schedule.Title, From: d.From, Until: d.Until}
	for _, c := range asked {
		if c.ScheduleID == s.ScheduleID && c.From.Before(s.Until) && s.From.Before(c.Until) {
			s.CoverID = c.ID
		}
	}
	if away, ok := b.awayIn(d.UserID, d.From, d.Until); ok {
		s.Away = &away
	}
	return s
}
