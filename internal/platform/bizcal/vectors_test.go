package bizcal_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	_ "time/tzdata" // the zones, whatever the machine has

	"github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/test/corpus"
)

// TestVectors asks the vectors that an oracle in another language answered, each by its id and tags.
func TestVectors(t *testing.T) {
	tags := ask(t, corpus.Vectors(t, "business_time.json"), 519)
	for _, want := range []string{"spring_gap", "fall_overlap", "elapsed_invariant", "edge_in_transition", "skipped_day", "zone_move",
		"leap_year_end", "composite", "pause", "seconds", "holiday"} {
		if tags[want] == 0 {
			t.Errorf("no vector is about %s", want)
		}
	}
}

// TestOwnVectors asks those that were worked out by hand for this package, so that it is tested wherever it is.
func TestOwnVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/business_time.json")
	if err != nil {
		t.Fatal(err)
	}
	ask(t, data, 24)
}

// ask runs the vectors of a file, of which there must be as many as least, and counts their tags.
func ask(t *testing.T, data []byte, least int) map[string]int {
	t.Helper()
	top, err := vector.Split(data)
	if err != nil {
		t.Fatal(err)
	}
	results, err := vector.Check(top)
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
