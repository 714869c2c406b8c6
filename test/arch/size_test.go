package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
	"unicode/utf8"
)

const (
	maxFunction = 70  // lines, from `func` to the brace that closes it
	maxFile     = 400 // lines
	maxLine     = 160 // characters, a tab counting as four, without what stands in strings
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
		{
			name:   "a line is read without scrolling",
			why:    "break it where an argument or a condition ends; only words in strings may be long",
			check:  longLines,
			breaks: []sample{{"internal/core/ticket/x.go", "package ticket\nvar x = " + strings.Repeat("a + ", 40) + "a\n"}},
			keeps:  []sample{{"internal/core/ticket/x.go", "package ticket\nvar x = \"" + strings.Repeat("a + ", 40) + "a\"\n"}},
		},
	}
}

func longLines(s *source) (bad []finding) {
	said := map[int]int{} // characters in strings by line
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			for i, part := range strings.Split(l.Value, "\n") {
				said[s.line(l.Pos())+i] += utf8.RuneCountInString(part)
			}
		}
		return true
	})
	for i, line := range strings.Split(s.text, "\n") {
		if n := utf8.RuneCountInString(line) + 3*strings.Count(line, "\t") - said[i+1]; n > maxLine {
			bad = append(bad, finding{i + 1, fmt.Sprintf("%d characters", n)})
		}
	}
	return bad
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
