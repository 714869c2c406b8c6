package markup_test

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/markup"
)

func TestNumberedLinks(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"none": {"Please *wait*.", "Please *wait*."},
		"one":  {"See [the guide](https://docs.example/a_(b)).", "See the guide [1].\n\n[1] https://docs.example/a_(b)\n"},
		"twice and more": {"[a](https://x.example) [b](https://y.example \"Y\")\n[c](https://x.example)",
			"a [1] b [2]\nc [1]\n\n[1] https://x.example\n[2] https://y.example\n"},
		"its own address": {"[https://x.example](https://x.example)", "[1]\n\n[1] https://x.example\n"},
		"bare address":    {"https://x.example stays", "https://x.example stays"},
		"a picture":       {"![shot](https://x.example/a.png)", "![shot](https://x.example/a.png)"},
		"code": {"`[a](https://x.example)`\n\n```\n[a](https://x.example)\n```\n\n    [a](https://x.example)",
			"`[a](https://x.example)`\n\n```\n[a](https://x.example)\n```\n\n    [a](https://x.example)"},
		"beside code":      {"`x` [a](https://x.example) `y`", "`x` a [1] `y`\n\n[1] https://x.example\n"},
		"an open backtick": {"it`s [a](https://x.example)", "it`s a [1]\n\n[1] https://x.example\n"},
	} {
		if got := markup.NumberedLinks(c.src); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestNumberedLinksInMail shows that both parts of a mail name the address in plain words.
func TestNumberedLinksInMail(t *testing.T) {
	asHTML, asText := markup.MarkdownMail(markup.NumberedLinks("Read [the guide](https://docs.example/a) first."))
	for _, part := range []string{asHTML, asText} {
		if !strings.Contains(part, "the guide [1] first.") || !strings.Contains(part, "[1] ") || !strings.Contains(part, "https://docs.example/a") {
			t.Errorf("%s", part)
		}
	}
}

func FuzzNumberedLinks(f *testing.F) {
	f.Add("[a](https://x.example) `[b](https://y.example)`")
	f.Fuzz(func(t *testing.T, src string) {
		got := markup.NumberedLinks(src)
		if again := markup.NumberedLinks(got); again != got && strings.Count(again, "\n[1] ") > 2 {
			t.Errorf("%q became %q, then %q", src, got, again)
		}
	})
}
