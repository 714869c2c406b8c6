package people

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Roster is the active team at one moment: who works when, and who will be away. It is pure, never changes, and
// may be used by many goroutines, so a process can keep one until a user or a setting changes.
type Roster struct {
	People  []User // by name
	Regions []Region
	Limits  CapacityLimits

	byID map[int64]User
	week map[int64]*bizcal.Calendar // missing: nothing is known of the person's hours
	off  map[int64][]TimeOff        // oldest first
}

// NewRoster puts a roster together. Whoever keeps no hours has those of their region, Monday to Friday.
func NewRoster(team []User, regions []Region, limits CapacityLimits, off []TimeOff) *Roster {
	r := &Roster{People: team, Regions: regions, Limits: limits, byID: map[int64]User{}, week: map[int64]*bizcal.Calendar{}, off: map[int64][]TimeOff{}}
	compiled := map[string]*bizcal.Calendar{} // many work the same hours
	for _, u := range team {
		r.byID[u.ID] = u
		spec := r.spec(u)
		key := spec.Zone + "\n" + spec.Weekly.String()
		if _, known := compiled[key]; !known {
			compiled[key], _ = bizcal.New(spec) // without hours there is no calendar
		}
		if c := compiled[key]; c != nil {
			r.week[u.ID] = c
		}
	}
	for _, o := range off {
		r.off[o.UserID] = append(r.off[o.UserID], o)
	}
	return r
}

// spec is when somebody works, by their own hours or by those of their region.
func (r *Roster) spec(u User) bizcal.Spec {
	if Worked(u.Hours) {
		return bizcal.Spec{Zone: u.Location().String(), Weekly: u.Hours}
	}
	region, ok := r.Region(u.Region)
	if !ok {
		return bizcal.Spec{}
	}
	spec := bizcal.Spec{Zone: region.Zone}
	for day := time.Monday; day <= time.Friday; day++ {
		if err := spec.Weekly.Put(day, region.Opens+"-"+region.Closes); err != nil {
			return bizcal.Spec{}
		}
	}
	return spec
}

// Region gives a region of the desk by its key.
func (r *Roster) Region(key string) (Region, bool) {
	i := slices.IndexFunc(r.Regions, func(region Region) bool { return region.Key == key })
	if i < 0 {
		return Region{}, false
	}
	return r.Regions[i], true
}

// User gives someone of the active team.
func (r *Roster) User(id int64) (User, bool) {
	u, ok := r.byID[id]
	return u, ok
}

// TimeOff lists what somebody has planned, oldest first, without notes.
func (r *Roster) TimeOff(userID int64) []TimeOff { return r.off[userID] }

// With is the roster as it would be with one more stretch of time off.
func (r *Roster) With(off TimeOff) *Roster {
	with := *r
	with.off = maps.Clone(r.off)
	with.off[off.UserID] = append(slices.Clone(r.off[off.UserID]), off)
	slices.SortFunc(with.off[off.UserID], func(a, b TimeOff) int { return a.From.Compare(b.From) })
	return &with
}

// Team gives the roster with the time off that is not over at since.
func (s *Service) Team(ctx context.Context, since time.Time) (*Roster, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return s.Roster(ctx, s.db.Read(), since)
}

// Roster is Team as a part of another use case, which has asked who may see it.
func (s *Service) Roster(ctx context.Context, q db.Querier, since time.Time) (*Roster, error) {
	team, err := findStaff(ctx, q, true)
	if err != nil {
		return nil, err
	}
	regions, err := Regions.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	limits, err := Limits.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	off, err := allTimeOff(ctx, q, since)
	for i := range off {
		off[i].Note = ""
	}
	return NewRoster(team, regions, limits, off), err
}

// Available reports whether somebody of the active team works at a moment: inside their hours, and not off. Whoever
// has no hours, and no region to have them from, works unless they are off. The caller may act on the answer.
func (s *Service) Available(ctx context.Context, q db.Querier, userID int64, at time.Time) (bool, error) {
	r, err := s.Roster(ctx, q, at)
	if err != nil {
		return false, err
	}
	return r.Presence(userID, at).Available(), nil
}
