package search_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/search"
)

func terms(t testing.TB, query string) []search.Term {
	t.Helper()
	q, err := language.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	return language.Terms(q.Node)
}

func TestTerms(t *testing.T) {
	got := terms(t, `Straße OR (note:Größe "A  b") -gone status:new`)
	want := []search.Term{{Text: "strasse"}, {Text: "grosse", Field: "note"}, {Text: "a b"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func marked(text string, hits []search.Range) string {
	var b strings.Builder
	at := 0
	for _, h := range hits {
		b.WriteString(text[at:h.Start] + "[" + text[h.Start:h.End] + "]")
		at = h.End
	}
	return b.String() + text[at:]
}

func TestHighlight(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"disk", "Disk on DISK1", "[Disk] on [DISK]1"},
		{"strasse", "Die STRAßE", "Die [STRAßE]"},
		{"resume", "a re\u0301sume\u0301.", "a [re\u0301sume\u0301]."},
		{`"disk full"`, "disk\n\t full", "[disk\n\t full]"},
		{"aba ab", "abab", "[abab]"},
		{"s", "ß", "[ß]"},
		{"separate", "sep\u00ADarate", "[sep\u00ADarate]"},
		{"障害", "昨日の障害です", "昨日の[障害]です"},
		{"ガ", "ｶﾞｽ", "[ｶﾞ]ｽ"},
		{"-disk", "disk", "disk"},
		{"none", "disk", "disk"},
		{"disk", "", ""},
	} {
		if got := marked(c.text, search.Highlight(c.text, terms(t, c.query))); got != c.want {
			t.Errorf("Highlight(%q, %s) = %q, want %q", c.text, c.query, got, c.want)
		}
	}
}

// TestHighlightProperties: whatever the text, a text is highlighted exactly where its normal form matches,
// and ranges are in order, apart, and inside.
func TestHighlightProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aAbß \n\u0301éｶﾞカ\u3099障\u00AD"))).Draw(t, "text")
		term := search.Normalize(rapid.StringOfN(rapid.RuneFrom([]rune("abs eカガ障")), 1, 3, -1).Draw(t, "term"))
		hits := search.Highlight(text, []search.Term{{Text: term}})
		if found := term != "" && strings.Contains(search.Normalize(text), term); found != (len(hits) > 0) {
			t.Fatalf("matches: %v, hits: %v", found, hits)
		}
		last := -1
		for _, h := range hits {
			if h.Start <= last || h.End <= h.Start || h.End > len(text) {
				t.Fatalf("hits %v in %d bytes", hits, len(text))
			}
			last = h.End
			if !strings.Contains(search.Normalize(text[h.Start:h.End]), term) {
				t.Fatalf("%q highlighted for %q", text[h.Start:h.End], term)
			}
		}
	})
}

func TestCut(t *testing.T) {
	log := strings.Repeat("INFO all is well\n", 50) + "ERROR 10.0.0.3:5432 refused\n" + strings.Repeat("INFO bye\n", 50)
	got := search.Cut(log, terms(t, "10.0.0.3:5432"), 120)
	if want := "… all is well INFO all is well ERROR [10.0.0.3:5432] refused INFO bye INFO bye INFO bye INFO bye INFO bye INFO bye …"; marked(got.Text, got.Hits) != want {
		t.Errorf("got %q", marked(got.Text, got.Hits))
	}
	if got := search.Cut("short  text", terms(t, "other"), 120); got.Text != "short text" || got.Hits != nil {
		t.Errorf("got %+v", got)
	}
}

func FuzzCut(f *testing.F) {
	f.Add(strings.Repeat("障害が発生しています。", 40), "発生", 90)
	f.Add("a b", "b", 0)
	f.Fuzz(func(t *testing.T, text, term string, width int) {
		s := search.Cut(text, []search.Term{{Text: search.Normalize(term)}}, width%1000)
		if utf8.ValidString(text) && !utf8.ValidString(s.Text) {
			t.Errorf("a rune was cut in two: %+q", s.Text)
		}
		if strings.ContainsAny(s.Text, "\n\t") {
			t.Errorf("not one line: %q", s.Text)
		}
	})
}
