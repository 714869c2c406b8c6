package rotation

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// HoursOfWeek is how many cells a week has.
const HoursOfWeek = 7 * 24

// Cell is one hour of a week of the planner, by UTC.
type Cell struct {
	Least, Most int           // people on at once
	Gap         time.Duration // with nobody on
	Overlap     time.Duration // with more than one
	Staffed     time.Duration // of all people together
	Inside      time.Duration // of that, within their local daytime
}

// Week is one row of the planner's map: 168 cells from Monday 00:00 UTC.
type Week struct {
	From  time.Time
	Cells [HoursOfWeek]Cell
}

// Sum gives the week as one cell.
func (w Week) Sum() Cell {
	sum := w.Cells[0]
	for _, c := range w.Cells[1:] {
		sum.Least, sum.Most = min(sum.Least, c.Least), max(sum.Most, c.Most)
		sum.Gap += c.Gap
		sum.Overlap += c.Overlap
		sum.Staffed += c.Staffed
		sum.Inside += c.Inside
	}
	return sum
}

// Share gives how much of what is staffed lies within local daytime, from 0 to 1; 1 when nothing is.
func (c Cell) Share() float64 {
	if c.Staffed == 0 {
		return 1
	}
	return float64(c.Inside) / float64(c.Staffed)
}

// Monday gives the beginning of the week that holds t, in UTC.
func Monday(t time.Time) time.Time {
	days := floorDiv(t.Unix(), day)
	return time.Unix((days-floorMod(days+3, 7))*day, 0).UTC() // 1 January 1970 was a Thursday
}

// Heat lays a timeline over weeks from the Monday of from on. dayOf gives a person's daytime as a calendar (Daytime.Calendar);
// nil: none of theirs is inside. Hours that the timeline does not speak of have nobody.
func Heat(all []Segment, from time.Time, weeks int, dayOf func(user int64) *bizcal.Calendar) []Week {
	list := make([]Week, weeks)
	first := Monday(from)
	for i := range list {
		list[i].From = first.AddDate(0, 0, 7*i)
	}
	seen := make([]bool, weeks*HoursOfWeek)
	for _, s := range all {
		for i := max(0, int(s.From.Sub(first)/time.Hour)); i < len(seen); i++ {
			hour := first.Add(time.Duration(i) * time.Hour)
			if !hour.Before(s.Until) {
				break
			}
			cell := &list[i/HoursOfWeek].Cells[i%HoursOfWeek]
			if a, b := latest(s.From, hour), earliest(s.Until, hour.Add(time.Hour)); a.Before(b) {
				cell.add(s, a, b, !seen[i], dayOf)
				seen[i] = true
			}
		}
	}
	return list
}

// add counts what of a segment lies in the cell.
func (c *Cell) add(s Segment, from, until time.Time, fresh bool, dayOf func(int64) *bizcal.Calendar) {
	n := len(s.Users)
	if c.Most = max(c.Most, n); fresh || n < c.Least {
		c.Least = n
	}
	length := until.Sub(from)
	switch {
	case n == 0:
		c.Gap += length
	case n > 1:
		c.Overlap += length
	}
	for _, u := range s.Users {
		c.Staffed += length
		if day := dayOf(u); day != nil {
			c.Inside += day.Between(from, until)
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
