// Package holidays knows the public holidays of countries, as a first draft of a calendar's: a desk imports them, and
// then keeps, renames and strikes what it likes. It is pure.
package holidays

import (
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Country is one whose holidays are known.
type Country struct {
	Code    string   // ISO 3166-1, such as DE
	Name    string   // in English
	Regions []Region // those with holidays of their own; often none
}

// Region is a part of a country.
type Region struct {
	Code string // ISO 3166-2 without the country, such as BY
	Name string // as people there write it
}

// Countries lists the countries that Of knows, by name.
func Countries() []Country {
	all := make([]Country, len(countries))
	for i, c := range countries {
		all[i] = Country{Code: c.code, Name: c.name}
		for _, r := range c.regions {
			all[i].Regions = append(all[i].Regions, Region{Code: r.code, Name: r.name})
		}
	}
	return all
}

// Of lists the holidays of a country in one year, by date, under the names of the library, most of them in the
// country's language; with a region, all those that are kept there. A holiday that is made up for on another day stands on that day, so that one of the first
// of January may lie in the year before. Days with two holidays stand there once, with both names. It is nil where the
// country or the region is not known.
func Of(country, region string, year int) []bizcal.Holiday {
	byDate := map[bizcal.Date][]string{}
	for _, h := range days(country, region) {
		for y := year - 1; y <= year+1; y++ {
			if date, ok := observed(h, y); ok && date.Year == year && !slices.Contains(byDate[date], h.Name) {
				byDate[date] = append(byDate[date], h.Name)
			}
		}
	}
	var all []bizcal.Holiday
	for date, names := range byDate {
		all = append(all, bizcal.Holiday{Date: date, Name: strings.Join(names, ", ")})
	}
	slices.SortFunc(all, func(a, b bizcal.Holiday) int { return a.Date.Compare(b.Date) })
	return all
}

// days gives the rules of a country or one of its regions.
func days(country, region string) []*cal.Holiday {
	for _, c := range countries {
		if c.code != country {
			continue
		}
		if region == "" {
			return c.nationwide()
		}
		for _, r := range c.regions {
			if r.code == region {
				return r.days
			}
		}
	}
	return nil
}

// nationwide gives what is kept in the whole country.
func (c country) nationwide() []*cal.Holiday {
	if c.days != nil {
		return c.days
	}
	var all []*cal.Holiday
	for _, h := range c.regions[0].days {
		if !slices.ContainsFunc(c.regions, func(r region) bool { return !slices.Contains(r.days, h) }) {
			all = append(all, h)
		}
	}
	return all
}

// observed gives the day on which the holiday of a year is kept. The library counts in the machine's zone, in which a
// midnight may be skipped: noon is on the right day whatever it made of that.
func observed(h *cal.Holiday, year int) (bizcal.Date, bool) {
	_, day := h.Calc(year)
	if day.IsZero() {
		return bizcal.Date{}, false
	}
	return bizcal.DateOf(day.Add(12 * time.Hour)), true
}
