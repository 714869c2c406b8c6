package search_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/search"
)

func TestNormalize(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{" \t\r\n ", ""},
		{"  Hello\t\n World ", "hello world"},
		{"Straße STRASSE ẞ", "strasse strasse ss"},
		{"Ünïcödé résumé", "unicode resume"},
		{"e\u0301", "e"},
		{"ﬁle Ａｂｃ １２", "file abc 12"},
		{"ガ", "ガ"},         // a letter of its own, not カ with an accent
		{"カ\u3099", "ガ"},   // decomposed
		{"ｶﾞ", "ガ"},        // half width
		{"障害が発生", "障害が発生"}, // nothing to do
		{"한국어", "한국어"},
		{"sep\u00ADa\u200Brate", "separate"},
		{"a\u00A0b\u3000c", "a b c"},
		{"a\x00b", "a b"},
		{"\xff\xfe", "\uFFFD\uFFFD"},
		{"ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ"},
		{"10.0.0.3:5432 foo_bar.rb:42 %_\\\"", "10.0.0.3:5432 foo_bar.rb:42 %_\\\""},
	} {
		if got := search.Normalize(c.in); got != c.want {
			t.Errorf("Normalize(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNormalizeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		checkNormal(t, s)
	})
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"Straße", "\u0345", "ŉ", "İ", "ﷺ", "ｶﾞ", "a\u0301\u3099", "\xc3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkNormal(t, s) })
}

func checkNormal(t interface {
	Errorf(format string, args ...any)
}, s string) {
	n := search.Normalize(s)
	if again := search.Normalize(n); again != n {
		t.Errorf("Normalize(%+q) = %+q, again = %+q", s, n, again)
	}
	if !utf8.ValidString(n) || strings.ContainsRune(n, 0) || strings.Contains(n, "  ") || strings.TrimSpace(n) != n {
		t.Errorf("Normalize(%+q) = %+q", s, n)
	}
}

func BenchmarkNormalize(b *testing.B) {
	for name, text := range map[string]string{
		"log":      strings.Repeat("2026-11-01T10:00:00Z ERROR 10.0.0.3:5432 connection refused\n", 200),
		"japanese": strings.Repeat("昨日からデータベースの接続障害が発生しています。", 200),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				search.Normalize(text)
			}
		})
	}
}
