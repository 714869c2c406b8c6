package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const repo = "../.."

// source is one Go file of the tree.
type source struct {
	path string // below the repository's root, with slashes
	text string
	ast  *ast.File
	fset *token.FileSet
}

func (s *source) dir() string          { return path.Dir(s.path) }
func (s *source) test() bool           { return strings.HasSuffix(s.path, "_test.go") || s.in("test") }
func (s *source) line(p token.Pos) int { return s.fset.Position(p).Line }

// in reports whether the file lies in one of the folders or is one of the files named.
func (s *source) in(paths ...string) bool {
	for _, p := range paths {
		if s.path == p || strings.HasPrefix(s.path, p+"/") {
			return true
		}
	}
	return false
}

// name is what the file calls the package imported from path, or nothing.
func (s *source) name(imported string) string {
	for _, i := range s.ast.Imports {
		if strings.Trim(i.Path.Value, `"`) != imported {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return path.Base(imported)
	}
	return ""
}

// functions calls fn for each function with a body.
func (s *source) functions(fn func(*ast.FuncDecl)) {
	for _, d := range s.ast.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
			fn(f)
		}
	}
}

func parse(path, text string) (*source, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, text, parser.ParseComments|parser.SkipObjectResolution)
	return &source{path: path, text: text, ast: file, fset: fset}, err
}

// left are the folders that hold nothing of ours: what git and npm keep, and what a build or a run leaves behind.
var left = []string{".git", "node_modules", "bin", "tmp", "internal/platform/web/assets/dist"}

// files reads every text file of the tree once, by path below the root.
var files = sync.OnceValues(func() (map[string]string, error) {
	all := map[string]string{}
	err := filepath.WalkDir(repo, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(repo, p)
		rel = filepath.ToSlash(rel)
		for _, dir := range left {
			if rel == dir && e.IsDir() {
				return fs.SkipDir
			} else if rel == dir { // .git is a file where a checkout is linked
				return nil
			}
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(p)
		if err == nil && !strings.Contains(string(raw), "\x00") {
			all[rel] = string(raw)
		}
		return err
	})
	return all, err
})

var sources = sync.OnceValues(func() (map[string]*source, error) {
	texts, err := files()
	all := map[string]*source{}
	for p, text := range texts {
		if err == nil && strings.HasSuffix(p, ".go") {
			all[p], err = parse(p, text)
		}
	}
	return all, err
})

func tree(t *testing.T) map[string]*source {
	t.Helper()
	all, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 300 {
		t.Fatalf("only %d Go files were found", len(all))
	}
	return all
}

func text(t *testing.T) map[string]string {
	t.Helper()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
