package review

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Period is a month or a quarter, as it is written: 2026-11 or 2026-Q4.
type Period string

var periodText = regexp.MustCompile(`^(20\d\d)-(?:(0[1-9]|1[0-2])|Q([1-4]))$`)

// ParsePeriod reads a month or a quarter; anything else is fault.Invalid on "period".
func ParsePeriod(text string) (Period, error) {
	if !periodText.MatchString(text) {
		return "", fault.Field("period", "“%s” is no month and no quarter. Write it like 2026-11 or 2026-Q4", fault.Clip(text, 20))
	}
	return Period(text), nil
}

// QuarterOf is the quarter that holds a day.
func QuarterOf(d bizcal.Date) Period {
	return Period(fmt.Sprintf("%04d-Q%d", d.Year, (int(d.Month)+2)/3))
}

// MonthOf is the month that holds a day.
func MonthOf(d bizcal.Date) Period { return Period(fmt.Sprintf("%04d-%02d", d.Year, int(d.Month))) }

// Quarter reports whether it is one, and not a month.
func (p Period) Quarter() bool { return len(p) > 5 && p[5] == 'Q' }

// months gives the first month and how many there are.
func (p Period) months() (year, month, n int) {
	parts := periodText.FindStringSubmatch(string(p))
	if parts == nil {
		return 2000, 1, 1
	}
	year, _ = strconv.Atoi(parts[1]) // the pattern holds digits
	if parts[3] != "" {
		quarter, _ := strconv.Atoi(parts[3])
		return year, 3*quarter - 2, 3
	}
	month, _ = strconv.Atoi(parts[2])
	return year, month, 1
}

// Days are the first and the last day of the period.
func (p Period) Days() (first, last bizcal.Date) {
	year, month, n := p.months()
	first = bizcal.Date{Year: year, Month: time.Month(month), Day: 1}
	last = bizcal.DateOf(time.Date(year, time.Month(month+n), 0, 0, 0, 0, 0, time.UTC))
	return first, last
}

// Bounds gives the instants at which the period begins and the next one does, on the wall of a zone.
func (p Period) Bounds(zone *time.Location) (from, until time.Time) {
	first, last := p.Days()
	return Wall(zone, first, 0), Wall(zone, last.AddDays(1), 0)
}

// Next is the month or quarter that follows.
func (p Period) Next() Period { return p.step(1) }

// Previous is the month or quarter before.
func (p Period) Previous() Period { return p.step(-1) }

func (p Period) step(by int) Period {
	year, month, n := p.months()
	first := bizcal.DateOf(time.Date(year, time.Month(month+by*n), 1, 0, 0, 0, 0, time.UTC))
	if p.Quarter() {
		return QuarterOf(first)
	}
	return MonthOf(first)
}
