package arch

import "go/ast"

// testRules keep tests that tell: none waits for luck, none is left out without a word.
func testRules() []rule {
	return []rule{
		{
			name:  "tests do not sleep",
			why:   "wait for what happens, or run on bent time (dbtest.Bubble, testing/synctest); a pause that must be says why in a comment beside it",
			check: sleeps,
			breaks: []sample{
				{"internal/core/ticket/x_test.go", "package ticket\nimport \"time\"\nfunc f() { time.Sleep(1) }"},
				{"internal/core/ticket/x.go", "package ticket\nimport \"time\"\nfunc f() { time.Sleep(1) }"},
			},
			keeps: []sample{
				{"internal/core/ticket/x_test.go", "package ticket\nimport \"time\"\nfunc f() { dbtest.Bubble(func() { time.Sleep(1) }) }"},
				{"internal/core/ticket/x_test.go", "package ticket\nimport (\n\"testing/synctest\"\n\"time\"\n)\nfunc f() { synctest.Wait(); time.Sleep(1) }"},
				{"internal/core/ticket/x_test.go", "package ticket\nimport \"time\"\nfunc f() { time.Sleep(1) // the server says nowhere when it listens\n}"},
			},
		},
		{
			name:  "a skipped test says why",
			why:   "give the reason to Skip; without it a hole looks like a pass",
			check: silentSkips,
			breaks: []sample{
				{"internal/core/ticket/x_test.go", "package ticket\nimport \"testing\"\nfunc f(t *testing.T) { t.Skip() }"},
				{"internal/core/ticket/x_test.go", "package ticket\nimport \"testing\"\nfunc f(t *testing.T) { t.SkipNow() }"},
			},
			keeps: []sample{
				{"internal/core/ticket/x_test.go", "package ticket\nimport \"testing\"\nfunc f(t *testing.T) { t.Skip(\"no engine\") }"},
			},
		},
	}
}

func sleeps(s *source) (bad []finding) {
	bent := calls(s.ast, "dbtest", "Bubble")
	if s.name("testing/synctest") != "" || len(bent) > 0 {
		return nil
	}
	reasons := map[int]bool{} // by the line of a comment
	for _, group := range s.ast.Comments {
		for _, c := range group.List {
			reasons[s.line(c.End())] = true
		}
	}
	for _, n := range calls(s.ast, s.name("time"), "Sleep") {
		if line := s.line(n.Pos()); !reasons[line] && !reasons[line-1] {
			bad = append(bad, finding{line, "time.Sleep"})
		}
	}
	return bad
}

func silentSkips(s *source) (bad []finding) {
	if s.name("testing") == "" {
		return nil
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok || len(c.Args) > 0 {
			return true
		}
		if sel, ok := c.Fun.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Skip" || sel.Sel.Name == "SkipNow") {
			bad = append(bad, finding{s.line(c.Pos()), sel.Sel.Name + " without a reason"})
		}
		return true
	})
	return bad
}
