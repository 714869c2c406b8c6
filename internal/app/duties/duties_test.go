package duties_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/app/duties"
)

const root = "../../.."

var update = flag.Bool("update", false, "write docs/job-to-feature.md")

// TestPage keeps the page and the table one.
func TestPage(t *testing.T) {
	path := filepath.Join(root, "docs/job-to-feature.md")
	if *update {
		if err := os.WriteFile(path, []byte(duties.Page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(got), duties.Page()); d != "" {
		t.Errorf("docs/job-to-feature.md is stale; run `go generate ./internal/app/duties`:\n%s", d)
	}
}

// asked is what the job description asks for, by its own numbers where it has them.
func asked() (ids []string) {
	count := func(prefix string, n int) {
		for i := range n {
			ids = append(ids, fmt.Sprint(prefix, i+1))
		}
	}
	count("", 13)  // the work
	count("A", 10) // assigned
	count("G", 4)  // government
	count("S", 2)  // shift
	count("R", 6)  // roles, grades, the ladder
	count("H", 10) // five stages and what surrounds them
	count("P", 3)  // the place
	return ids
}

func TestEveryDutyHasItsLine(t *testing.T) {
	lines := map[string]bool{}
	for _, d := range duties.All() {
		if lines[d.ID] {
			t.Errorf("%s has two lines", d.ID)
		}
		lines[d.ID] = true
		lines[strings.TrimRight(d.ID, "abcde")] = true // 1 is served by 1a and 1b
	}
	for _, id := range asked() {
		if !lines[id] {
			t.Errorf("nothing is said of duty %s", id)
		}
	}
}

func TestLinesKeepTheirWord(t *testing.T) {
	for _, d := range duties.All() {
		switch {
		case d.Text == "" || !slices.Contains(duties.Groups(), d.Group):
			t.Errorf("%s says nothing, or stands nowhere", d.ID)
		case d.State == duties.Done && (len(d.Tests) == 0 || d.Page == ""):
			t.Errorf("%s says done and names no test or no page", d.ID)
		case d.State == duties.Partial && d.Have == "":
			t.Errorf("%s says partial and not what is missing", d.ID)
		case d.State == duties.NotYet && len(d.Tests) > 0:
			t.Errorf("%s says not yet, but has tests", d.ID)
		case !slices.Contains([]duties.State{duties.Done, duties.Partial, duties.NotYet}, d.State):
			t.Errorf("%s is %q", d.ID, d.State)
		}
		for _, test := range d.Tests {
			if !exists(t, test) {
				t.Errorf("%s names a test that does not exist: %s in %s", d.ID, test.Func, test.Folder)
			}
		}
	}
}

func TestMissingTestsAreNoticed(t *testing.T) {
	for _, test := range []duties.Test{{Folder: "internal/app/duties", Func: "TestOfTheMoon"}, {Folder: "internal/moon", Func: "TestPage"},
		{Folder: "internal/app/duties", Func: "exists"}} {
		if exists(t, test) {
			t.Errorf("%v is taken for a test", test)
		}
	}
}

// exists looks for a test function in the folder's own tests.
func exists(t *testing.T, want duties.Test) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, want.Folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == want.Func && strings.HasPrefix(want.Func, "Test") {
				return true
			}
		}
	}
	return false
}
