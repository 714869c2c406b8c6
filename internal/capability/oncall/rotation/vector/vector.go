// Package vector checks files of test vectors about rotations: handoffs, who is on call, the timeline of a schedule.
// Vectors of other kinds in such a file are answered elsewhere: escalation is no business of on-call.
package vector

import (
	"bytes"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Rotations is the name of this kind of file.
const Rotations = "rotations"

// Is reports whether a file is of this kind: its vectors have a kind.
func Is(top map[string]json.RawMessage) bool {
	var list []struct{ Kind *string }
	return json.Unmarshal(top["vectors"], &list) == nil && len(list) > 0 && list[0].Kind != nil
}

// OnCall says who is on call at an instant in a schedule as vectors write it, by their names there, the first to be asked
// first.
type OnCall func(schedule json.RawMessage, at time.Time) ([]string, error)

// Elsewhere answers the vectors of a kind that is not this package's: what was asked, what was expected and what came
// out, line by line.
type Elsewhere func(raw json.RawMessage, onCall OnCall) (given, want, got []vector.Line, err error)

// Check asks every vector of a file, in order. The error is about the file as a whole; what is wrong with one vector is
// that vector's Result.
func Check(top map[string]json.RawMessage, elsewhere map[string]Elsewhere) (iter.Seq[vector.Result], error) {
	for name := range top {
		if !slices.Contains([]string{"version", "tzdata", "vectors"}, name) {
			return nil, fault.Field(name, "This is not known here. Allowed are version, tzdata, vectors.")
		}
	}
	if v := string(top["version"]); v != "1" {
		return nil, fault.Field("version", "“%s” is not a version that this program reads; 1 is.", v)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(top["vectors"], &list); err != nil {
		return nil, fault.Field("vectors", "The file holds no list of vectors.")
	}
	kinds := map[string]Elsewhere{"handoffs": handoffs, "oncall_at": onCallAt, "schedule": timeline}
	maps.Copy(kinds, elsewhere)
	return func(yield func(vector.Result) bool) {
		for _, raw := range list {
			if !yield(check(raw, kinds)) {
				return
			}
		}
	}, nil
}

// head is what every vector begins with.
type head struct {
	ID   string   `json:"id"`
	Kind string   `json:"kind"`
	Tags []string `json:"tags"`
}

func check(raw json.RawMessage, kinds map[string]Elsewhere) vector.Result {
	var h head
	if err := json.Unmarshal(raw, &h); err != nil {
		return vector.Result{Err: unreadable(err)}
	}
	r := vector.Result{ID: h.ID, About: h.Kind, Tags: h.Tags}
	ask, ok := kinds[h.Kind]
	if !ok {
		r.Err = fault.Field("kind", "“%s” is no question. Allowed are %s.", h.Kind, strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
		return r
	}
	given, want, got, err := ask(raw, onCall)
	if err != nil {
		r.Err = err
		return r
	}
	r.Given = given
	r.Want, r.Got = differ(want, got)
	return r
}

// differ gives the first lines that are not the same, else the last.
func differ(want, got []vector.Line) (vector.Line, vector.Line) {
	none := vector.Line{Name: "more", Value: "nothing"}
	for i := range max(len(want), len(got)) {
		a, b := none, none
		if i < len(want) {
			a = want[i]
		}
		if i < len(got) {
			b = got[i]
		}
		if a.Value != b.Value || i == max(len(want), len(got))-1 {
			return a, b
		}
	}
	return none, none
}

// Decode reads a vector, and refuses names that it does not know. The error is a *fault.Error.
func Decode(raw json.RawMessage, to any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return unreadable(err)
	}
	return nil
}

func unreadable(err error) error {
	return fault.Wrap(fault.Invalid, err, "This cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
}

// Instant writes an instant as vectors do.
func Instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
