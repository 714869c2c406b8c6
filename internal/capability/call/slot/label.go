package slot

import (
	"fmt"
	"time"
)

// Turn says which of two a time is where the clocks are turned back over it: the label then stands for two instants.
type Turn int

// The turns.
const (
	Once   Turn = iota // the label stands for this instant alone
	First              // the clocks will show it again
	Second             // they showed it before
)

// Label is how a clock on the wall shows an instant, without a doubt about which instant it is.
type Label struct {
	Date   time.Time // midnight in UTC of the local date: only year, month and day mean anything
	Clock  string    // 15:04
	Offset string    // UTC+2, UTC-3:30, UTC
	Turn   Turn
}

// In gives the label of an instant in a zone. An instant always has one, while a label may stand for none: so slots are instants.
func In(t time.Time, zone *time.Location) Label {
	local := t.In(zone)
	_, offset := local.Zone()
	l := Label{Date: time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC), Clock: local.Format("15:04"), Offset: Offset(offset)}
	// No zone turns its clocks by more than a day (Samoa skipped one in 2011), nor twice in two.
	for _, around := range []struct {
		at   time.Time
		turn Turn
	}{{t.Add(24 * time.Hour), First}, {t.Add(-24 * time.Hour), Second}} {
		_, other := around.at.In(zone).Zone()
		twin := t.Add(time.Duration(offset-other) * time.Second)
		if _, there := twin.In(zone).Zone(); other != offset && there == other {
			l.Turn = around.turn
		}
	}
	return l
}

// Offset writes so many seconds ahead of UTC as people do: UTC+2, UTC-3:30.
func Offset(seconds int) string {
	if seconds == 0 {
		return "UTC"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	if minutes := seconds % 3600 / 60; minutes != 0 {
		return fmt.Sprintf("UTC%s%d:%02d", sign, seconds/3600, minutes)
	}
	return fmt.Sprintf("UTC%s%d", sign, seconds/3600)
}
