package oncall

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Rules are what being on call is held against.
type Rules struct {
	// DayFrom and DayUntil bound the local hours in which people are on call, unless they work shifts (job-family.md).
	DayFrom  string `json:"day_from"` // 15:04
	DayUntil string `json:"day_until"`
	// Rest is how many hours lie at least between two duties of one person, where one is taken over.
	Rest int `json:"rest_hours"`
	// Double lets somebody be on call in two schedules at once.
	Double bool `json:"double_duty"`
	// Horizon is what a new schedule begins with: after how many weeks a change takes effect.
	Horizon int `json:"horizon_weeks"`
	// Ahead is how many days before a hole or a clock change that moves one the managers hear of it.
	Ahead int `json:"ahead_days"`
}

// mostWeeks bounds how far ahead a schedule is published.
const mostWeeks = 52

// RulesKey is the setting of these. The day is that of job-family.md; APAC is told four weeks ahead
// (oncall-and-incidents.md, Publication); eleven hours of rest are those of Directive 2003/88/EC, Article 3.
var RulesKey = settings.Key[Rules]{Name: "oncall.rules", Default: Rules{DayFrom: "07:00", DayUntil: "21:00", Rest: 11, Horizon: 4, Ahead: 14},
	Check: func(r Rules) error {
		from, bad := time.Parse("15:04", r.DayFrom)
		if bad != nil {
			return fault.Field("day_from", "“%s” is no time of day. Write it like 07:00", fault.Clip(r.DayFrom, 20))
		}
		until, bad := time.Parse("15:04", r.DayUntil)
		if bad != nil || !until.After(from) {
			return fault.Field("day_until", "“%s” is no time of day behind %s. Write it like 21:00", fault.Clip(r.DayUntil, 20), r.DayFrom)
		}
		if r.Rest < 0 || r.Rest > 48 {
			return fault.Field("rest_hours", "A rest has from 0 to 48 hours, not %d", r.Rest)
		}
		if r.Ahead < 1 || r.Ahead > 90 {
			return fault.Field("ahead_days", "Managers hear of a hole from 1 to 90 days ahead, not %d", r.Ahead)
		}
		return checkHorizon("horizon_weeks", r.Horizon)
	}}

func checkHorizon(field string, weeks int) error {
	if weeks < 0 || weeks > mostWeeks {
		return fault.Field(field, "A change takes effect after 0 to %d weeks, not %d", mostWeeks, weeks)
	}
	return nil
}

// day is the rule as the mathematics take it.
func (r Rules) day() rotation.Daytime { return rotation.Daytime{From: r.DayFrom, Until: r.DayUntil} }

// Country is where the public holidays of a region's people come from.
type Country struct {
	Region  string `json:"region"`                   // key
	Country string `json:"country"`                  // ISO 3166-1
	Part    string `json:"country_region,omitempty"` // ISO 3166-2 without the country
}

// CountriesKey is the setting of these. The defaults are those of the cities of the default regions.
var CountriesKey = settings.Key[[]Country]{Name: "oncall.holidays", Default: []Country{
	{Region: "apac", Country: "AU", Part: "QLD"}, {Region: "emea", Country: "NL"}, {Region: "amer", Country: "US"}}}

// Lieu is a rule of time off in lieu for those who live in some zones.
type Lieu struct {
	Zones string `json:"zones"` // the beginning of their names, such as Australia/
	// Days is within how many days after a duty on a weekend or holiday time off is taken; 0: none.
	Days int `json:"days,omitempty"`
	// Avoid is the country whose public holidays nobody there is on call on; empty: none (ISO 3166-1).
	Avoid string `json:"avoid_holidays,omitempty"`
}

// LieuKey is the setting of these rules (oncall-and-incidents.md: Australia within 2 weeks, New Zealand not on holidays).
var LieuKey = settings.Key[[]Lieu]{Name: "oncall.lieu", Default: []Lieu{{Zones: "Australia/", Days: 14}, {Zones: "Pacific/Auckland", Avoid: "NZ"}},
	Check: func(list []Lieu) error {
		for _, l := range list {
			if l.Zones == "" {
				return fault.Field("zones", "Say for which zones a rule is, such as Australia/")
			}
			if l.Days < 0 || l.Days > 366 {
				return fault.Field("days", "Time off in lieu is taken within 1 to 366 days, not %d", l.Days)
			}
		}
		return nil
	}}
