package review

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Every says how often a customer and their engineer meet.
type Every string

// The rhythms (assigned-support.md: weekly or bi-weekly; monthly for those who need less).
const (
	Weekly   Every = "weekly"
	Biweekly Every = "biweekly"
	Monthly  Every = "monthly"
)

// Rhythms lists them, the most frequent first.
func Rhythms() []Every { return []Every{Weekly, Biweekly, Monthly} }

// Rhythm is when calls of a series are: on From and each week, second week or month from there, whenever the clocks of
// the customer's zone show the minute. It knows nothing of calls that were moved or skipped.
type Rhythm struct {
	Every  Every
	From   bizcal.Date // the first of them; monthly ones keep its weekday and which of the month it is
	Minute int         // since midnight on the wall, 0 to 1439
	Zone   string      // IANA name
}

const daysAWeek = 7

// day gives the n-th day of the rhythm, from 0.
func (r Rhythm) day(n int) bizcal.Date {
	switch r.Every {
	case Weekly:
		return r.From.AddDays(n * daysAWeek)
	case Biweekly:
		return r.From.AddDays(n * 2 * daysAWeek)
	}
	return nthWeekday(r.From, n)
}

// nthWeekday gives the day n months behind from that is the same weekday and the same of its month: the second Tuesday.
// The fifth, which most months lack, is the last.
func nthWeekday(from bizcal.Date, n int) bizcal.Date {
	ordinal := (from.Day - 1) / daysAWeek
	first := bizcal.DateOf(time.Date(from.Year, from.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	ahead := (int(from.Weekday()) - int(first.Weekday()) + daysAWeek) % daysAWeek
	day := first.AddDays(ahead + ordinal*daysAWeek)
	if day.Month != first.Month {
		day = day.AddDays(-daysAWeek)
	}
	return day
}

// Next gives the first n instants of the rhythm after an instant, in UTC. It is pure.
func (r Rhythm) Next(after time.Time, n int) ([]time.Time, error) {
	zone, err := zoneOf(r.Zone)
	if err != nil {
		return nil, err
	}
	var all []time.Time
	for i := r.guess(after.In(zone)); len(all) < n; i++ {
		if at := Wall(zone, r.day(i), r.Minute); at.After(after) {
			all = append(all, at)
		}
	}
	return all, nil
}

// guess gives a number of a day that is not behind the first after t.
func (r Rhythm) guess(t time.Time) int {
	today := bizcal.DateOf(t)
	if r.Every == Monthly {
		return max(0, (today.Year-r.From.Year)*12+int(today.Month)-int(r.From.Month)-1)
	}
	days := int(midnight(today).Sub(midnight(r.From)) / (24 * time.Hour))
	if r.Every == Biweekly {
		days /= 2
	}
	return max(0, days/daysAWeek-1)
}

func midnight(d bizcal.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Wall gives the instant, in UTC, at which the clocks of a zone show a minute of a day. Where they skip it, the offset
// from before the gap counts; where they show it twice, the first time (RFC 5545 §3.3.5).
func Wall(zone *time.Location, day bizcal.Date, minute int) time.Time {
	label := midnight(day).Add(time.Duration(minute) * time.Minute)
	_, before := label.Add(-24 * time.Hour).In(zone).Zone() // no change of clocks is followed by another within two days
	_, after := label.Add(24 * time.Hour).In(zone).Zone()
	first := label.Add(-time.Duration(before) * time.Second)
	second := label.Add(-time.Duration(after) * time.Second)
	for _, at := range []time.Time{first, second} {
		if _, offset := at.In(zone).Zone(); at.Add(time.Duration(offset) * time.Second).Equal(label) {
			return at
		}
	}
	return first
}

func zoneOf(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil, fault.Field("zone", "There is no time zone “%s”. Choose one like Europe/Berlin", fault.Clip(name, 60))
	}
	return zone, nil
}
