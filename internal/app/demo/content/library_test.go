package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestLibraryIsLargeEnough(t *testing.T) {
	lib, err := loadLibrary(texts)
	if err != nil {
		t.Fatal(err)
	}
	foreign, waiting := 0, 0

	for _, s := range lib.ordinary {
		if s.language != "en" {
			foreign++
		}
		if len(cuts(s.turns, held)) > 0 {
			waiting++
		}
		if len(s.turns) < 2 {
			t.Errorf("%s is no conversation", s.name)
		}
	}
	if n := len(lib.ordinary) - foreign; n < 60 {
		t.Errorf("%d English scenarios, want 60 or more", n)
	}
	if foreign < 20 || len(lib.featured) < 25 || waiting < 8 {
		t.Errorf("%d foreign (want 20), %d featured (want 25), %d that wait on hold (want 8)", foreign, len(lib.featured), waiting)
	}
}

func TestFeaturedNameExistingCustomers(t *testing.T) {
	known := map[string]bool{"": true}
	for _, c := range customers(1, 40) {
		known[c.org.Key] = true
	}
	for _, s := range mustLibrary().featured {
		if !known[s.live.org] {
			t.Errorf("%s: no customer %q", s.name, s.live.org)
		}
	}
}

func TestLoadLibraryKeepsTheFoldersApart(t *testing.T) {
	const story = "subject: S\n=== customer\nHelp\n"
	for name, c := range map[string]struct{ ordinary, featured, want string }{
		"an age on an ordinary story": {"age: 3h\n" + story, "age: 3h\n" + story, "belong to text/featured"},
		"no age on a featured one":    {story, story, "needs 'age"},
		"a broken one":                {"nonsense", "age: 3h\n" + story, "neither"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadLibrary(fstest.MapFS{
				"text/scenarios/a.txt": {Data: []byte(c.ordinary)}, "text/featured/b.txt": {Data: []byte(c.featured)},
			})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
