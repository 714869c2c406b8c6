package shift

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Need is how many people a region needs on the days that its ordinary hours leave out.
type Need struct {
	Region   string `json:"region" about:"The key of the region"`
	Saturday int    `json:"saturday" about:"How many people work on a Saturday"`
	Sunday   int    `json:"sunday" about:"How many people work on a Sunday"`
	Holiday  int    `json:"holiday" about:"How many people work on a public holiday of the region"`
}

// NeedKey is the setting of the needs. Shipped is the weekend cover of tickets.md, Business hours and regions: shift
// engineers in all regions on Saturdays, on Sundays in EMEA only, where on-call has the rest.
var NeedKey = settings.Key[[]Need]{Name: "shift.staffing", Default: []Need{
	{Region: "apac", Saturday: 1, Holiday: 1}, {Region: "emea", Saturday: 1, Sunday: 1, Holiday: 1}, {Region: "amer", Saturday: 1, Holiday: 1}},
	Check: func(list []Need) error {
		seen := map[string]bool{}
		for _, n := range list {
			for _, count := range []int{n.Saturday, n.Sunday, n.Holiday} {
				if count < 0 || count > mostPeople {
					return fault.Field("need-"+n.Region, "A day needs from 0 to %d people, not %d", mostPeople, count)
				}
			}
			if n.Region == "" || seen[n.Region] {
				return fault.Field("need-"+n.Region, "Each region has one line of needs; “%s” has none or two", fault.Clip(n.Region, 40))
			}
			seen[n.Region] = true
		}
		return nil
	}}

const mostPeople = 100

// Away is a stretch in which somebody is not there.
type Away struct{ From, Until time.Time }

// Worker is somebody who works on a day.
type Worker struct {
	UserID int64
	Hours  []bizcal.Span // by their own clock; empty where they took the day over
	TurnID int64         // of the turn that they accepted; 0: their hours have the day
}

// Day is a day of a region that its ordinary hours leave out: a Saturday, a Sunday or a public holiday.
type Day struct {
	Region  string
	Date    bizcal.Date
	Holiday string // its name; empty: none
	Need    int
	Workers []Worker
	Asked   []Turn // who has not answered yet
	Missing int    // people
}

// rota is all that staffing is worked out of. It is pure.
type rota struct {
	needs   []Need
	team    []people.User // active
	regions []people.Region
	holiday func(region string, d bizcal.Date) (string, bool)
	away    map[int64][]Away
	turns   []Turn // live ones
}

// days lists the days from one to another that ordinary hours leave out, by date and then in the order of the regions.
func (r rota) days(from, until bizcal.Date) (list []Day) {
	for d := from; d.Compare(until) <= 0; d = d.AddDays(1) {
		for _, region := range r.regions {
			if day, ok := r.day(region, d); ok {
				list = append(list, day)
			}
		}
	}
	return list
}

// day works one day of a region out; false where its ordinary hours have it.
func (r rota) day(region people.Region, d bizcal.Date) (Day, bool) {
	day := Day{Region: region.Key, Date: d}
	name, holiday := r.holiday(region.Key, d)
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	if !weekend && !holiday {
		return day, false
	}
	day.Holiday, day.Need = name, r.need(region.Key, d.Weekday(), holiday)
	for _, u := range r.team {
		if w, works := r.works(u, region, d, weekend); works {
			day.Workers = append(day.Workers, w)
		}
	}
	for _, t := range r.turns {
		if t.Region == region.Key && t.Date == d && t.State == Asked {
			day.Asked = append(day.Asked, t)
		}
	}
	day.Missing = max(0, day.Need-len(day.Workers))
	return day, true
}

// need is the larger of what the day of the week and a holiday ask for.
func (r rota) need(region string, weekday time.Weekday, holiday bool) (n int) {
	i := slices.IndexFunc(r.needs, func(n Need) bool { return n.Region == region })
	if i < 0 {
		return 0
	}
	switch weekday {
	case time.Saturday:
		n = r.needs[i].Saturday
	case time.Sunday:
		n = r.needs[i].Sunday
	}
	if holiday {
		n = max(n, r.needs[i].Holiday)
	}
	return n
}

// works reports whether somebody works on a day of a region: they took it over, or their hours have it. On a weekday that
// is a holiday the hours of those count who work shifts; others are free.
func (r rota) works(u people.User, region people.Region, d bizcal.Date, weekend bool) (Worker, bool) {
	if r.isAway(u.ID, region, d) {
		return Worker{}, false
	}
	i := slices.IndexFunc(r.turns, func(t Turn) bool {
		return t.UserID == u.ID && t.Region == region.Key && t.Date == d && t.State == Accepted
	})
	if i >= 0 {
		return Worker{UserID: u.ID, TurnID: r.turns[i].ID}, true
	}
	if u.Region != region.Key || !weekend && !u.Shift {
		return Worker{}, false
	}
	if people.Worked(u.Hours) {
		spans := u.Hours[d.Weekday()]
		return Worker{UserID: u.ID, Hours: spans}, len(spans) > 0
	}
	return Worker{UserID: u.ID}, !weekend // the region's own hours, Monday to Friday
}

// isAway reports whether somebody is off at any moment of a region's day.
func (r rota) isAway(userID int64, region people.Region, d bizcal.Date) bool {
	from, until := bounds(region, d)
	return slices.ContainsFunc(r.away[userID], func(a Away) bool { return a.From.Before(until) && from.Before(a.Until) })
}

// bounds are the first moment of a region's day and the first after it.
func bounds(region people.Region, d bizcal.Date) (from, until time.Time) {
	zone, err := time.LoadLocation(region.Zone)
	if err != nil {
		zone = time.UTC
	}
	at := func(d bizcal.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone) }
	return at(d), at(d.AddDays(1))
}
