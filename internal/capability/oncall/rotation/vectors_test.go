package rotation_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	_ "time/tzdata" // the zones, whatever the machine has

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation/vector"
	escalation "github.com/daywatch/daywatch/internal/capability/paging/escalation/vector"
	frame "github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/test/corpus"
)

// TestVectors asks the vectors that an oracle in another language answered, each by its id and tags.
func TestVectors(t *testing.T) {
	tags := ask(t, corpus.Vectors(t, "rotations.json"), 103)
	for _, want := range []string{"in_transition", "month_end", "hourly", "follow_the_sun", "meet_at_edge", "top_layer", "override", "cover_of_cover",
		"overlapping_shifts", "exhausted", "empty_step_skipped", "over_transition"} {
		if tags[want] == 0 {
			t.Errorf("no vector is about %s", want)
		}
	}
}

// TestOwnVectors asks those that were worked out by hand for this package, so that it is tested wherever it is.
func TestOwnVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/rotations.json")
	if err != nil {
		t.Fatal(err)
	}
	ask(t, data, 8)
}

// ask runs the vectors of a file, of which there must be as many as least, and counts their tags.
func ask(t *testing.T, data []byte, least int) map[string]int {
	t.Helper()
	top, err := frame.Split(data)
	if err != nil {
		t.Fatal(err)
	}
	if !vector.Is(top) {
		t.Fatal("the file is not known as one of rotations")
	}
	results, err := vector.Check(top, map[string]vector.Elsewhere{"escalation": elsewhere})
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Collect(results)
	if len(all) < least {
		t.Errorf("only %d vectors, want %d", len(all), least)
	}
	tags := map[string]int{}
	for _, r := range all {
		t.Run(r.ID+"/"+strings.Join(r.Tags, ","), func(t *testing.T) {
			if !r.OK() {
				t.Errorf("%s %v: got %v, want %v (%v)", r.About, r.Given, r.Got, r.Want, r.Err)
			}
		})
		for _, tag := range r.Tags {
			tags[tag]++
		}
	}
	return tags
}

func elsewhere(raw json.RawMessage, onCall vector.OnCall) (given, want, got []frame.Line, err error) {
	return escalation.Answer(raw, onCall)
}
