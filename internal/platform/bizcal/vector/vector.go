// Package vector checks test vectors: files of questions with the answers that somebody else worked out. It reads those
// of business time; files of other kinds share their frame (Split) and the shape of what comes out (Result).
package vector

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Result is the answer to one vector.
type Result struct {
	ID        string
	About     string // what was asked of what, for people
	Tags      []string
	Given     []Line // what the question said
	Want, Got Line
	Err       error // why the vector could not be asked: it names the field, what stands there, and what may
}

// OK reports whether the answer is the expected one.
func (r Result) OK() bool { return r.Err == nil && r.Want.Value == r.Got.Value }

// Line is a named value: instants are RFC 3339 in UTC, lengths are seconds.
type Line struct {
	Name, Value string
	Local       string // the instant in the calendar's zone, for people; empty for what is no instant
}

// Split reads the outermost object of a file, by name. The error says in which line the JSON breaks.
func Split(data []byte) (map[string]json.RawMessage, error) {
	var top map[string]json.RawMessage
	err := json.Unmarshal(data, &top)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		at := min(max(0, int(syntax.Offset)), len(data))
		return nil, fault.Wrap(fault.Invalid, err, "line %d is no JSON: %v", 1+bytes.Count(data[:at], []byte("\n")), err)
	case err != nil || top == nil:
		return nil, fault.New(fault.Invalid, "a file of vectors is a JSON object with a list called vectors")
	}
	return top, nil
}

// BusinessTime is the name of this package's kind, and Marker what only its files have at their top.
const (
	BusinessTime = "business time"
	Marker       = "calendars"
)

// Check asks every vector of a file of business time, in order. The error is about the file as a whole; what is wrong
// with one vector, or with its calendar, is that vector's Result.
func Check(top map[string]json.RawMessage) (iter.Seq[Result], error) {
	if err := known(top, "version", "tzdata", Marker, "vectors"); err != nil {
		return nil, err
	}
	if v := string(top["version"]); v != "1" {
		return nil, fault.Field("version", "%s is not a version that this program reads; 1 is.", or(v, "None"))
	}
	specs, err := object(Marker, top[Marker])
	if err != nil {
		return nil, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(top["vectors"], &list); err != nil {
		return nil, fault.Field("vectors", "The file holds no list of vectors.")
	}
	set := &calendars{specs: specs, made: map[string]*bizcal.Calendar{}}
	return func(yield func(Result) bool) {
		for _, raw := range list {
			if !yield(check(raw, set)) {
				return
			}
		}
	}, nil
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// object reads a JSON object by name.
func object(field string, raw json.RawMessage) (map[string]json.RawMessage, error) {
	var o map[string]json.RawMessage
	if err := json.Unmarshal(raw, &o); err != nil || o == nil {
		return nil, fault.Field(field, "%s is no object.", or(excerpt(raw), "Nothing"))
	}
	return o, nil
}

// known refuses a name that is not allowed. Names that end in _local are for people, and may hold anything.
func known(o map[string]json.RawMessage, allowed ...string) error {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if !slices.Contains(allowed, name) && !strings.HasSuffix(name, "_local") {
			return fault.Field(name, "This is not known here. Allowed are %s.", strings.Join(allowed, ", "))
		}
	}
	return nil
}

// excerpt shows the beginning of a value in a message.
func excerpt(raw []byte) string {
	const most = 60
	if len(raw) > most {
		return strings.ToValidUTF8(string(raw[:most]), "") + "…"
	}
	return string(raw)
}
