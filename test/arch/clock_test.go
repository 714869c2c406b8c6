package arch

// clockRules keep time an argument, so that a desk can run on a bent clock and a test need not wait.
func clockRules() []rule {
	return []rule{{
		name: "the clock is db's",
		why:  "only internal/platform/db and job read the machine's clock; take `now` as an argument",
		check: func(s *source) (bad []finding) {
			// The command line's own clock is the machine's: it times a progress bar and stamps a piped mail,
			// and is replaced in tests (cli.IO.Now).
			if s.test() || s.in("cmd", "internal/platform/db", "internal/platform/job", "internal/edge/cli/cli.go") {
				return nil
			}
			for _, n := range calls(s.ast, s.name("time"), "Now", "Since", "Until") {
				bad = append(bad, finding{s.line(n.Pos()), "the bare clock"})
			}
			return bad
		},
		breaks: []sample{
			{"internal/core/ticket/x.go", "package ticket\nimport \"time\"\nvar t = time.Now()"},
			{"internal/core/ticket/x.go", "package ticket\nimport \"time\"\nfunc f(t time.Time) { _ = time.Since(t) }"},
			{"internal/edge/api/x.go", "package api\nimport clock \"time\"\nvar now = clock.Now"},
		},
		keeps: []sample{
			{"internal/platform/db/x.go", "package db\nimport \"time\"\nvar t = time.Now()"},
			{"internal/core/ticket/x_test.go", "package ticket\nimport \"time\"\nvar t = time.Now()"},
			{"internal/core/ticket/x.go", "package ticket\nimport \"time\"\nvar t = time.Unix(0, 0)"},
		},
	}}
}
