package arch

import (
	"regexp"
	"strings"
	"testing"
)

// The words are put together so that this file does not hold them.
var (
	loose   = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|X` + `XX)\b`)
	machine = regexp.MustCompile(`(^|[\s"'=(` + "`" + `])/(work|root)/|(proxy\.golang\.` + `org|registry\.npmjs\.` + `org|GOPR` + `OXY)`)
)

func wordRules() []rule {
	return []rule{{
		name: "no loose ends",
		why:  "what is left to do is an issue, not a comment",
		check: func(s *source) (bad []finding) {
			for i, line := range strings.Split(s.text, "\n") {
				if loose.MatchString(line) {
					bad = append(bad, finding{i + 1, strings.TrimSpace(line)})
				}
			}
			return bad
		},
		breaks: []sample{{"internal/core/ticket/x.go", "package ticket\n// TO" + "DO: all of it"}},
		keeps:  []sample{{"internal/core/ticket/x.go", "package ticket\n// Todo is a list."}},
	}}
}

// TestNoMachine keeps the tree from knowing the machine it was written on, or where its packages came from.
func TestNoMachine(t *testing.T) {
	for _, known := range []string{"cd /wo" + "rk/main", `path = "/ro` + `ot/x"`, "https://registry.npm" + "js.org/htmx"} {
		if !machine.MatchString(known) {
			t.Fatalf("%s would pass", known)
		}
	}
	for path, body := range text(t) {
		if strings.Contains(path, "testdata/") {
			continue
		}
		for i, line := range strings.Split(body, "\n") {
			if machine.MatchString(line) {
				t.Errorf("%s:%d: %.120s: the tree knows no machine and no registry", path, i+1, strings.TrimSpace(line))
			}
		}
	}
}
