package oncall

import (
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Due is time off in lieu that somebody may take for a duty, or a holiday on which they should not be on call.
type Due struct {
	Stretch
	By    time.Time // until when the time off is taken; zero for a holiday
	Words string
}

// lieuOf tells what the rules of somebody's zone say about their duties, the past ones and those to come.
func (b *book) lieuOf(userID int64, duties []dutyIn, rules []Lieu, countries []Country) (all []Due) {
	zone := b.zone(userID)
	days := newFree(countries)
	for _, rule := range rules {
		if !strings.HasPrefix(zone.String(), rule.Zones) {
			continue
		}
		for _, d := range duties {
			share := Share{}
			share.add(d.Stretch, zone, days.of(b.everybody[userID].Region))
			if by := dayBegins(bizcal.DateOf(d.Until.In(zone)).AddDays(rule.Days+1), zone); rule.Days > 0 &&
				share.Weekend+share.Holiday > 0 && b.now.Before(by) && !d.Until.After(b.now) {
				all = append(all, Due{d.Stretch, by, fmt.Sprintf("%s: %.0f hours on free days. Take time off in lieu before %s",
					d.schedule.Title, (share.Weekend + share.Holiday).Hours(), by.In(zone).Format("Mon 2 Jan"))})
			}
			if name, on := days.on(rule.Avoid, d.Stretch, zone); on && d.Until.After(b.now) {
				all = append(all, Due{d.Stretch, time.Time{},
					fmt.Sprintf("%s: on call on %s, a public holiday. Find cover, or tell your manager", d.schedule.Title, name)})
			}
		}
	}
	return all
}

// on names the first holiday of a country that a stretch touches.
func (f *free) on(country string, d Stretch, zone *time.Location) (string, bool) {
	if country == "" {
		return "", false
	}
	last := bizcal.DateOf(d.Until.Add(-time.Second).In(zone))
	for date := bizcal.DateOf(d.From.In(zone)); date.Compare(last) <= 0; date = date.AddDays(1) {
		if name, ok := f.in(country, "", date); ok {
			return name, true
		}
	}
	return "", false
}
