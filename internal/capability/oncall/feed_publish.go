package oncall

import (
	"cmp"
	"crypto/rand"
	"slices"
	"time"
)

// mark is a shift as calendars have it.
type mark struct {
	ID          int64 // 0: new
	UID         string
	ScheduleID  int64
	UserID      int64
	Shadow      bool
	Says        string // what its line says
	From, Until time.Time
	Sequence    int
	Changed     time.Time
}

// same reports whether both are shifts of the same person in the same schedule.
func (m mark) same(o *mark) bool {
	return m.ScheduleID == o.ScheduleID && m.UserID == o.UserID && m.Shadow == o.Shadow
}

func (m mark) overlap(o *mark) time.Duration {
	from, until := m.From, m.Until
	if o.From.After(from) {
		from = o.From
	}
	if o.Until.Before(until) {
		until = o.Until
	}
	return until.Sub(from)
}

// published lists the shifts of a calendar that have a moment in [from, until), by their beginning. One that goes on beyond
// ends there.
func (b *book) published(f Feed, from, until time.Time) (all []*mark, err error) {
	for _, s := range b.schedules {
		if f.ScheduleID != 0 && s.ID != f.ScheduleID {
			continue
		}
		segments, err := b.history(s.ID).timeline(from.Add(-around), until)
		if err != nil {
			return nil, err
		}
		for _, x := range stretches(segments) {
			if x.overlaps(from, until) && (f.ScheduleID != 0 || x.UserID == f.UserID) {
				all = append(all, &mark{ScheduleID: s.ID, UserID: x.UserID, Shadow: x.Shadow, Says: s.Title + "\n" + b.name(x.UserID),
					From: x.From, Until: x.Until})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *mark) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.ScheduleID, b.ScheduleID), cmp.Compare(a.UserID, b.UserID))
	})
	return all, nil
}

// publish gives each shift the mark that it has in calendars: that which begins when it does, else that with which it has
// most in common; a new one when there is none. What changed is counted, and to be put; marks that no shift has are gone.
func publish(known []mark, shifts []*mark, now time.Time) (put []mark, gone []int64) {
	taken := make([]bool, len(known))
	take := func(s *mark, i int) bool {
		if i < 0 || taken[i] {
			return false
		}
		taken[i] = true
		if s.follow(known[i], now) {
			put = append(put, *s)
		}
		return true
	}
	starts := map[start]int{} // a year of a busy schedule has thousands
	for i := range known {
		starts[known[i].start()] = i
	}
	moved := slices.DeleteFunc(slices.Clone(shifts), func(s *mark) bool {
		i, ok := starts[s.start()]
		return ok && take(s, i)
	})
	for _, s := range moved {
		if !take(s, nearest(known, taken, s)) {
			s.UID, s.Changed = rand.Text()+"@daywatch", now
			put = append(put, *s)
		}
	}
	for i, m := range known {
		if !taken[i] {
			gone = append(gone, m.ID)
		}
	}
	return put, gone
}

// start is what tells shifts apart while they are not moved.
type start struct {
	schedule, user, from int64
	shadow               bool
}

func (m *mark) start() start { return start{m.ScheduleID, m.UserID, m.From.UnixMicro(), m.Shadow} }

// nearest gives the mark of the same person that a shift has most in common with; -1 when it overlaps none that is free.
func nearest(known []mark, taken []bool, s *mark) int {
	best, most := -1, time.Duration(0)
	for i, m := range known {
		if common := m.overlap(s); !taken[i] && m.same(s) && common > most {
			best, most = i, common
		}
	}
	return best
}

// follow has a shift go on as the event that a mark is, and reports whether it changed.
func (m *mark) follow(was mark, now time.Time) bool {
	m.ID, m.UID, m.Sequence, m.Changed = was.ID, was.UID, was.Sequence, was.Changed
	if m.From.Equal(was.From) && m.Until.Equal(was.Until) && m.Says == was.Says {
		return false
	}
	m.Sequence, m.Changed = was.Sequence+1, now
	return true
}

// entries are the shifts as a calendar shows them.
func (b *book) entries(shifts []*mark) []Entry {
	all := make([]Entry, len(shifts))
	for i, m := range shifts {
		s, _ := b.schedule(m.ScheduleID)
		all[i] = Entry{UID: m.UID, Sequence: m.Sequence, Changed: m.Changed, ScheduleID: m.ScheduleID, Title: s.Title, Name: b.name(m.UserID),
			From: m.From, Until: m.Until, Shadow: m.Shadow}
	}
	return all
}
