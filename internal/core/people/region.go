package people

import (
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Region is a part of the world that has the watch during its day.
type Region struct {
	Key    string `json:"key"`  // stored with people and organizations; never changes
	Name   string `json:"name"` // EMEA
	City   string `json:"city"` // Amsterdam
	Zone   string `json:"zone"` // IANA name
	Opens  string `json:"opens"`
	Closes string `json:"closes"` // local, 15:04; 24:00 is the end of the day; earlier than Opens: next day
	Tone   string `json:"tone"`   // its colour everywhere: violet, ochre, coral, teal, moss, rose
	// Calendar is the title of the calendar that its customers' clocks run by; empty is the desk's default.
	Calendar string `json:"calendar,omitempty"`
	// Queue, Extra and Cleanup are hours of the day in UTC, 0 to 23, each in the order in which they come: when it
	// takes new tickets, when some of it is there besides, and when it only finishes its day (tickets.md, Regional
	// queue-hours table). No hour stands in two of them.
	Queue   []int `json:"queue,omitempty"`
	Extra   []int `json:"extra,omitempty"`
	Cleanup []int `json:"cleanup,omitempty"`
}

// Regions is the setting of the desk's regions, in the order of their day. The defaults are those of
// tickets.md, Business hours and regions.
var Regions = settings.Key[[]Region]{
	Name: "desk.regions",
	Default: []Region{
		{Key: "apac", Name: "APAC", City: "Brisbane", Zone: "Australia/Brisbane", Opens: "09:00", Closes: "21:00", Tone: "violet",
			Calendar: "APAC hours", Queue: []int{23, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, Extra: []int{21, 22}},
		{Key: "emea", Name: "EMEA", City: "Amsterdam", Zone: "Europe/Amsterdam", Opens: "08:00", Closes: "18:00", Tone: "ochre",
			Calendar: "EMEA hours", Queue: []int{8, 9, 10, 11, 12, 13, 14, 15}, Extra: []int{7, 16}},
		{Key: "amer", Name: "AMER", City: "Los Angeles", Zone: "America/Los_Angeles", Opens: "05:00", Closes: "17:00", Tone: "coral",
			Calendar: "AMER hours", Queue: []int{13, 14, 15, 16, 17, 18, 19, 20, 21, 22}, Cleanup: []int{23}},
	},
	Check: checkRegions,
}

func checkRegions(list []Region) error {
	seen := map[string]bool{}
	for _, r := range list {
		switch {
		case r.Key == "" || r.Name == "":
			return fault.Field("regions", "A region needs a name")
		case seen[r.Key]:
			return fault.Field("regions", "Two regions are called %s", r.Name)
		}
		seen[r.Key] = true
		if _, err := time.LoadLocation(r.Zone); err != nil || r.Zone == "" {
			return fault.Field("regions", "%s: %q is no time zone; write it like Europe/Amsterdam", r.Name, r.Zone)
		}
		if _, _, err := r.Hours(); err != nil {
			return err
		}
		if err := checkHours(r); err != nil {
			return err
		}
	}
	return nil
}

// Hours gives the watch as time since local midnight; closes is over 24 hours when it ends the next day.
func (r Region) Hours() (opens, closes time.Duration, err error) {
	if opens, err = clock(r.Opens); err == nil {
		closes, err = clock(r.Closes)
	}
	if err != nil {
		return 0, 0, fault.Field("regions", "%s: %v; write hours like 08:00", r.Name, err)
	}
	if closes <= opens {
		closes += 24 * time.Hour
	}
	return opens, closes, nil
}

func clock(s string) (time.Duration, error) {
	if s == "24:00" {
		return 24 * time.Hour, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day", s)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}
