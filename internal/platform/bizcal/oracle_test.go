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
