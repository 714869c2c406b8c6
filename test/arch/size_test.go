package arch

import (
	"fmt"
	"go/ast"
	"strings"
)

const (
	maxFunction = 70  // lines, from `func` to the brace that closes it
	maxFile     = 400 // lines
)

// sizeRules keep a function on half a screen and a file at one idea.
func sizeRules() []rule {
	long := sample{"internal/core/ticket/x.go", "package ticket\nfunc f() {\n" + strings.Repeat("\t_ = 1\n", maxFunction) + "}"}
	return []rule{
		{
			name:   "functions fit half a screen",
			why:    "take out the step that has a name",
			check:  longFunctions,
			breaks: []sample{long},
			keeps:  []sample{{"internal/core/ticket/x_test.go", long.text}, {"internal/core/ticket/x.go", "package ticket\nfunc f() {}"}},
		},
		{
			name: "a file holds one idea",
			why:  "give the second idea its own file",
			check: func(s *source) []finding {
				if n := strings.Count(s.text, "\n"); n > maxFile {
					return []finding{{n, fmt.Sprintf("%d lines", n)}}
				}
				return nil
			},
			breaks: []sample{{"internal/core/ticket/x.go", "package ticket\n" + strings.Repeat("\n", maxFile)}},
			keeps:  []sample{{"internal/core/ticket/x.go", "package ticket\n"}},
		},
	}
}

func longFunctions(s *source) (bad []finding) {
	if s.test() {
		return nil
	}
	s.functions(func(f *ast.FuncDecl) {
		if n := s.line(f.End()) - s.line(f.Type.Pos()) + 1; n > maxFunction {
			bad = append(bad, finding{s.line(f.Pos()), fmt.Sprintf("%s has %d lines", f.Name.Name, n)})
		}
	})
	return bad
}
