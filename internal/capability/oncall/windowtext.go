package oncall

import (
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ParseWindow reads what WindowWords writes: days, a space, and hours, such as "Mon-Fri 09:00-17:00", "Sat, Sun 10:00-24:00"
// or "daily 08:00-16:00". Days are in English, in any case, short or whole. The error names the word.
func ParseWindow(text string) (w rotation.Window, err error) {
	days, hours, ok := cutLast(strings.TrimSpace(text))
	if !ok {
		return w, fault.Field("windows", "“%s” is no time of a week. Write it like Mon-Fri 09:00-17:00", fault.Clip(text, 60))
	}
	start, end, ok := strings.Cut(hours, "-")
	if !ok {
		return w, fault.Field("windows", "“%s” are no hours. Write them like 09:00-17:00", fault.Clip(hours, 40))
	}
	w.Start, w.End = strings.TrimSpace(start), strings.TrimSpace(end)
	w.Days, err = ParseDays(days)
	return w, err
}

// cutLast cuts at the last space.
func cutLast(text string) (before, after string, ok bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return "daily", text, strings.Contains(text, ":")
	}
	return text[:i], text[i+1:], true
}

// ParseDays reads weekdays as DayWords writes them, or "daily".
func ParseDays(text string) (days []time.Weekday, err error) {
	if strings.EqualFold(strings.TrimSpace(text), "daily") {
		return []time.Weekday{0, 1, 2, 3, 4, 5, 6}, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		first, last, ranged := strings.Cut(part, "-")
		from, err := parseDay(first)
		if err != nil {
			return nil, err
		}
		to := from
		if ranged {
			if to, err = parseDay(last); err != nil {
				return nil, err
			}
		}
		for d := from; ; d = (d + 1) % 7 {
			if !slices.Contains(days, d) {
				days = append(days, d)
			}
			if d == to {
				break
			}
		}
	}
	slices.Sort(days)
	return days, nil
}

func parseDay(text string) (time.Weekday, error) {
	word := strings.ToLower(strings.TrimSpace(text))
	for d := time.Sunday; d <= time.Saturday; d++ {
		if long := strings.ToLower(d.String()); word == long || len(word) >= 2 && word == long[:min(len(word), 3)] {
			return d, nil
		}
	}
	return 0, fault.Field("windows", "“%s” is no day of the week. Write it like Mon or Mon-Fri", fault.Clip(strings.TrimSpace(text), 40))
}
