package search

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Span is a stretch of time from From up to, not including, To. A zero end is open.
type Span struct {
	From, To time.Time
}

// Holds reports whether t, not zero, lies in the span.
func (s Span) Holds(t time.Time) bool {
	return !t.IsZero() && (s.From.IsZero() || !t.Before(s.From)) && (s.To.IsZero() || t.Before(s.To))
}

// Span is the stretch that a Moment field stands for, for a reader in zone at now. A calendar value is the
// whole day or month, and > means behind its end. A length of time is an age: updated<24h is what was
// updated less than 24 hours ago, and updated:24h the same.
func (f Field) Span(now time.Time, zone *time.Location) (Span, error) {
	m, err := parseMoment(f.Values[0])
	if err != nil {
		return Span{}, err
	}
	if m.age > 0 {
		return ageSpan(f.Op, now.Add(-m.age)), nil
	}
	if m.ahead > 0 {
		return aheadSpan(f.Op, now, now.Add(m.ahead)), nil
	}
	from, to := m.days(now, zone)
	switch f.Op {
	case Less:
		return Span{To: from}, nil
	case AtMost:
		return Span{To: to}, nil
	case More:
		return Span{From: to}, nil
	case AtLeast:
		return Span{From: from}, nil
	}
	return Span{from, to}, nil
}

// ageSpan is what is younger or older than the instant at; the database keeps microseconds.
func ageSpan(op Op, at time.Time) Span {
	switch op {
	case Less:
		return Span{From: at.Add(time.Microsecond)}
	case More:
		return Span{To: at}
	case AtLeast:
		return Span{To: at.Add(time.Microsecond)}
	}
	return Span{From: at}
}

// aheadSpan is what is sooner or later than the instant at.
func aheadSpan(op Op, now, at time.Time) Span {
	switch op {
	case Less:
		return Span{To: at}
	case AtMost:
		return Span{To: at.Add(time.Microsecond)}
	case More:
		return Span{From: at.Add(time.Microsecond)}
	case AtLeast:
		return Span{From: at}
	}
	return Span{now, at}
}

// moment is a calendar value, an age or a time to go. The zero moment is today.
type moment struct {
	age   time.Duration
	ahead time.Duration
	back  int // days before today, where year is 0
	year  int
	month time.Month
	day   int // 0: the whole month
}

const day = 24 * time.Hour

var units = map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': day, 'w': 7 * day}

func parseMoment(v string) (moment, error) {
	switch v = strings.ToLower(v); v {
	case "today":
		return moment{}, nil
	case "yesterday":
		return moment{back: 1}, nil
	case "tomorrow":
		return moment{back: -1}, nil
	}
	length, ahead := strings.CutPrefix(v, "+")
	if unit, ok := units[v[len(v)-1]]; ok {
		n, err := strconv.ParseUint(length[:len(length)-1], 10, 16)
		if err == nil && n > 0 && ahead {
			return moment{ahead: time.Duration(n) * unit}, nil
		}
		if err == nil && n > 0 {
			return moment{age: time.Duration(n) * unit}, nil
		}
	}
	if t, err := time.Parse("2006-01-02", v); err == nil && t.Year() > 0 {
		return moment{year: t.Year(), month: t.Month(), day: t.Day()}, nil
	}
	if t, err := time.Parse("2006-01", v); err == nil && t.Year() > 0 {
		return moment{year: t.Year(), month: t.Month()}, nil
	}
	return moment{}, fmt.Errorf("%q is no time", v)
}

// days gives the calendar value's first instant and the first behind it. Days are counted by the calendar:
// one with a clock change is not 24 hours long.
func (m moment) days(now time.Time, zone *time.Location) (from, to time.Time) {
	switch {
	case m.year == 0:
		y, month, d := now.In(zone).Date()
		return midnight(y, month, d-m.back, zone), midnight(y, month, d-m.back+1, zone)
	case m.day == 0:
		return midnight(m.year, m.month, 1, zone), midnight(m.year, m.month+1, 1, zone)
	}
	return midnight(m.year, m.month, m.day, zone), midnight(m.year, m.month, m.day+1, zone)
}

func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}
