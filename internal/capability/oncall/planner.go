package oncall

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Weeks is how many weeks the planner looks ahead.
const Weeks = 53

// Outlook is the year of a schedule, as it will be with all that is saved.
type Outlook struct {
	Schedule Schedule
	From     time.Time // Monday 00:00 UTC of this week
	Weeks    []Column
	Gaps     []rotation.Segment     // to come; none of a schedule without layers
	Changes  []rotation.ClockChange // those that move coverage
	Ways     []rotation.Proposal    // to close the gaps, the best first
	// Pending is what was published, where the last change has not taken effect yet; nil: it has.
	Pending *Plan
	// Gone are people in its layers who are switched off.
	Gone []int64
}

// Column is one week of the year by hours of the day, in UTC.
type Column struct {
	rotation.Week
	Hours [24]Hour
}

// Hour is one hour of the day over the seven days of a week.
type Hour struct {
	Region string // key of the region that has most of it; empty: none
	Gap    bool   // with nobody at some time
	Alone  bool   // with one person at most at some time, where others of the week have more
	Inside float64
}

// Outlook works the year ahead out.
func (s *Service) Outlook(ctx context.Context, id int64) (o Outlook, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return o, err
	}
	b, err := s.gather(ctx, s.DB.Read(), s.DB.Now(ctx).Add(-around))
	if err != nil {
		return o, err
	}
	ok := false
	if o.Schedule, ok = b.schedule(id); !ok {
		return o, fault.New(fault.NotFound, "There is no on-call schedule with the number %d", id)
	}
	o.From = rotation.Monday(b.now)
	if o.Schedule.EffectiveAt.After(b.now) {
		published := b.history(id).at(b.now)
		o.Pending = &published
	}
	for _, member := range o.Schedule.Members() {
		if _, ok := b.team.User(member); !ok {
			o.Gone = append(o.Gone, member)
		}
	}
	return o, b.lookAhead(&o)
}

func (b *book) lookAhead(o *Outlook) error {
	h := b.history(o.Schedule.ID)
	until := o.From.AddDate(0, 0, 7*Weeks)
	segments, err := h.timeline(o.From, until)
	if err != nil {
		return err
	}
	o.Weeks = b.columns(h, segments, o.From)
	if len(o.Schedule.held().Layers) == 0 {
		return nil
	}
	ahead, err := h.timeline(b.now, until)
	if err != nil {
		return err
	}
	o.Gaps = rotation.Gaps(ahead)
	from := later(b.now, o.Schedule.EffectiveAt)
	plan := o.Schedule.rotation(nil)
	rota, err := rotation.Compile(plan)
	if err != nil {
		return err
	}
	changes, err := rota.ClockChanges(from, until, b.bound, b.rules.day())
	if err != nil {
		return err
	}
	o.Changes = slices.DeleteFunc(changes, func(c rotation.ClockChange) bool { return !c.Matters() })
	o.Ways, err = plan.Proposals(from, until, b.bound, b.rules.day())
	return err
}

// columns lays a timeline out by weeks and hours of the day.
func (b *book) columns(h history, segments []rotation.Segment, from time.Time) []Column {
	days := map[int64]*bizcal.Calendar{}
	weeks := rotation.Heat(segments, from, Weeks, func(id int64) *bizcal.Calendar {
		if _, ok := days[id]; !ok {
			days[id], _ = b.rules.day().Calendar(b.zone(id)) // the rules were checked when they were saved
		}
		return days[id]
	})
	columns := make([]Column, len(weeks))
	for i, w := range weeks {
		columns[i].Week = w
	}
	b.colour(h, segments, columns)
	for i := range columns {
		columns[i].fill()
	}
	return columns
}

// fill tells each hour of the day from the seven of the week.
func (c *Column) fill() {
	most := c.Sum().Most
	for hour := range c.Hours {
		var sum rotation.Cell
		least := most
		for day := range 7 {
			cell := c.Cells[day*24+hour]
			sum.Gap, sum.Staffed, sum.Inside = sum.Gap+cell.Gap, sum.Staffed+cell.Staffed, sum.Inside+cell.Inside
			least = min(least, cell.Least)
		}
		c.Hours[hour].Gap, c.Hours[hour].Inside = sum.Gap > 0, sum.Share()
		c.Hours[hour].Alone = most > 1 && least < 2
	}
}

// colour gives each hour of the day the region that is asked first on most days of the week.
func (b *book) colour(h history, segments []rotation.Segment, columns []Column) {
	for i := range columns {
		for hour := range 24 {
			votes := map[string]int{}
			for day := range 7 {
				middle := columns[i].From.Add(time.Duration(day*24+hour)*time.Hour + 30*time.Minute)
				region := b.regionAt(h, segments, middle)
				if votes[region]++; votes[region] > votes[columns[i].Hours[hour].Region] || columns[i].Hours[hour].Region == "" {
					columns[i].Hours[hour].Region = region
				}
			}
		}
	}
}

// regionAt gives the region of whoever is asked first at t.
func (b *book) regionAt(h history, segments []rotation.Segment, t time.Time) string {
	i, ok := slices.BinarySearchFunc(segments, t, func(s rotation.Segment, t time.Time) int { return s.From.Compare(t) })
	if !ok {
		i--
	}
	if i < 0 || i >= len(segments) || nobody(segments[i]) {
		return ""
	}
	return b.regionOf(h.at(t), segments[i], 0)
}

// regionOf gives the region for which the n-th of a segment is on: that of the layer, else the person's own.
func (b *book) regionOf(p Plan, s rotation.Segment, n int) string {
	if n < len(s.Layers) && s.Layers[n] >= 0 && s.Layers[n] < len(p.Layers) && p.Layers[s.Layers[n]].Region != "" {
		return p.Layers[s.Layers[n]].Region
	}
	return b.everybody[s.Users[n]].Region
}

// ApplyProposal saves a schedule with the n-th of the ways of its Outlook, if that is still the same: fault.Conflict where
// it is not. agreed is as for Save.
func (s *Service) ApplyProposal(ctx context.Context, id int64, n int, version int64, agreed bool) (Schedule, error) {
	if err := access.Check(ctx, access.ManageOnCall); err != nil {
		return Schedule{}, err
	}
	o, err := s.Outlook(ctx, id)
	if err != nil {
		return Schedule{}, err
	}
	if o.Schedule.Version != version || n < 0 || n >= len(o.Ways) {
		return Schedule{}, fault.New(fault.Conflict, "The schedule was changed meanwhile, so nothing was saved. Look at what is proposed now")
	}
	way := o.Ways[n]
	next := o.Schedule
	next.Layers = slices.Clone(next.Layers)
	l := &next.Layers[way.Layer]
	l.Windows = slices.Clone(l.Windows)
	l.Windows[way.Window] = way.Becomes
	return s.Save(ctx, Wish{Schedule: next, Agreed: agreed})
}
