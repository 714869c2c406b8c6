package people

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ParseDate reads a day that was typed into a field; nothing typed is the zero date, which stands for none.
func ParseDate(field, typed string) (bizcal.Date, error) {
	if typed == "" {
		return bizcal.Date{}, nil
	}
	d, err := bizcal.ParseDate(typed)
	if err != nil {
		return d, fault.Field(field, "“%s” is not a day. Write it like 2026-11-30", fault.Clip(typed, 40))
	}
	return d, nil
}

// FormatDate writes a day as ParseDate reads it; the zero date is "".
func FormatDate(d bizcal.Date) string {
	if d == (bizcal.Date{}) {
		return ""
	}
	return d.String()
}

// DayBegins is the moment at which a day begins in a zone: midnight, or the end of a gap that swallows it.
func DayBegins(d bizcal.Date, zone *time.Location) time.Time {
	at := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	if bizcal.DateOf(at) != d { // time.Date picks either side of a gap
		at = at.Add(time.Hour)
	}
	return at
}

// after reports whether d is later than e.
func after(d, e bizcal.Date) bool { return d.Compare(e) > 0 }
