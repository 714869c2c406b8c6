package mailwire

import (
	"net/mail"
	"strings"
	"time"
)

// dateLayouts are the forms seen in mail beside those of RFC 5322 that net/mail reads.
var dateLayouts = []string{
	"Mon, 2 Jan 2006 15:04:05 -07:00", "Mon, 2 Jan 2006 15:04:05 GMT-0700", "Mon, 2 Jan 2006 15:04:05",
	"Mon, 2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04:05", "Mon Jan 2 15:04:05 2006 -0700",
	"Mon Jan 2 15:04:05 -0700 2006", "Mon Jan 2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 2006",
	"Mon, 2-Jan-2006 15:04:05 -0700", "2-Jan-2006 15:04:05 -0700", "Mon, 2 Jan 06 15:04:05 -0700",
	"Monday, 2 January 2006 15:04:05 -0700", "Mon, 2 January 2006 15:04:05 -0700", "Mon, Jan 2 2006 15:04:05 -0700",
	time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "Mon, 2 Jan 2006 3:04:05 PM -0700",
}

// parseDate reads a Date field. The zero time means that there is none that makes sense.
func parseDate(value string) time.Time {
	value = strings.Join(strings.Fields(value), " ")
	if value == "" {
		return time.Time{}
	}
	if t, err := mail.ParseDate(value); err == nil {
		return sane(t)
	}
	plain, _, _ := strings.Cut(value, " (")
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, plain); err == nil {
			return sane(t)
		}
	}
	return time.Time{}
}

// sane drops dates that no mail has and that some databases cannot hold.
func sane(t time.Time) time.Time {
	if t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}
