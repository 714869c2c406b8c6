package bizcal_test

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// oracle is the slow, obvious calendar: it asks the wall clock of every minute, and knows nothing of offsets, weeks or
// changes of the clock. Everything it is asked must lie on a whole minute.
type oracle []member

type member struct {
	spec bizcal.Spec
	zone *time.Location
}

func newOracle(specs ...bizcal.Spec) oracle {
	var o oracle
	for _, s := range specs {
		zone, err := time.LoadLocation(s.Zone)
		if err != nil {
			panic(err)
		}
		o = append(o, member{spec: s, zone: zone})
	}
	return o
}

func (o oracle) open(t time.Time) bool {
	for _, m := range o {
		wall := t.In(m.zone)
		year, month, day := wall.Date()
		label := wall.Hour()*60 + wall.Minute()
		for _, s := range m.spans(bizcal.Date{Year: year, Month: month, Day: day}, wall.Weekday()) {
			if s.From <= label && label < s.To {
				return true
			}
		}
	}
	return false
}

func (m member) spans(date bizcal.Date, weekday time.Weekday) []bizcal.Span {
	for _, s := range m.spec.Special {
		if s.Date == date {
			return s.Spans
		}
	}
	for _, h := range m.spec.Holidays {
		if h.Date == date {
			return nil
		}
	}
	return m.spec.Weekly[weekday]
}

func (o oracle) between(a, b time.Time) (sum time.Duration) {
	for ; a.Before(b); a = a.Add(time.Minute) {
		if o.open(a) {
			sum += time.Minute
		}
	}
	return sum
}

// add walks on until n is used up, and gives up at limit.
func (o oracle) add(start time.Time, n time.Duration, limit time.Time) (time.Time, bool) {
	for ; n > 0; start = start.Add(time.Minute) {
		if !start.Before(limit) {
			return time.Time{}, false
		}
		if o.open(start) {
			n -= time.Minute
		}
	}
	return start, true
}
