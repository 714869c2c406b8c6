package vector

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// calendars are those of one file, made when first asked for.
type calendars struct {
	specs map[string]json.RawMessage
	made  map[string]*bizcal.Calendar
}

// get gives a calendar; members are the unions on the way to it.
func (c *calendars) get(name string, within ...string) (*bizcal.Calendar, error) {
	if made := c.made[name]; made != nil {
		return made, nil
	}
	raw, ok := c.specs[name]
	if !ok {
		return nil, fault.Field("calendar", "“%s” is none of the file's calendars.", name)
	}
	if slices.Contains(within, name) {
		return nil, fault.Field("any_of", "The calendar %s is a member of itself.", name)
	}
	made, err := c.build(raw, append(within, name))
	if err != nil {
		sentence, field := fault.Public(err)
		return nil, fault.Field(strings.TrimSuffix("calendars."+name+"."+field, "."), "%s", sentence)
	}
	c.made[name] = made
	return made, nil
}

func (c *calendars) build(raw json.RawMessage, within []string) (*bizcal.Calendar, error) {
	fields, err := object("", raw)
	if err != nil {
		return nil, err
	}
	if members, ok := fields["any_of"]; ok {
		if err := known(fields, "any_of"); err != nil {
			return nil, err
		}
		return c.union(members, within)
	}
	if err := known(fields, "tz", "weekly", "holidays", "special"); err != nil {
		return nil, err
	}
	spec, err := readSpec(fields)
	if err != nil {
		return nil, err
	}
	return bizcal.New(spec)
}

func (c *calendars) union(raw json.RawMessage, within []string) (*bizcal.Calendar, error) {
	var names []string
	if err := json.Unmarshal(raw, &names); err != nil || len(names) == 0 {
		return nil, fault.Field("any_of", "%s is no list of calendars.", excerpt(raw))
	}
	members := make([]*bizcal.Calendar, len(names))
	for i, name := range names {
		m, err := c.get(name, within...)
		if err != nil {
			return nil, err
		}
		members[i] = m
	}
	return bizcal.Union(members...), nil
}

func readSpec(fields map[string]json.RawMessage) (spec bizcal.Spec, err error) {
	if err := json.Unmarshal(fields["tz"], &spec.Zone); err != nil {
		return spec, fault.Field("tz", "%s is no name of a time zone.", or(excerpt(fields["tz"]), "Nothing"))
	}
	var days map[string][][]string
	if err := json.Unmarshal(fields["weekly"], &days); err != nil {
		return spec, fault.Field("weekly", `%s is no week. Write it like {"mon": [["09:00", "17:00"]]}.`, or(excerpt(fields["weekly"]), "Nothing"))
	}
	for _, name := range slices.Sorted(maps.Keys(days)) {
		day := slices.Index(dayNames, name)
		if day < 0 {
			return spec, fault.Field("weekly", "“%s” is no day. Allowed are %s.", name, strings.Join(dayNames, ", "))
		}
		if spec.Weekly[day], err = readSpans("weekly."+name, days[name]); err != nil {
			return spec, err
		}
	}
	if err := readHolidays(fields["holidays"], &spec); err != nil {
		return spec, err
	}
	return spec, readSpecial(fields["special"], &spec)
}

// dayNames are the format's, by time.Weekday.
var dayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func readHolidays(raw json.RawMessage, spec *bizcal.Spec) error {
	var dates []string
	if raw == nil {
		return nil
	}
	if err := json.Unmarshal(raw, &dates); err != nil {
		return fault.Field("holidays", "%s is no list of dates.", excerpt(raw))
	}
	for _, text := range dates {
		date, err := bizcal.ParseDate(text)
		if err != nil {
			return under("holidays", err)
		}
		spec.Holidays = append(spec.Holidays, bizcal.Holiday{Date: date})
	}
	return nil
}

func readSpecial(raw json.RawMessage, spec *bizcal.Spec) error {
	var days map[string][][]string
	if raw == nil {
		return nil
	}
	if err := json.Unmarshal(raw, &days); err != nil {
		return fault.Field("special", `%s is no object of dates. Write it like {"2025-12-24": [["09:00", "13:00"]]}.`, excerpt(raw))
	}
	for _, text := range slices.Sorted(maps.Keys(days)) {
		date, err := bizcal.ParseDate(text)
		if err != nil {
			return under("special", err)
		}
		spans, err := readSpans("special", days[text])
		if err != nil {
			return err
		}
		spec.Special = append(spec.Special, bizcal.Special{Date: date, Spans: spans})
	}
	return nil
}

func readSpans(field string, pairs [][]string) (spans []bizcal.Span, err error) {
	for _, p := range pairs {
		if len(p) != 2 {
			return nil, fault.Field(field, `%q is no stretch of a day. Write it like ["09:00", "17:00"].`, p)
		}
		s, err := bizcal.ParseSpan(p[0] + "-" + p[1])
		if err != nil {
			return nil, under(field, err)
		}
		spans = append(spans, s)
	}
	return spans, nil
}

// under puts an error under another field.
func under(field string, err error) error {
	sentence, _ := fault.Public(err)
	return fault.Field(field, "%s", sentence)
}
