package arch

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// nameRules make a package say what it is and an exported name what it does.
func nameRules() []rule {
	return []rule{
		{
			name: "packages are named for what they hold",
			why:  "such a name takes anything in; name the package for its one idea",
			check: func(s *source) []finding {
				name := strings.TrimSuffix(s.ast.Name.Name, "_test")
				if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "manager", "misc", "shared"}, name) {
					return []finding{{s.line(s.ast.Name.Pos()), "package " + name}}
				}
				return nil
			},
			breaks: []sample{{"internal/core/util/x.go", "package util"}, {"test/helpers/x_test.go", "package helpers_test"}},
			keeps:  []sample{{"internal/core/ticket/x.go", "package ticket"}},
		},
		{
			name:  "exported names are documented",
			why:   "its doc comment begins with the name and says units, zones, shapes and errors",
			check: undocumented,
			breaks: []sample{
				{"internal/core/ticket/x.go", "package ticket\nfunc Open() {}"},
				{"internal/core/ticket/x.go", "package ticket\n// Does it.\nfunc Open() {}"},
				{"internal/core/ticket/x.go", "package ticket\ntype T struct{}"},
				{"internal/core/ticket/x.go", "package ticket\n// T is.\ntype T struct{}\nfunc (T) Do() {}"},
				{"internal/core/ticket/x.go", "package ticket\nvar V = 1"},
			},
			keeps: []sample{
				{"internal/core/ticket/x.go", "package ticket\n// Open opens.\nfunc Open() {}"},
				{"internal/core/ticket/x.go", "package ticket\n// A T is.\ntype T struct{}"},
				{"internal/core/ticket/x.go", "package ticket\ntype t struct{}\nfunc (t) Do() {}"},
				{"internal/core/ticket/x.go", "package ticket\n// The states.\nconst (\n\tA = 1\n\tB = 2\n)"},
				{"internal/core/ticket/x.go", "package ticket\nconst (\n\tA = 1 // the first\n)"},
			},
		},
	}
}

func undocumented(s *source) (bad []finding) {
	if strings.HasSuffix(s.path, "_test.go") {
		return nil
	}
	report := func(n *ast.Ident) {
		bad = append(bad, finding{s.line(n.Pos()), n.Name + " has no doc comment that begins with it"})
	}
	for _, d := range s.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && exportedReceiver(d) && !known(d) && !begins(d.Doc, d.Name.Name) {
				report(d.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				undocumentedSpec(d, spec, report)
			}
		}
	}
	return bad
}

func undocumentedSpec(d *ast.GenDecl, spec ast.Spec, report func(*ast.Ident)) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		doc := spec.Doc
		if !d.Lparen.IsValid() {
			doc = d.Doc
		}
		if spec.Name.IsExported() && !begins(doc, spec.Name.Name) {
			report(spec.Name)
		}
	case *ast.ValueSpec: // one comment may stand over a group, or behind a line of it
		for _, n := range spec.Names {
			if n.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				report(n)
			}
		}
	}
}

// known reports whether f is one of the two methods that mean the same everywhere.
func known(f *ast.FuncDecl) bool {
	return f.Recv != nil && (f.Name.Name == "Error" || f.Name.Name == "String")
}

// begins allows an article before the name.
func begins(doc *ast.CommentGroup, name string) bool {
	words := strings.Fields(doc.Text())
	if len(words) > 1 && slices.Contains([]string{"A", "An", "The"}, words[0]) {
		words = words[1:]
	}
	return len(words) > 0 && strings.TrimRight(words[0], ",:") == name
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return false
		}
	}
}

func TestPackageComments(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range tree(t) {
		doc := s.ast.Doc.Text()
		name := s.ast.Name.Name
		if strings.HasSuffix(name, "_test") {
			continue
		}
		about := strings.HasPrefix(doc, "Package "+name+" ") || name == "main" && doc != ""
		documented[s.dir()] = documented[s.dir()] || about
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s: package %s says nowhere what it is: begin one of its files with `// Package %s …`", dir, path.Base(dir), path.Base(dir))
		}
	}
}
