package arch

import (
	"go/ast"
	"go/token"
)

// stateRules keep packages without a life of their own: what a desk has, it is given.
func stateRules() []rule {
	return []rule{
		{
			name:  "no init",
			why:   "nothing happens for being imported; call it from app",
			check: inits,
			breaks: []sample{
				{"internal/core/ticket/x.go", "package ticket\nfunc init() {}"},
			},
			keeps: []sample{
				{"internal/core/ticket/x.go", "package ticket\ntype t struct{}\nfunc (t) init() {}"},
			},
		},
		{
			name:  "no global state",
			why:   "a package's variables are never written; put it into a struct that app makes",
			check: globals,
			breaks: []sample{
				{"internal/core/ticket/x.go", "package ticket\nvar m = map[string]int{}\nfunc f() { m[\"a\"] = 1 }"},
				{"internal/core/ticket/x.go", "package ticket\nvar n int\nfunc f() { n++ }"},
				{"internal/core/ticket/x.go", "package ticket\nvar l []int\nfunc f() { l = append(l, 1) }"},
				{"internal/core/ticket/x.go", "package ticket\nvar p = &struct{ a int }{}\nfunc f() { p.a = 1 }"},
				{"internal/core/ticket/x.go", "package ticket\nvar m = map[string]int{}\nfunc f() { delete(m, \"a\") }"},
			},
			keeps: []sample{
				{"internal/core/ticket/x.go", "package ticket\nvar m = map[string]int{}\nfunc f() int { return m[\"a\"] }"},
				{"internal/core/ticket/x.go", "package ticket\nvar n int\nfunc f() { n := 1; n++ }"},
				{"internal/core/ticket/x.go", "package ticket\nvar n int\nfunc f(n int) { n++ }"},
			},
		},
	}
}

func inits(s *source) (bad []finding) {
	s.functions(func(f *ast.FuncDecl) {
		if f.Recv == nil && f.Name.Name == "init" {
			bad = append(bad, finding{s.line(f.Pos()), "func init"})
		}
	})
	return bad
}

// globals finds writes to the file's own package variables. Other files of a package can write them, too; a
// variable that is written is nearly always written where it stands.
func globals(s *source) (bad []finding) {
	if s.test() {
		return nil
	}
	vars := map[string]bool{}
	for _, d := range s.ast.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			for _, n := range spec.(*ast.ValueSpec).Names {
				vars[n.Name] = true
			}
		}
	}
	s.functions(func(f *ast.FuncDecl) {
		own := declared(f)
		for _, n := range written(f.Body) {
			if vars[n.Name] && !own[n.Name] {
				bad = append(bad, finding{s.line(n.Pos()), "a write to " + n.Name})
			}
		}
	})
	return bad
}

// written gives the variables at the root of everything that body assigns to, counts up or deletes from.
func written(body ast.Node) (names []*ast.Ident) {
	add := func(e ast.Expr) {
		if n := base(e); n != nil {
			names = append(names, n)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if n.Tok != token.DEFINE {
					add(e)
				}
			}
		case *ast.IncDecStmt:
			add(n.X)
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "delete" || f.Name == "clear") {
				add(n.Args[0])
			}
		}
		return true
	})
	return names
}

func base(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.SelectorExpr:
		return base(e.X)
	case *ast.StarExpr:
		return base(e.X)
	case *ast.ParenExpr:
		return base(e.X)
	}
	return nil
}

// declared gives the names a function declares itself: parameters, results, receivers and variables.
func declared(f *ast.FuncDecl) map[string]bool {
	own := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if name, ok := e.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[name.Name] = true
				}
			}
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if name, ok := e.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[name.Name] = true
				}
			}
		}
		return true
	})
	return own
}
