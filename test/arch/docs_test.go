package arch

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	makeCommand = regexp.MustCompile("(?m)(?:^    |`)make ([a-z-]+)")
	goCommand   = regexp.MustCompile("(?m)(?:^    |`)go (?:run|test|build -o \\S+) (\\./[\\w./]*)")
	makeTarget  = regexp.MustCompile(`(?m)^([a-z-]+):`)
	link        = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
)

// TestDocumentedCommands keeps readers from typing what is not there.
func TestDocumentedCommands(t *testing.T) {
	all := text(t)
	targets := map[string]bool{}
	for _, m := range makeTarget.FindAllStringSubmatch(all["Makefile"], -1) {
		targets[m[1]] = true
	}
	count := 0
	for file, body := range all {
		if path.Ext(file) != ".md" {
			continue
		}
		for _, m := range makeCommand.FindAllStringSubmatch(body, -1) {
			if count++; !targets[m[1]] {
				t.Errorf("%s names `make %s`, which the Makefile does not have", file, m[1])
			}
		}
		for _, m := range goCommand.FindAllStringSubmatch(body, -1) {
			if _, err := os.Stat(filepath.Join(repo, strings.TrimSuffix(m[1], "/..."))); err != nil {
				t.Errorf("%s names the package %s: %v", file, m[1], err)
			}
		}
	}
	if count < 5 {
		t.Errorf("only %d commands were found", count)
	}
}

// TestLinks follows every link from a document to a file of the tree.
func TestLinks(t *testing.T) {
	count := 0
	for file, body := range text(t) {
		if path.Ext(file) != ".md" || strings.Contains(file, "testdata/") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(body, -1) {
			count++
			if _, err := os.Stat(filepath.Join(repo, path.Dir(file), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", file, m[1])
			}
		}
	}
	if count < 10 {
		t.Errorf("only %d links were found", count)
	}
}

var (
	direct = regexp.MustCompile(`(?m)^\t(\S+) v\S+$`)
	npm    = regexp.MustCompile(`"([^"]+)": "\d[^"]*"`)
)

// TestDependenciesHaveReasons keeps docs/adr/0008 at what go.mod and package.json ask for: each with an owner and a why.
func TestDependenciesHaveReasons(t *testing.T) {
	all := text(t)
	adr := all["docs/adr/0008-dependencies.md"]
	table, _, _ := strings.Cut(adr, "Considered and not taken")
	names := direct.FindAllStringSubmatch(all["go.mod"], -1)
	names = append(names, npm.FindAllStringSubmatch(all["package.json"], -1)...)
	if len(names) < 20 {
		t.Fatalf("only %d dependencies were found", len(names))
	}
	for _, m := range names {
		if !strings.Contains(table, shortest(m[1])) {
			t.Errorf("%s is a dependency without a line in docs/adr/0008-dependencies.md", m[1])
		}
	}
}

// shortest is what a module is called beside others of its home: alecthomas/kong for github.com/alecthomas/kong.
func shortest(module string) string {
	name := strings.TrimPrefix(module, "github.com/")
	if name == "go.uber.org/goleak" {
		return "goleak"
	}
	return strings.TrimPrefix(name, "@fontsource-variable/")
}

// TestDependenciesAreUsed keeps go.mod from asking for what nothing imports.
func TestDependenciesAreUsed(t *testing.T) {
	imported := map[string]bool{}
	for _, s := range tree(t) {
		for _, i := range s.ast.Imports {
			imported[strings.Trim(i.Path.Value, `"`)] = true
		}
	}
	for _, m := range direct.FindAllStringSubmatch(text(t)["go.mod"], -1) {
		used := false
		for p := range imported {
			used = used || p == m[1] || strings.HasPrefix(p, m[1]+"/")
		}
		if !used {
			t.Errorf("go.mod asks for %s, which nothing imports; run go mod tidy", m[1])
		}
	}
}
