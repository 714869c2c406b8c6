package call

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/call/slot"
)

// words are the names of days and months as letters write them; pages have theirs from the catalogue.
type words struct {
	days   [7]string
	months [12]string
	date   string // of weekday, day, month, year
	clock  string // of from, until, zone, turn
	turns  [3]string
}

var (
	english = words{
		days:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		date:   "%s, %d %s %d", clock: "%s to %s (%s%s)",
		turns: [3]string{"", ", before the clocks go back", ", after the clocks went back"},
	}
	deutsch = words{
		days:   [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		date:   "%s, %d. %s %d", clock: "%s bis %s Uhr (%s%s)",
		turns: [3]string{"", ", vor der Zeitumstellung", ", nach der Zeitumstellung"},
	}
)

func wordsOf(language string) words {
	if german(language) {
		return deutsch
	}
	return english
}

func (w words) day(date time.Time) string {
	return fmt.Sprintf(w.date, w.days[date.Weekday()], date.Day(), w.months[date.Month()-1], date.Year())
}

// span is a stretch of time in a zone: "Tuesday, 24 November 2026, 10:00 to 10:30 (Europe/Berlin, UTC+1)".
func (w words) span(from, until time.Time, zone *time.Location) string {
	a, b := slot.In(from, zone), slot.In(until, zone)
	name := strings.ReplaceAll(zone.String(), "_", " ")
	if name != a.Offset {
		name += ", " + a.Offset
	}
	return w.day(a.Date) + ", " + fmt.Sprintf(w.clock, a.Clock, b.Clock, name, w.turns[a.Turn])
}

// When is the call's time in the zones that matter, each once: that of the reader, that of the customer, those of others, and UTC.
func (c Call) When(language string, reader *time.Location, others ...*time.Location) []string {
	w := wordsOf(language)
	var lines []string
	seen := map[string]bool{}
	for _, zone := range slices.Concat([]*time.Location{reader, c.Location()}, others, []*time.Location{time.UTC}) {
		if !seen[zone.String()] {
			seen[zone.String()] = true
			lines = append(lines, w.span(c.From, c.Until, zone))
		}
	}
	return lines
}
