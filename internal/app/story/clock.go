package story

import "time"

// brisbane keeps no daylight saving time, so that its offset needs no zone database.
var brisbane = time.FixedZone("Brisbane", 10*3600)

// curtain is when the story begins: two minutes past nine on the last Monday in Brisbane before now.
func curtain(now time.Time) time.Time {
	local := now.In(brisbane)
	back := (int(local.Weekday()) - int(time.Monday) + 7) % 7
	at := time.Date(local.Year(), local.Month(), local.Day()-back, 9, 2, 0, 0, brisbane)
	if at.After(now) {
		at = at.AddDate(0, 0, -7)
	}
	return at
}
