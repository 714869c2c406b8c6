package arch

import (
	"go/ast"
	"path"
	"regexp"
	"strings"
	"testing"
)

const checksPage = "docs/mail-checks.md"

var (
	checkRow  = regexp.MustCompile(`(?m)^\| (\d+) \| .+? \| (.+) \|$`)
	checkLink = regexp.MustCompile(`\[(\w+)\]\(\.\./([\w/]+)\)`)
	checkName = regexp.MustCompile(`^TestChecks?(\d\d)(?:And(\d\d))?[A-Z]`)
)

// mailCheck names a test by its folder, in the row of one check.
type mailCheck struct{ number, folder, name string }

func mailChecks(page string) map[mailCheck]bool {
	all := map[mailCheck]bool{}
	for _, row := range checkRow.FindAllStringSubmatch(page, -1) {
		for _, link := range checkLink.FindAllStringSubmatch(row[2], -1) {
			all[mailCheck{number: row[1], folder: link[2], name: link[1]}] = true
		}
	}
	return all
}

// TestMailChecks holds the page of checks and the tests to each other: what the page names exists, every check
// of the list has a test, and a test that carries a number stands in its row.
func TestMailChecks(t *testing.T) {
	named := mailChecks(text(t)[checksPage])
	tests := map[mailCheck]bool{}
	for _, s := range tree(t) {
		if !strings.HasSuffix(s.path, "_test.go") {
			continue
		}
		s.functions(func(f *ast.FuncDecl) {
			tests[mailCheck{folder: path.Dir(s.path), name: f.Name.Name}] = true
			for _, n := range numbers(f.Name.Name) {
				if !named[mailCheck{n, path.Dir(s.path), f.Name.Name}] {
					t.Errorf("%s: %s is not in row %s of %s", s.path, f.Name.Name, n, checksPage)
				}
			}
		})
	}
	has := map[string]bool{}
	for c := range named {
		has[c.number] = true
		if !tests[mailCheck{folder: c.folder, name: c.name}] {
			t.Errorf("%s, check %s: there is no %s in %s", checksPage, c.number, c.name, c.folder)
		}
	}
	for _, n := range strings.Fields("1 2 3 4 5 6 7 8 9 11 14 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 33 34 35 36 38 39") {
		if !has[n] {
			t.Errorf("%s: check %s has no test", checksPage, n)
		}
	}
}

// numbers gives the checks that a test's name carries, without leading zeros.
func numbers(name string) (all []string) {
	m := checkName.FindStringSubmatch(name)
	for i := 1; i < len(m); i++ {
		if n := strings.TrimLeft(m[i], "0"); n != "" {
			all = append(all, n)
		}
	}
	return all
}

// TestMailChecksBites reads a page and names as the rule does.
func TestMailChecksBites(t *testing.T) {
	got := mailChecks("| | What | Tests |\n|---|---|---|\n| 7 | A, B | [TestA](../test/kill), [TestB](../internal/x) |\n")
	if len(got) != 2 || !got[mailCheck{"7", "test/kill", "TestA"}] || !got[mailCheck{"7", "internal/x", "TestB"}] {
		t.Errorf("the row gives %v", got)
	}
	for name, want := range map[string]string{"TestCheck07Outage": "7", "TestCheck22And23Mail": "22 23", "TestCheckerBites": "", "TestChecks": ""} {
		if got := strings.Join(numbers(name), " "); got != want {
			t.Errorf("%s carries %q, want %q", name, got, want)
		}
	}
}
