package path_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/upgrade/path"
	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func versions(t interface{ Fatal(...any) }, text string) []version.Version {
	all, err := path.Read(strings.Fields(text))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func write(all []version.Version) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = v.String()
	}
	return strings.Join(words, " ")
}

const required = "16.3.9 15.4.6 15.11.13 16.7.10 16.11.10 17.3.7 15.11.13 17.5.5"

func TestBetween(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"15.4", "17.3", "15.4.6 15.11.13 16.3.9 16.7.10 16.11.10"}, {"15.4.6-ee", "17.3.7", "15.11.13 16.3.9 16.7.10 16.11.10"},
		{"16.11.10", "17.5.2-ee", "17.3.7"}, {"17.4.1", "17.4.3", ""}, {"17.5.5", "15.4", ""}, {"17.4.1", "18", "17.5.5"},
	} {
		v := versions(t, c.from+" "+c.to)
		if got := write(path.Between(v[0], v[1], versions(t, required))); got != c.want {
			t.Errorf("from %s to %s by %q, want %q", c.from, c.to, got, c.want)
		}
	}
	if got := path.Between(version.Version{}, versions(t, "17")[0], versions(t, required)); got != nil {
		t.Errorf("from nowhere by %v", got)
	}
}

func TestCheckAndSkipped(t *testing.T) {
	for _, c := range []struct{ stops, refused, skipped string }{
		{"15.11.13 16.3.9 16.7.10 16.11.10", "", ""}, {"15.11.13 16.3.10 16.11.10", "", "16.7.10"}, {"15.11.12 16.3.9 16.7.10 16.11.10", "", "15.11.13"},
		{"16.3.9 15.11.13", "15.11.13 does not come behind 16.3.9", "16.7.10 16.11.10"}, {"17.3.8", "17.3.8 does not come before 17.3.7",
			"15.11.13 16.3.9 16.7.10 16.11.10"},
		{"15.4.6", "15.4.6 does not come behind 15.4.6", "15.11.13 16.3.9 16.7.10 16.11.10"}, {"", "", "15.11.13 16.3.9 16.7.10 16.11.10"},
	} {
		from, to, stops := versions(t, "15.4.6")[0], versions(t, "17.3.7")[0], versions(t, c.stops)
		err := path.Check(from, to, stops)
		sentence, field := fault.Public(err)
		if (err == nil) != (c.refused == "") || !strings.HasPrefix(sentence, c.refused) || err != nil && field != "stops" {
			t.Errorf("%s: %v, want %q", c.stops, err, c.refused)
		}
		if diff := cmp.Diff(c.skipped, write(path.Skipped(from, to, stops, versions(t, required)))); diff != "" {
			t.Errorf("%s: %s", c.stops, diff)
		}
	}
	if _, err := path.Read([]string{"16.11", "soon"}); err == nil {
		t.Error("“soon” is a version")
	}
}

// TestPathPassesEachStop holds of every path: it can be taken as it is found, it skips nothing, each required stop on the way
// is on it once and in order, and a path in two parts passes the same stops.
func TestPathPassesEachStop(t *testing.T) {
	draw := func(t *rapid.T, label string) version.Version {
		return version.Version{Given: 3,
			Numbers: [3]int{rapid.IntRange(13, 18).Draw(t, label+" major"), rapid.IntRange(0, 12).Draw(t, label+" minor"),
				rapid.IntRange(0, 3).Draw(t, label+" patch")}}
	}
	rapid.Check(t, func(t *rapid.T) {
		need := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) version.Version { return draw(t, "stop") }), 0, 12).Draw(t, "required")
		from, to := draw(t, "from"), draw(t, "to")
		stops := path.Between(from, to, need)
		if err := path.Check(from, to, stops); err != nil {
			t.Fatalf("%v from %v to %v: %v", stops, from, to, err)
		}
		if left := path.Skipped(from, to, stops, need); left != nil {
			t.Fatalf("%v from %v to %v skips %v", stops, from, to, left)
		}
		for _, s := range need {
			n := 0
			for _, have := range stops {
				if version.Compare(have, s) == 0 {
					n++
				}
			}
			if on := version.Compare(s, from) > 0 && version.Compare(s, to) < 0; on && n != 1 || !on && n != 0 {
				t.Fatalf("%v is passed %d times from %v to %v", s, n, from, to)
			}
		}
		if len(stops) > 0 {
			half := stops[len(stops)/2]
			parts := append(path.Between(from, half, need), half)
			if diff := cmp.Diff(stops, append(parts, path.Between(half, to, need)...)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
