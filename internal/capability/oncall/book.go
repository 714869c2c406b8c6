package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// book is all that being on call is worked out of, read at once. It is pure.
type book struct {
	now            time.Time
	schedules      []Schedule // by title, as they were last saved
	histories      map[int64]history
	team           *people.Roster
	everybody      map[int64]people.User // those who are switched off, too
	qualifications []Qualification
	rules          Rules
	away           map[int64][]Absence
}

// gather reads the book as of now, with all that changes what is behind since.
func (s *Service) gather(ctx context.Context, q db.Querier, since time.Time) (b *book, err error) {
	if b, err = s.gatherTurns(ctx, q, since); err != nil {
		return nil, err
	}
	if b.qualifications, err = findQualifications(ctx, q); err != nil {
		return nil, err
	}
	if b.rules, err = RulesKey.Get(ctx, q); err != nil {
		return nil, err
	}
	return b, s.gatherPeople(ctx, q, b, since)
}

// gatherTurns is gather for whoever asks for nothing but who is on call: nothing is known of people.
func (s *Service) gatherTurns(ctx context.Context, q db.Querier, since time.Time) (*book, error) {
	b := &book{now: s.DB.Now(ctx), histories: map[int64]history{}, everybody: map[int64]people.User{}}
	if tx, ok := q.(*db.Tx); ok {
		b.now = tx.Now()
	}
	versions, err := findAllVersions(ctx, q)
	if err != nil {
		return nil, err
	}
	overrides, err := findAllOverrides(ctx, q, since)
	if err != nil {
		return nil, err
	}
	gone, err := findGone(ctx, q)
	if err != nil {
		return nil, err
	}
	b.arrange(versions, overrides, gone)
	return b, nil
}

func (b *book) arrange(versions []Schedule, overrides []Override, gone []absent) {
	for _, v := range versions {
		h := b.histories[v.ID]
		h.versions, h.gone = append(h.versions, v), gone
		b.histories[v.ID] = h
		if i := slices.IndexFunc(b.schedules, func(s Schedule) bool { return s.ID == v.ID }); i >= 0 {
			b.schedules[i] = v
		} else {
			b.schedules = append(b.schedules, v)
		}
	}
	for _, o := range overrides {
		if h, ok := b.histories[o.ScheduleID]; ok {
			h.overrides = append(h.overrides, o.Override)
			b.histories[o.ScheduleID] = h
		}
	}
}

// gatherPeople reads the team with its time off, and whoever else stands in a schedule.
func (s *Service) gatherPeople(ctx context.Context, q db.Querier, b *book, since time.Time) (err error) {
	if b.team, err = s.People.Roster(ctx, q, since); err != nil {
		return err
	}
	var ids []int64
	for _, h := range b.histories {
		for _, v := range h.versions {
			ids = append(ids, v.Members()...)
		}
		for _, o := range h.overrides {
			ids = append(ids, Override{Override: o}.takers()...)
		}
	}
	slices.Sort(ids)
	if b.everybody, err = s.People.Named(ctx, q, slices.Compact(ids)...); err != nil {
		return err
	}
	for _, u := range b.team.People {
		b.everybody[u.ID] = u
	}
	b.away, err = s.absences(ctx, q, b.team, since)
	return err
}

func (b *book) history(id int64) history { return b.histories[id] }

func (b *book) schedule(id int64) (Schedule, bool) {
	i := slices.IndexFunc(b.schedules, func(s Schedule) bool { return s.ID == id })
	if i < 0 {
		return Schedule{}, false
	}
	return b.schedules[i], true
}

// name is how sentences call somebody.
func (b *book) name(id int64) string {
	if u, ok := b.everybody[id]; ok && u.Name != "" {
		return u.Name
	}
	return "Somebody who is not in the team any more"
}

func (b *book) zone(id int64) *time.Location {
	u, ok := b.everybody[id]
	if !ok {
		return time.UTC
	}
	return u.Location()
}

// dutiesOf gives somebody's time on call in all schedules, by its beginning.
func (b *book) dutiesOf(userID int64, from, until time.Time) (all []dutyIn, err error) {
	for _, s := range b.schedules {
		list, err := b.history(s.ID).duties(userID, from, until)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			all = append(all, dutyIn{s, d})
		}
	}
	slices.SortStableFunc(all, func(x, y dutyIn) int { return x.From.Compare(y.From) })
	return all, nil
}

// dutyIn is somebody's time in one schedule.
type dutyIn struct {
	schedule Schedule
	Stretch
}

// nobody reports whether a segment is a gap.
func nobody(s rotation.Segment) bool { return len(s.Users) == 0 }
