package arch

import (
	"go/ast"
	"slices"
	"testing"
)

// finding is a place that breaks a rule.
type finding struct {
	line int
	what string
}

// rule is one rule of the house (CONTRIBUTING.md) about a single file.
type rule struct {
	name   string
	why    string
	check  func(*source) []finding
	breaks []sample // each must be found
	keeps  []sample // none may be found
}

// sample is a file as somebody might write it.
type sample struct{ path, text string }

func house() []rule {
	return slices.Concat(clockRules(), stateRules(), nameRules(), sqlRules(), testRules(), sizeRules(), wordRules(), tableRules())
}

func TestHouse(t *testing.T) {
	all := tree(t)
	for _, r := range house() {
		t.Run(r.name, func(t *testing.T) {
			for _, s := range all {
				for _, f := range r.check(s) {
					t.Errorf("%s:%d: %s: %s", s.path, f.line, f.what, r.why)
				}
			}
		})
	}
}

// TestHouseBites shows each rule broken, and kept by what comes near to breaking it.
func TestHouseBites(t *testing.T) {
	for _, r := range house() {
		if len(r.breaks) == 0 {
			t.Errorf("%s is never seen broken", r.name)
		}
		for _, c := range r.breaks {
			if len(found(t, r, c)) == 0 {
				t.Errorf("%s is not broken by %s", r.name, c.text)
			}
		}
		for _, c := range r.keeps {
			if f := found(t, r, c); len(f) > 0 {
				t.Errorf("%s is broken by %s: %v", r.name, c.text, f)
			}
		}
	}
}

func found(t *testing.T, r rule, c sample) []finding {
	t.Helper()
	s, err := parse(c.path, c.text)
	if err != nil {
		t.Fatal(err)
	}
	return r.check(s)
}

// calls gives every call of a function of a package in n, such as calls("time", "Sleep"); pkg is the name in the file.
func calls(n ast.Node, pkg string, names ...string) (at []ast.Node) {
	if pkg == "" {
		return nil
	}
	ast.Inspect(n, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == pkg && slices.Contains(names, sel.Sel.Name) {
			at = append(at, sel)
		}
		return true
	})
	return at
}
