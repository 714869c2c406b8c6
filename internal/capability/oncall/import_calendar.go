package oncall

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/ical"
)

// shiftsAhead is how far an iCalendar file of shifts is read.
const shiftsAhead = 92 * 24 * time.Hour

// readShifts reads a calendar of shifts, as pagers give it out: it says who is on when, and not by which rule. So its
// shifts become overrides of a schedule without layers.
func readShifts(ctx context.Context, name string, data []byte, team crew, now time.Time) (draft, error) {
	reading, err := ical.Read(ctx, data, ical.Span{From: now, Until: now.Add(shiftsAhead), Zone: time.UTC})
	if err != nil {
		return draft{}, err
	}
	d := draft{title: tidy(reading.Name), plan: Plan{Mode: rotation.Union}}
	if d.title == "" {
		d.title = tidy(strings.TrimSuffix(name, ".ics"))
	}
	d.title = fault.Clip(d.title, longestTitle-1)
	for _, p := range reading.Problems {
		d.note("%s", p)
	}
	d.note("A calendar says who is on call when, not by which turns. The shifts of the next %d days were taken over as they stand: add layers for the time after", int(shiftsAhead/(24*time.Hour)))
	for _, o := range reading.Occurrences {
		user := team.onShift(o)
		if user == 0 {
			d.note("“%s” names nobody of the team, by address or by name", fault.Clip(o.Summary, 80))
			continue
		}
		d.overrides = append(d.overrides, rotation.Override{Kind: rotation.Add, User: user, From: o.From, Until: o.Until})
	}
	return d, nil
}

// onShift finds whose shift an event is: who takes part, else the one whose name its title holds.
func (c crew) onShift(o ical.Occurrence) int64 {
	for _, address := range o.People {
		if id := c.find(address, ""); id != 0 {
			return id
		}
	}
	var found []int64
	for _, u := range c.team {
		if u.Name != "" && strings.Contains(" "+fold(o.Summary)+" ", fold(u.Name)) {
			found = append(found, u.ID)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return c.find("", o.Summary)
}
