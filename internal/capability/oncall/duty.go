package oncall

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Duty is somebody who is on call, and for how long.
type Duty struct {
	Schedule int64
	Title    string // of the schedule
	UserID   int64
	Layer    string // empty: an override has them on
	// From and Until bound the time without a break, as far as five weeks to either side.
	From, Until time.Time
	Shadow      bool // goes along, and is never paged
	Position    int  // 0 is asked first
}

// around is how far the edges of a duty are looked for.
const around = 35 * 24 * time.Hour

// OnCall lists who is on call now, schedule by schedule in the order of their titles, in the order in which they are
// asked. A schedule that nobody is on call for is missing: see Schedules.
func (s *Service) OnCall(ctx context.Context) ([]Duty, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	b, err := s.gatherTurns(ctx, s.DB.Read(), s.DB.Now(ctx).Add(-around))
	if err != nil {
		return nil, err
	}
	var all []Duty
	for _, schedule := range b.schedules {
		list, err := b.onCall(schedule, b.now)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// Who lists who is, was or will be on call at an instant for a schedule, which is given by its title or number:
// fault.NotFound where there is none.
func (s *Service) Who(ctx context.Context, schedule string, at time.Time) ([]Duty, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	q := s.DB.Read()
	found, err := named(ctx, q, schedule)
	if err != nil {
		return nil, err
	}
	b, err := s.gatherTurns(ctx, q, at.Add(-around))
	if err != nil {
		return nil, err
	}
	return b.onCall(found, at)
}

// At gives who is asked at an instant, in order: nobody is an empty list, and a title that is none is fault.NotFound. The
// caller has asked who may.
func (s *Service) At(ctx context.Context, q db.Querier, schedule string, at time.Time) ([]int64, error) {
	found, err := findTitled(ctx, q, schedule)
	if err != nil {
		return nil, err
	}
	h, err := s.historyOf(ctx, q, found.ID, at)
	if err != nil {
		return nil, err
	}
	on, err := h.now(at)
	return on.Users, err
}

// historyOf reads one schedule's history with all that changes what is behind since.
func (s *Service) historyOf(ctx context.Context, q db.Querier, id int64, since time.Time) (h history, err error) {
	if h.versions, err = findVersions(ctx, q, id); err != nil {
		return h, err
	}
	overrides, err := findOverrides(ctx, q, id, since)
	for _, o := range overrides {
		h.overrides = append(h.overrides, o.Override)
	}
	if err != nil {
		return h, err
	}
	h.gone, err = findGone(ctx, q)
	return h, err
}

// named finds a schedule by its title, else by its number.
func named(ctx context.Context, q db.Querier, schedule string) (Schedule, error) {
	found, err := findTitled(ctx, q, schedule)
	if id, bad := strconv.ParseInt(schedule, 10, 64); fault.Is(err, fault.NotFound) && bad == nil {
		return findSchedule(ctx, q, id)
	}
	return found, err
}

// onCall gives who is on at t, with the edges of their time.
func (b *book) onCall(schedule Schedule, t time.Time) ([]Duty, error) {
	h := b.history(schedule.ID)
	on, err := h.now(t)
	if err != nil || len(on.Users)+len(on.Shadows) == 0 {
		return nil, err
	}
	segments, err := h.timeline(t.Add(-around), t.Add(around))
	if err != nil {
		return nil, err
	}
	var all []Duty
	for _, stretch := range stretches(segments) {
		if !stretch.overlaps(t, t.Add(time.Microsecond)) {
			continue
		}
		d := Duty{Schedule: schedule.ID, Title: schedule.Title, UserID: stretch.UserID, From: stretch.From, Until: stretch.Until, Shadow: stretch.Shadow}
		if d.Shadow {
			d.Position = len(on.Users) + slices.Index(on.Shadows, stretch.UserID)
		} else {
			d.Position = slices.Index(on.Users, stretch.UserID)
			d.Layer = h.layerOf(on, d.Position)
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b Duty) int { return cmp.Compare(a.Position, b.Position) })
	return all, nil
}

// Schedules lists the desk's schedules by title, as they were last saved.
func (s *Service) Schedules(ctx context.Context) ([]Schedule, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findSchedules(ctx, s.DB.Read())
}

// SchedulesIn is Schedules as a part of another use case, which has asked who may.
func (s *Service) SchedulesIn(ctx context.Context, q db.Querier) ([]Schedule, error) {
	return findSchedules(ctx, q)
}

// Get gives a schedule as it was last saved; fault.NotFound when there is none.
func (s *Service) Get(ctx context.Context, id int64) (Schedule, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Schedule{}, err
	}
	return findSchedule(ctx, s.DB.Read(), id)
}

// Find gives a schedule by its title or number; fault.NotFound when there is none.
func (s *Service) Find(ctx context.Context, schedule string) (Schedule, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Schedule{}, err
	}
	return named(ctx, s.DB.Read(), schedule)
}

// Timeline gives who is on call for a schedule from one instant up to another, without holes: of the past what was so.
func (s *Service) Timeline(ctx context.Context, id int64, from, until time.Time) ([]Stretch, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	h, err := s.historyOf(ctx, s.DB.Read(), id, from)
	if err != nil {
		return nil, err
	}
	segments, err := h.timeline(from, until)
	return stretches(segments), err
}

// Used reports whether anybody was ever on call for a schedule; nobody was for number 0. The caller has asked who may.
func (s *Service) Used(ctx context.Context, q db.Querier, id int64) (bool, error) {
	versions, err := findVersions(ctx, q, id)
	return used(versions), err
}

func used(versions []Schedule) bool {
	return slices.ContainsFunc(versions, func(v Schedule) bool { return len(v.held().Members()) > 0 })
}
