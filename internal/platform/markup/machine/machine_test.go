package machine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLine(t *testing.T) {
	machine := []string{
		"2026-11-02 10:00:01 ERROR pool closed", "[2026-11-02T10:00:01.123Z] start", "2026/11/02 10:00:01 http: closed",
		"Nov  2 10:00:01 web-1 sshd[1]: closed", "<34>Oct 11 22:14:15 mymachine su: failed", "10:00:01,123 WARN x",
		"I1102 10:00:01.123456       1 main.go:10] up", "ERROR: no route", "[INFO] Building", "[   12.345678] usb 1-1: new",
		"\tat com.example.Pool.get(Pool.java:12)", "    at async run (file:///app/x.js:1:2)", "    at app/x.js:12",
		"... 12 more", "Caused by: java.io.IOException: reset", "Traceback (most recent call last):",
		`  File "/app/x.py", line 3, in <module>`, "\t/src/main.go:12 +0x1d", "java.lang.IllegalStateException: closed",
		"panic: runtime error", "goroutine 1 [running]:", "#0  0x00007f in main ()", "0000010: 6865 6c6c 6f20 776f 726c 640a",
		"diff --git a/x b/x", "@@ -1,2 +1,2 @@", "dana@web-1:~$ ls -l", "$ kubectl get pods", "}", "});", "if (x) {",
		"return x;", `<server port="1">`, "</server>", `"name": "web",`, "+------+----+", "\tfrom /a/b.rb:12:in `run'",
	}
	prose := []string{
		"", "The pool closes after ten minutes.", "At 10:00 it stopped", "Error in the form", "I saw an Exception", "INFO",
		"May 2 is fine", "From: Ana", "Hello {name}", "Thanks;)", "1. restart", "- item", "-- ", "--", "> quoted", "#12 is the same",
		"$5 per month", "a@b.co wrote", "<ana@example.com>", "\"Quoted\" words", "+1", "2026 was good", "30 days", "from the start",
	}
	for _, l := range machine {
		if !Line(l) {
			t.Errorf("taken for prose: %q", l)
		}
	}
	for _, l := range prose {
		if Line(l) {
			t.Errorf("taken for machine text: %q", l)
		}
	}
}

func TestRuns(t *testing.T) {
	const stamp = "2026-11-02 10:00:01 x"
	tests := map[string]struct {
		text string
		want []Run
	}{
		"nothing":            {"a\nb", nil},
		"one line is chance": {"a\n" + stamp + "\nb", nil},
		"two":                {"a\n" + stamp + "\n" + stamp + "\nb", []Run{{1, 3}}},
		"two apart":          {stamp + "\nx\ny\n" + stamp + "\nz", []Run{{0, 4}}},
		"three apart":        {stamp + "\nx\ny\nz\n" + stamp, nil},
		"blank line parts":   {stamp + "\n\n" + stamp, nil},
		"fence":              {"a\n```go\nprose\n\n```\nb", []Run{{1, 5}}},
		"open fence":         {"```\nprose", nil},
		"tildes hold ticks":  {"~~~\n```\n~~~", []Run{{0, 3}}},
		"inline ticks":       {"```x``` y\n```", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Runs(strings.Split(tt.text, "\n"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzRuns(f *testing.F) {
	f.Add("a\n```\nb\n```\n2026-11-02 10:00:01 x\n}\n}")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		at := 0
		for _, r := range Runs(lines) {
			if r.Start < at || r.End <= r.Start || r.End > len(lines) {
				t.Fatalf("run %+v is out of order or out of %d lines", r, len(lines))
			}
			at = r.End
		}
	})
}
