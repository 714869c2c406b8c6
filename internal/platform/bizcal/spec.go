package bizcal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Spec is a calendar as people write it: plain data. New checks and compiles it.
type Spec struct {
	Zone     string    `json:"zone"` // a name of the IANA time zone database, such as Europe/Amsterdam
	Weekly   Week      `json:"weekly"`
	Holidays []Holiday `json:"holidays,omitempty"`
	Special  []Special `json:"special,omitempty"`
}

// Holiday closes a local date, whatever the weekly hours say.
type Holiday struct {
	Date Date   `json:"date"`
	Name string `json:"name,omitempty"`
}

// Special replaces the hours of a local date. It wins over a holiday; without spans it closes the date.
type Special struct {
	Date  Date   `json:"date"`
	Spans []Span `json:"spans"`
	Name  string `json:"name,omitempty"`
}

// Problems lists all that keeps the spec from being a calendar, in the order of its fields. Each names its field
// (zone, monday to sunday, holidays, special, or weekly), what was found, and the way out.
func (s Spec) Problems() (all []*fault.Error) {
	if _, err := loadZone(s.Zone); err != nil {
		all = append(all, named("zone", "", err))
	}
	open := false
	for _, day := range weekdays {
		open = open || len(s.Weekly[day]) > 0
		for _, err := range checkSpans(s.Weekly[day]) {
			all = append(all, named(fieldOf(day), "", err))
		}
	}
	holidays := make([]Date, len(s.Holidays))
	for i, h := range s.Holidays {
		holidays[i] = h.Date
	}
	all = append(all, checkDates("holidays", holidays)...)
	special := make([]Date, len(s.Special))
	for i, x := range s.Special {
		special[i] = x.Date
		open = open || len(x.Spans) > 0
		for _, err := range checkSpans(x.Spans) {
			all = append(all, named("special", x.Date.String()+": ", err))
		}
	}
	all = append(all, checkDates("special", special)...)
	if !open {
		all = append(all, fault.Field("weekly",
			"The calendar is never open, so no clock on it would ever run. Give at least one day hours, such as monday: [09:00-17:00]."))
	}
	return all
}

// named puts the sentence of err under another field, after a lead-in.
func named(field, lead string, err error) *fault.Error {
	sentence, _ := fault.Public(err)
	return fault.Field(field, "%s%s", lead, sentence)
}

// fieldOf names the field of a weekday.
func fieldOf(day time.Weekday) string { return strings.ToLower(day.String()) }

// loadZone finds a zone by its name. The empty name and Local are none: they would mean another zone on another
// machine.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fault.Field("zone", "“%s” is no time zone. Write it like Europe/Amsterdam.", name)
	}
	return zone, nil
}

// checkSpans looks at the spans of one day. Those that touch are fine.
func checkSpans(spans []Span) (bad []error) {
	for _, s := range spans {
		if err := s.check(); err != nil {
			bad = append(bad, err)
		}
	}
	if len(bad) > 0 {
		return bad
	}
	sorted := slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(sorted); i++ {
		if a, b := sorted[i-1], sorted[i]; a.To > b.From {
			bad = append(bad, fault.Field("hours", "%s and %s overlap. Write them as one: %s.", a, b, Span{a.From, max(a.To, b.To)}))
		}
	}
	return bad
}

func checkDates(field string, dates []Date) (bad []*fault.Error) {
	seen := map[Date]bool{}
	for _, d := range dates {
		switch {
		case !d.exists():
			bad = append(bad, fault.Field(field, "%s is no day of any calendar.", fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)))
		case d.Year < FirstYear || d.Year > LastYear:
			bad = append(bad, fault.Field(field, "%s is out of reach. A calendar knows the years %d to %d.", d, FirstYear, LastYear))
		case seen[d]:
			bad = append(bad, fault.Field(field, "%s stands here twice. Keep one of them.", d))
		}
		seen[d] = true
	}
	return bad
}
