package people

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Duty is what a region does in an hour of the day.
type Duty string

// The duties of a region's hours; empty is none.
const (
	QueueDuty   Duty = "queue"   // takes new tickets
	ExtraDuty   Duty = "extra"   // some of it is there besides
	CleanupDuty Duty = "cleanup" // takes no new tickets, finishes its day
)

// DutyAt tells what the region does in an hour of the day in UTC, 0 to 23.
func (r Region) DutyAt(hour int) Duty {
	switch {
	case slices.Contains(r.Queue, hour):
		return QueueDuty
	case slices.Contains(r.Extra, hour):
		return ExtraDuty
	case slices.Contains(r.Cleanup, hour):
		return CleanupDuty
	}
	return ""
}

func checkHours(r Region) error {
	taken := map[int]string{}
	for _, list := range []struct {
		name  string
		hours []int
	}{{"queue", r.Queue}, {"extra", r.Extra}, {"cleanup", r.Cleanup}} {
		for _, h := range list.hours {
			if h < 0 || h > 23 {
				return fault.Field("regions", "%s: %d is no hour of a day in the %s hours; write 0 to 23", r.Name, h, list.name)
			}
			if other, ok := taken[h]; ok {
				return fault.Field("regions", "%s: the hour %02d stands in its %s hours and in its %s hours; keep one of them", r.Name, h, other, list.name)
			}
			taken[h] = list.name
		}
	}
	return nil
}

// ParseUTCHours reads hours of the day as people list them, "23, 00-10" or "7 16", in that order; a range may go over
// midnight. Nothing is no hour. The error is a *fault.Error for the field hours.
func ParseUTCHours(text string) ([]int, error) {
	var hours []int
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",; \t", r) }) {
		first, last, isRange := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		if !isRange {
			last = first
		}
		from, ok1 := utcHour(first)
		to, ok2 := utcHour(last)
		if !ok1 || !ok2 {
			return nil, fault.Field("hours", "“%s” is no hour of a day. Write hours in UTC from 0 to 23, like 23, 00-10.", part)
		}
		for h := from; ; h = (h + 1) % 24 {
			if slices.Contains(hours, h) {
				return nil, fault.Field("hours", "The hour %02d stands here twice. Keep one of them.", h)
			}
			hours = append(hours, h)
			if h == to {
				break
			}
		}
	}
	return hours, nil
}

func utcHour(text string) (int, bool) {
	h, err := strconv.Atoi(text)
	return h, err == nil && h >= 0 && h <= 23 && len(text) <= 2
}

// FormatUTCHours writes hours as ParseUTCHours reads them, those that follow one another as a range: "23-10", "07, 16".
func FormatUTCHours(hours []int) string {
	var words []string
	for i := 0; i < len(hours); {
		j := i
		for j+1 < len(hours) && hours[j+1] == (hours[j]+1)%24 {
			j++
		}
		word := fmt.Sprintf("%02d", hours[i])
		if j > i {
			word += fmt.Sprintf("-%02d", hours[j])
		}
		words = append(words, word)
		i = j + 1
	}
	return strings.Join(words, ", ")
}
