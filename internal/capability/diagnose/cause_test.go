package diagnose

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// TestWords: whatever line a sign speaks of is not passed over for its words.
func TestWords(t *testing.T) {
	for _, c := range causes() {
		for _, s := range slices.Concat(c.shown, c.beside) {
			line := rapid.StringMatching(s.line.String())
			rapid.Check(t, func(t *rapid.T) {
				if text := line.Draw(t, "line"); !s.met([]byte(text)) {
					t.Fatalf("%s is met by %q, and its words %q are not in it", s.line, text, s.words)
				}
			})
		}
	}
}

// TestCauses holds what each entry needs: a key of its own, where it is written down, and words to look for where all files are read.
func TestCauses(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range causes() {
		if seen[c.key] || c.title == "" || c.next == "" || len(c.shown) == 0 || outbound.Check(c.source) != nil {
			t.Errorf("%+v", c)
		}
		seen[c.key] = true
		for _, s := range slices.Concat(c.shown, c.beside) {
			if s.file == "" && (len(s.words) == 0 || shortest(s.words) < 6) || s.least < 1 || strings.HasPrefix(s.file, "/") {
				t.Errorf("%s: %s in %q", c.key, s.line, s.file)
			}
		}
	}
}
