package vector

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// values are the fields of one vector.
type values struct {
	instants map[string]time.Time
	length   time.Duration // the field seconds
	pauses   []bizcal.Pause
	open     bool
	raw      map[string]json.RawMessage
}

func (v values) at(name string) time.Time { return v.instants[name] }

// read reads the fields that a question has, and refuses others.
func (q op) read(fields map[string]json.RawMessage) (values, error) {
	names := slices.Concat([]string{"id", "op", "calendar", "tags"}, q.given, []string{q.want})
	if slices.Contains(names, "seconds") {
		names = append(names, "minutes")
	}
	if err := known(fields, names...); err != nil {
		return values{}, err
	}
	v := values{instants: map[string]time.Time{}, raw: fields}
	for _, name := range slices.Concat(q.given, []string{q.want}) {
		if err := v.read(name, fields[name]); err != nil {
			return values{}, err
		}
	}
	return v, v.wholeMinutes(fields)
}

func (v *values) read(name string, raw json.RawMessage) (err error) {
	if raw == nil {
		return fault.Field(name, "This is missing.")
	}
	switch name {
	case "seconds":
		return v.readSeconds(raw)
	case "pauses":
		v.pauses, err = readPauses(raw)
		return err
	case "open":
		if err := json.Unmarshal(raw, &v.open); err != nil {
			return fault.Field(name, "%s is neither true nor false.", excerpt(raw))
		}
		return nil
	}
	t, err := readInstant(name, raw)
	v.instants[name] = t
	return err
}

func (v *values) readSeconds(raw json.RawMessage) error {
	var seconds float64
	err := json.Unmarshal(raw, &seconds)
	if err != nil || seconds < 0 || seconds > math.MaxInt64/float64(time.Second)-1 {
		return fault.Field("seconds", "%s is no number of seconds.", excerpt(raw))
	}
	whole, part := math.Modf(seconds)
	v.length = time.Duration(whole)*time.Second + time.Duration(math.Round(part*float64(time.Second)))
	return nil
}

// wholeMinutes holds minutes, which only repeats seconds, to it.
func (v values) wholeMinutes(fields map[string]json.RawMessage) error {
	raw, ok := fields["minutes"]
	if !ok {
		return nil
	}
	var minutes float64
	if err := json.Unmarshal(raw, &minutes); err != nil || minutes != v.length.Minutes() {
		return fault.Field("minutes", "%s does not agree with seconds, which are %s.", excerpt(raw), excerpt(fields["seconds"]))
	}
	return nil
}

func readPauses(raw json.RawMessage) ([]bizcal.Pause, error) {
	var pairs [][]json.RawMessage
	if err := json.Unmarshal(raw, &pairs); err != nil {
		return nil, fault.Field("pauses", "%s is no list of pauses. Write it like [[FROM, UNTIL]].", excerpt(raw))
	}
	var pauses []bizcal.Pause
	for _, p := range pairs {
		if len(p) != 2 {
			return nil, fault.Field("pauses", "%s is no pause. Write it like [FROM, UNTIL].", excerpt(raw))
		}
		from, err := readInstant("pauses", p[0])
		if err != nil {
			return nil, err
		}
		until, err := readInstant("pauses", p[1])
		if err != nil {
			return nil, err
		}
		pauses = append(pauses, bizcal.Pause{From: from, Until: until})
	}
	return pauses, nil
}

func readInstant(name string, raw json.RawMessage) (time.Time, error) {
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fault.Field(name, "%s is no instant. Write it like 2025-03-09T07:00:00Z.", excerpt(raw))
}

// line shows a field as an answer of its kind would be shown.
func (v values) line(name string, zone *time.Location) Line {
	switch name {
	case "seconds":
		return line(name, length(v.length), zone)
	case "pauses", "open":
		return line(name, answer(excerpt(v.raw[name])), zone)
	}
	return line(name, instant(v.at(name), true), zone)
}
