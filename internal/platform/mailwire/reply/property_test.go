package reply

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// checkSpans holds what every caller relies on: sorted, apart, within the text, on rune boundaries, whole
// lines, and New shows a subsequence of the text.
func checkSpans(t interface{ Fatalf(string, ...any) }, text string, spans []Span) {
	at := 0
	for _, s := range spans {
		switch {
		case s.Start < at || s.End <= s.Start || s.End > len(text):
			t.Fatalf("span %+v is out of order or out of the text (%d bytes)", s, len(text))
		case s.Start > 0 && text[s.Start-1] != '\n', s.End < len(text) && text[s.End-1] != '\n':
			t.Fatalf("span %+v does not cover whole lines", s)
		case s.Kind != Quote && s.Kind != Signature && s.Kind != Forward:
			t.Fatalf("span %+v has no kind", s)
		case s.Start < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[s.Start]):
			t.Fatalf("span %+v splits a rune", s)
		}
		at = s.End
	}
	shown := New(text, spans)
	i := 0
	for j := 0; j < len(text) && i < len(shown); j++ {
		if text[j] == shown[i] {
			i++
		}
	}
	if i < len(shown) {
		t.Fatalf("New shows %q, which is not in the text at that place", shown[i:])
	}
}

// fragments are lines that matter to the patterns; random order finds the joints between rules.
var fragments = []string{
	"", " ", "plain words", "a question?", "> quoted", ">> twice", "JD> supercite", ">",
	"On Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:", "> Le 2 nov. 2026 à 10:00, Ana <a@b.c> a écrit :",
	"On Mon, 2 Nov 2026 at 10:00, Ana", "<ana@example.com> wrote:", "> wrote:", "-----Original Message-----",
	"---------- Forwarded message ---------", "From: Ana <ana@example.com>", "Sent: Monday", "To: Dana",
	"Subject: pool", "Message-ID: <1@b>", "-- ", "--", "_____", "=====", "Sent from my iPhone", "Ana", "+31 20 123 45 67",
	"```", "2026-11-02 10:00:01 ERROR pool", "\tat a.b(C.java:1)", "สวัสดีค่ะ กรุณารีสตาร์ท", "\u200b", "}", "2013/7/20 sam <i@b.org>",
}

func TestSpansProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 25).Draw(t, "lines")
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
		text := strings.Join(lines, end)
		sent := rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 10).Draw(t, "sent")
		checkSpans(t, text, Fold(text, []string{strings.Join(sent, "\n")}))
	})
}

// TestProseIsNeverHidden draws mails without any mark of a quote; all of it must stay.
func TestProseIsNeverHidden(t *testing.T) {
	prose := []string{"", "The pool closes after ten minutes.", "Why?", "2026-11-02 10:00:01 ERROR pool", "\tat a.b(C.java:1)",
		"Status: reset", "I wrote:", "On Monday we saw it again:", "1. restart", "- item", "From the start it was slow."}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(prose), 0, 20).Draw(t, "lines"), "\n")
		if spans := Fold(text, nil); len(spans) > 0 {
			t.Fatalf("hidden: %+v", spans)
		}
	})
}

func FuzzFold(f *testing.F) {
	f.Add(strings.Join(fragments, "\n"), "plain words")
	f.Add("a\r\n> b\r\n", "b")
	f.Add("\xff\n> \xfe", "\xff")
	for _, line := range fragments {
		f.Add("words\n\n"+line+"\n> old\n", line)
	}
	f.Fuzz(func(t *testing.T, text, sent string) {
		checkSpans(t, text, Fold(text, []string{sent}))
	})
}
