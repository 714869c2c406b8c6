package bizcal

import (
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ParseCadence reads days and times such as tue,thu 15:00, or mon-fri 09:00, 16:30; fri 18:00, promised in zone. Days
// may be written out, and joined by “and”. The error is a *fault.Error for the field cadence or zone.
func ParseCadence(text, zone string) (Cadence, error) {
	if _, err := loadZone(zone); err != nil {
		return Cadence{}, err
	}
	c := Cadence{Zone: zone}
	for part := range strings.SplitSeq(text, ";") {
		slots, err := parseSlots(strings.TrimSpace(part))
		if err != nil {
			return Cadence{}, err
		}
		c.Slots = append(c.Slots, slots...)
	}
	c.Slots = sorted(c.Slots)
	return c, nil
}

const cadenceForm = "Write it like tue,thu 15:00."

// parseSlots reads days and times, which begin at the first digit.
func parseSlots(part string) (slots []Slot, err error) {
	digit := strings.IndexAny(part, "0123456789")
	if digit <= 0 {
		return nil, fault.Field("cadence", "“%s” names no day and time. %s", part, cadenceForm)
	}
	days, err := parseDays(strings.TrimRight(part[:digit], " ,"))
	if err != nil {
		return nil, named("cadence", "", err)
	}
	for text := range strings.SplitSeq(strings.ReplaceAll(part[digit:], " and ", ","), ",") {
		hour, minute, _ := strings.Cut(strings.TrimSpace(text), ":")
		at, ok := minutes(hour, minute)
		if !ok || at == Day || len(hour) > 2 || len(minute) != 2 {
			return nil, fault.Field("cadence", "“%s” is no time of day. %s", strings.TrimSpace(text), cadenceForm)
		}
		for _, d := range days {
			slots = append(slots, Slot{Day: d, At: at})
		}
	}
	return slots, nil
}

// String writes the cadence as ParseCadence reads it, without its zone: days of the same times stand together.
func (c Cadence) String() string {
	var days [7][]string
	for _, s := range sorted(c.Slots) {
		days[s.Day] = append(days[s.Day], clock(s.At))
	}
	var groups []string
	done := [7]bool{}
	for i, d := range weekdays {
		if len(days[d]) == 0 || done[d] {
			continue
		}
		var names []string
		for _, e := range weekdays[i:] {
			if slices.Equal(days[e], days[d]) {
				names = append(names, short(e))
				done[e] = true
			}
		}
		groups = append(groups, strings.Join(names, ",")+" "+strings.Join(days[d], ", "))
	}
	return strings.Join(groups, "; ")
}

func short(day time.Weekday) string { return fieldOf(day)[:3] }
