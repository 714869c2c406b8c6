package version_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func read(t interface{ Fatal(...any) }, text string) version.Version {
	v, err := version.Parse(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return v
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"17": "17", " v17.2 ": "17.2", "17.2.9-ee": "17.2.9-ee", "17.2.9-ee.0": "17.2.9-ee", "17.3.0-rc42-EE": "17.3.0-rc42-ee",
		"16.11.0+build.7": "16.11.0", "017.02.1": "17.2.1", "17.4.0-pre": "17.4.0-pre",
	} {
		if got := read(t, text).String(); got != want {
			t.Errorf("%s reads as %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", " ", "v", "17.x", "17.2.9.1", "-1", "17.-2", "100000", "17.2.9-", "17.2.9-ä", "17..2", "the newest", "17.2 (upgrading)"} {
		if v, err := version.Parse(text); err == nil {
			t.Errorf("%q reads as %v", text, v)
		} else if _, field := fault.Public(err); field != "version" {
			t.Errorf("%q is refused on %q", text, field)
		}
	}
}

func TestOrder(t *testing.T) {
	want := []string{"9.5.10", "15.4.6", "16", "16.11.10", "17.2-rc1", "17.2.0", "17.2.9", "17.2.10", "17.3.0-rc9", "17.3.0-rc42", "17.3", "17.10.0"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, func(a, b string) int { return version.Compare(read(t, a), read(t, b)) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if version.Compare(read(t, "17.2.9-ee"), read(t, "17.2.9")) != 0 {
		t.Error("the edition has an order")
	}
}

func TestAgainst(t *testing.T) {
	for _, c := range []struct {
		version, bound string
		want           int
	}{
		{"17.2.9-ee", "17.2", 0}, {"17.2.9", "17", 0}, {"17.2.9", "17.3", -1}, {"17.10.0", "17.2", 1}, {"16.11.10", "17", -1}, {"17.2.9", "17.2.9", 0},
		{"17.2.8", "17.2.9", -1}, {"17.2.10", "17.2.9", 1}, {"17.2.9-rc1", "17.2.9", -1}, {"17.3.0-rc1", "17.2", 1},
		{"17.3.0-rc1", "17.3.0-rc1", 0}, {"170.0.0", "17", 1},
	} {
		if got, ok := read(t, c.version).Against(read(t, c.bound)); !ok || got != c.want {
			t.Errorf("%s against %s is %d, want %d", c.version, c.bound, got, c.want)
		}
	}
	if _, ok := (version.Version{}).Against(read(t, "17")); ok {
		t.Error("an unknown version stands somewhere")
	}
}

func draw(t *rapid.T, label string) version.Version {
	v := version.Version{Given: rapid.IntRange(1, 3).Draw(t, label+" given"),
		Pre:     rapid.SampledFrom([]string{"", "", "rc1", "rc42", "pre"}).Draw(t, label+" pre"),
		Edition: rapid.SampledFrom([]string{"", "ee"}).Draw(t, label+" edition")}
	for i := range v.Given {
		v.Numbers[i] = rapid.SampledFrom([]int{0, 1, 2, 9, 10, 11, 17, 99999}).Draw(t, label)
	}
	return v
}

// TestOrderIsOne holds what every order must: it reads back, it is the same from both sides, it is transitive, and a bound
// cuts it in at most three pieces.
func TestOrderIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := draw(t, "a"), draw(t, "b"), draw(t, "c")
		if got := read(t, a.String()); got != a {
			t.Fatalf("%v reads back as %v", a, got)
		}
		if version.Compare(a, b) != -version.Compare(b, a) {
			t.Fatalf("%s and %s are ordered twice", a, b)
		}
		if version.Compare(a, b) <= 0 && version.Compare(b, c) <= 0 && version.Compare(a, c) > 0 {
			t.Fatalf("%s, %s, %s go round", a, b, c)
		}
		x, _ := a.Against(c)
		if y, _ := b.Against(c); version.Compare(a, b) <= 0 && x > y {
			t.Fatalf("%s comes before %s, but lies behind it against %s", a, b, c)
		}
		if at, _ := a.Against(a); at != 0 {
			t.Fatalf("%s does not mean itself", a)
		}
	})
}

// FuzzParse holds that what is read is written, and reads again as the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"17.2.9-ee", "v16.11", "17.3.0-rc42-ee", "1-ee-ee", "0.0.0--", "17.2.9-ee.0+1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := version.Parse(text)
		if err != nil {
			return
		}
		again, err := version.Parse(v.String())
		if err != nil || again != v {
			t.Fatalf("%q reads as %v, %q as %v, %v", text, v, v.String(), again, err)
		}
		if low, high := v.Span(); low >= high || v.Key() < low && v.Given == 3 {
			t.Fatalf("%q spans %q to %q", text, low, high)
		}
	})
}
