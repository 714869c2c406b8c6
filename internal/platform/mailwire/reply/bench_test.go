package reply

import (
	"strings"
	"testing"
)

// pathological texts of one megabyte each; time per byte must not grow with the length.
var pathological = map[string]string{
	"quote marks":     ">\n",
	"deep quotes":     strings.Repeat(">", 300) + "\n",
	"introductions":   "On Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\n\n",
	"intro and text":  "On Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\nwords\n",
	"intro and quote": "On Mon, 2 Nov 2026 at 10:00, Ana <ana@example.com> wrote:\n> words\nanswer\n",
	"heads":           "From: Ana <a@b.c>\nTo: Dana\nSubject: x\nSent: Monday\n\n",
	"delimiters":      "--\nwords?\n",
	"open fences":     "```a\n",
	"both fences":     "```a\n~~~b\n",
	"log lines":       "2026-11-02 10:00:01 ERROR pool closed\n",
	"device lines":    "Sent from my iPhone\nwords\n",
	"almost intros":   "wrote:\n",
	"prose":           "The pool closes after ten minutes, whatever we set, and the log shows nothing at all.\n",
	"blank lines":     "\n",
	"one line":        "words ",
}

func BenchmarkFold(b *testing.B) {
	for name, unit := range pathological {
		for _, size := range []int{1 << 18, 1 << 20} {
			text := strings.Repeat(unit, size/len(unit))
			b.Run(name+"/"+map[int]string{1 << 18: "256k", 1 << 20: "1M"}[size], func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for range b.N {
					Fold(text, []string{text[:1<<12]})
				}
			})
		}
	}
}
