package review

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/markup"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// TestPlain asks of any subject that a list of Markdown shows it as it was written.
func TestPlain(t *testing.T) {
	shown := func(subject string) string {
		return oneLine(html.UnescapeString(tags.ReplaceAllString(markup.Markdown("- "+plain(subject)+"\n"), "")))
	}
	for _, subject := range []string{"pg_upgrade 16", "a_b_c", "_x_ __y__", "[x](http://a)", "[ ] task", "# no heading", "1. first",
		"2) second", "- item", "a * b *c*", "<b>&amp;", "`code`", `back\slash`, "a|b|c", "~~x~~"} {
		if got := shown(subject); got != subject {
			t.Errorf("%q becomes %q by %q", subject, got, plain(subject))
		}
	}
	if got := plain("pg_upgrade: job 4.2 fails"); strings.Contains(got, `\`) {
		t.Error(got)
	}
	rapid.Check(t, func(t *rapid.T) {
		subject := oneLine(rapid.StringMatching("[a-c1 *_`#<>&\\[\\]()!|~.+=\\\\-]{0,24}").Draw(t, "subject"))
		if got := shown(subject); got != subject {
			t.Fatalf("%q becomes %q by %q", subject, got, plain(subject))
		}
	})
}
