package people

import (
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// CapacityLevel says how many people a region can still spare.
type CapacityLevel string

// The levels, from nobody at all to too many away.
const (
	Closed CapacityLevel = "closed" // nobody works on that day anyway
	Green  CapacityLevel = "green"
	Yellow CapacityLevel = "yellow"
	Red    CapacityLevel = "red" // to be talked over with the manager
)

// Capacity is who of a region works on a day, and who of them is away. A day is that of each person's own zone.
type Capacity struct {
	Region Region
	Day    bizcal.Date
	Team   []int64 // who works on that weekday
	Out    []int64 // who of them is off for half of their hours at least
	Level  CapacityLevel
}

// Percent is the share that is away, rounded up, so that a day just above a limit does not look as if below.
func (c Capacity) Percent() int {
	if len(c.Team) == 0 {
		return 0
	}
	return (100*len(c.Out) + len(c.Team) - 1) / len(c.Team)
}

// sentence says why a wish is refused; more days than this one may be red.
func (c Capacity) sentence(days int) string {
	text := fmt.Sprintf("On %s %d of %d people of %s would be away (%d %%): red", c.Day.Weekday().String()[:3]+" "+c.Day.String(),
		len(c.Out), len(c.Team), c.Region.Name, c.Percent())
	if days > 1 {
		text += fmt.Sprintf(", and %d more days", days-1)
	}
	return text + ". Talk it over with your manager first, then say here that you did"
}

// Capacity counts a region on a day. Light agents answer no customers, so they do not count.
func (r *Roster) Capacity(region Region, day bizcal.Date) Capacity {
	c := Capacity{Region: region, Day: day, Level: Closed}
	for _, u := range r.People {
		if u.Region != region.Key || u.Role == access.LightAgent {
			continue
		}
		from, until := DayBegins(day, u.Location()), DayBegins(day.AddDays(1), u.Location())
		var hours, off time.Duration
		for _, s := range r.Stretches(u.ID, from, until) {
			hours += s.Until.Sub(s.From)
			if s.Off {
				off += s.Until.Sub(s.From)
			}
		}
		if hours == 0 {
			continue
		}
		c.Team = append(c.Team, u.ID)
		if off > 0 && 2*off >= hours {
			c.Out = append(c.Out, u.ID)
		}
	}
	if len(c.Team) > 0 {
		c.Level = r.Limits.level(len(c.Out), len(c.Team))
	}
	return c
}

// Coverage gives the capacity of somebody's region on each of the days that their time off takes from their work.
func (r *Roster) Coverage(u User, off TimeOff) []Capacity {
	region, ok := r.Region(u.Region)
	if !ok {
		return nil
	}
	var all []Capacity
	zone := u.Location()
	for day := bizcal.DateOf(off.From.In(zone)); DayBegins(day, zone).Before(off.Until); day = day.AddDays(1) {
		if c := r.Capacity(region, day); slices.Contains(c.Team, u.ID) {
			all = append(all, c)
		}
	}
	return all
}

// Worst is the thinnest of several days, the earliest of equals; false where nobody works on any.
func Worst(days []Capacity) (worst Capacity, ok bool) {
	for _, c := range days {
		if c.Level != Closed && (!ok || len(c.Out)*len(worst.Team) > len(worst.Out)*len(c.Team)) {
			worst, ok = c, true
		}
	}
	return worst, ok
}

// Week gives the seven days of a region from a Monday on.
func (r *Roster) Week(region Region, monday bizcal.Date) [7]Capacity {
	var days [7]Capacity
	for i := range days {
		days[i] = r.Capacity(region, monday.AddDays(i))
	}
	return days
}

// Monday is the first day of the week in which d lies.
func Monday(d bizcal.Date) bizcal.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }
