package rotation

import (
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// longestTurn bounds a turn's length, in its unit, so that no arithmetic runs over.
const longestTurn = 1000

// Check says what keeps the schedule from being used, the first of Problems.
func (s Schedule) Check() error {
	if all := s.Problems(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Problems lists what keeps the schedule from being used, in the order of its fields. Each names its field (mode,
// layers.0.zone, overrides.2.until …), the layer, what was found, and the way out. A schedule without layers has none:
// it is empty as yet.
func (s Schedule) Problems() (all []*fault.Error) {
	add := func(err error) {
		if err != nil {
			sentence, field := fault.Public(err)
			all = append(all, fault.Field(field, "%s", sentence))
		}
	}
	add(checkMode(s.Mode))
	for i, l := range s.Layers {
		_, err := compileLayer(l, map[string]*time.Location{})
		if err == nil {
			err = l.check()
		}
		add(within(i, l, err))
	}
	for i, o := range s.Overrides {
		add(withinOverride(i, o.check()))
	}
	return all
}

// check looks for what compiles, but does not mean anything.
func (l Layer) check() error {
	switch {
	case strings.TrimSpace(l.Name) == "":
		return fault.Field("name", "Give the layer a name.")
	case len(l.Users) == 0:
		return fault.Field("users", "Nobody takes turns. Name at least one person, or take the layer away.")
	case !l.From.IsZero() && !l.Until.IsZero() && !l.Until.After(l.From):
		return fault.Field("until", "It ends at %s, which is not after its beginning at %s.", utc(l.Until), utc(l.From))
	}
	for _, u := range l.Users {
		if u <= 0 {
			return fault.Field("users", "%d is nobody.", u)
		}
	}
	return nil
}

func checkMode(m Mode) error {
	if m != Top && m != Union {
		return fault.Field("mode", "“%s” is no way to combine layers. Allowed are top and union.", fault.Clip(string(m), 20))
	}
	return nil
}

// readTurns makes sense of how a layer's people take turns. One person without an anchor is on for ever.
func readTurns(l Layer) (turns, error) {
	r := turns{unit: l.Unit, length: int64(l.Length), users: l.Users}
	if l.Anchor == "" && len(l.Users) <= 1 {
		r.fixed = true
		return r, nil
	}
	anchor, err := time.Parse(labelForm, string(l.Anchor))
	switch {
	case l.Anchor == "":
		return r, fault.Field("anchor", "Say when the first turn begins, like 2026-01-05T09:00.")
	case err != nil:
		return r, fault.Field("anchor", "“%s” is no date and time. Write it like 2026-01-05T09:00.", fault.Clip(string(l.Anchor), 30))
	case anchor.Year() < 1970 || anchor.Year() > 2199:
		return r, fault.Field("anchor", "%s is out of reach. The first turn begins between 1970 and 2199.", anchor.Format(time.DateOnly))
	case l.Unit != Hours && l.Unit != Days && l.Unit != Weeks && l.Unit != Months:
		return r, fault.Field("unit", "“%s” is no unit of a turn. Allowed are hours, days, weeks, months.", fault.Clip(string(l.Unit), 20))
	case l.Length < 1 || l.Length > longestTurn:
		return r, fault.Field("length", "A turn of %d %s is none. Its length is from 1 to %d.", l.Length, l.Unit, longestTurn)
	}
	r.anchor = anchor.Unix()
	return r, nil
}

// loadZone finds a zone by its name. The empty name and Local are none: they would mean another zone on another machine.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fault.Field("zone", "“%s” is no time zone. Write it like Europe/Amsterdam.", fault.Clip(name, 60))
	}
	return zone, nil
}

// within says which layer an error is about.
func within(i int, l Layer, err error) error {
	if err == nil {
		return nil
	}
	sentence, field := fault.Public(err)
	return fault.Field(fmt.Sprintf("layers.%d.%s", i, field), "Layer “%s”: %s", fault.Clip(l.Name, 60), sentence)
}

func withinOverride(i int, err error) error {
	if err == nil {
		return nil
	}
	sentence, field := fault.Public(err)
	return fault.Field(fmt.Sprintf("overrides.%d.%s", i, field), "%s", sentence)
}

func asField(field string, err error) error {
	sentence, _ := fault.Public(err)
	return fault.Field(field, "%s", sentence)
}

func utc(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
