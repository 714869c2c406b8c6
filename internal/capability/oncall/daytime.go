package oncall

import (
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// On-call is daytime only, on weekends too, unless a person works shifts (job-family.md, 6; acceptance.md, 43).

// shifts reports whether somebody works shifts, and so may be on call at any hour.
func (b *book) shifts(id int64) bool { return b.everybody[id].Shift }

// bound gives a person's zone, nil for whoever the rule does not bind.
func (b *book) bound(id int64) *time.Location {
	if b.shifts(id) {
		return nil
	}
	return b.zone(id)
}

// daytimeOfLayer refuses a layer that would have somebody on call outside of their day within a year, and tells on whose
// shifts it relies.
func (b *book) daytimeOfLayer(l Layer, from time.Time, field string) (exempt []string, err error) {
	rota, err := rotation.Compile(rotation.Schedule{Mode: rotation.Union, Layers: []rotation.Layer{l.Layer}})
	if err != nil {
		return nil, err
	}
	segments, err := rota.Timeline(from, from.Add(year))
	if err != nil {
		return nil, err
	}
	breaches, err := rotation.Outside(segments, b.zone, b.rules.day(), rota.Zones()...)
	if err != nil {
		return nil, err
	}
	var told []int64
	for _, breach := range breaches {
		if !b.shifts(breach.User) {
			return nil, fault.Field(field,
				"%s, layer %s. Move its hours, give the turn to somebody else, or have their manager record that they work shifts",
				b.breachWords(breach), l.Name)
		}
		if !slices.Contains(told, breach.User) {
			told = append(told, breach.User)
			exempt = append(exempt, b.breachWords(breach)+", layer "+l.Name+": works shifts")
		}
	}
	return exempt, nil
}

// daytimeOf refuses somebody's duty in a stretch that lies outside of their day.
func (b *book) daytimeOf(h history, id int64, from, until time.Time, field string) error {
	segments, err := h.timeline(from, until)
	if err != nil {
		return err
	}
	breaches, err := rotation.Outside(segments, func(other int64) *time.Location {
		if other != id {
			return nil
		}
		return b.bound(id)
	}, b.rules.day())
	if err != nil || len(breaches) == 0 {
		return err
	}
	return fault.Field(field, "%s. Choose somebody else or other hours, or have their manager record that they work shifts", b.breachWords(breaches[0]))
}

// breachWords say what lies outside, by the person's own clock, and which change of the clocks is to blame.
func (b *book) breachWords(x rotation.Breach) string {
	zone := b.zone(x.User)
	words := fmt.Sprintf("%s would be on call from %s to %s of their time (%s), outside of %s to %s", b.name(x.User),
		x.From.In(zone).Format("Mon 2 Jan 2006 15:04"), x.Until.In(zone).Format("15:04"), zone, b.rules.DayFrom, b.rules.DayUntil)
	if !x.Change.IsZero() {
		words += fmt.Sprintf(", because the clocks change on %s (%s)", x.Change.In(zone).Format("2 Jan 2006"), x.ChangeZone)
	}
	return words
}
