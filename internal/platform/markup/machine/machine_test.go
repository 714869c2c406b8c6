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
		`{"severity":"INFO","time":"2026-11-20T12:08:30.989Z"}`, "gitaly[1289]: fatal: out of memory, malloc failed",
		"kernel: oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task=gitaly,pid=1289", `time="2026" level=info msg="up"`,
	}
	prose := []string{
		"", "The pool closes after ten minutes.", "At 10:00 it stopped", "Error in the form", "I saw an Exception", "INFO",
		"May 2 is fine", "From: Ana", "Hello {name}", "Thanks;)", "1. restart", "- item", "-- ", "--", "> quoted", "#12 is the same",
		"$5 per month", "a@b.co wrote", "<ana@example.com>", "\"Quoted\" words", "+1", "2026 was good", "30 days", "from the start",
		"{name} is missing", "if a=b and c=d then it fails", "see notes[1]", "x = 1, y = 2, z = 3",
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
		"one object":         {"a\n{\"x\": 1}\nb", []Run{{1, 2}}},
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

func TestBlocks(t *testing.T) {
	const stamp = "2026-11-02 10:00:01 x"
	tests := map[string]struct {
		text string
		want []Run
	}{
		"nothing":             {"a\nb", nil},
		"set apart":           {"a\n\n    sudo reboot\n\nb", []Run{{2, 3}}},
		"after a colon":       {"We ran:\n\tsudo reboot\nb", []Run{{1, 2}}},
		"begins the text":     {"    a_b\nc", []Run{{0, 1}}},
		"holds empty lines":   {"\n    a_b\n\n    c_d\n\n", []Run{{1, 4}}},
		"holds a log":         {"a\n\n    " + stamp + "\n    " + stamp + "\n    done\n\nb", []Run{{2, 5}}},
		"beside a log":        {"    a_b\n\n" + stamp + "\n" + stamp, []Run{{0, 1}, {2, 4}}},
		"three columns":       {"\n   a", nil},
		"goes on with a line": {"a\n    b", nil},
		"goes on with a list": {"1. a\n\n    b", nil},
		"prose":               {"\n    We saw this again last night, and nobody was awake.\n    Two lines of it.", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Blocks(strings.Split(tt.text, "\n"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzRuns(f *testing.F) {
	f.Add("a\n```\nb\n```\n2026-11-02 10:00:01 x\n}\n}")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		for _, runs := range [][]Run{Runs(lines), Blocks(lines)} {
			at := 0
			for _, r := range runs {
				if r.Start < at || r.End <= r.Start || r.End > len(lines) {
					t.Fatalf("run %+v is out of order or out of %d lines", r, len(lines))
				}
				at = r.End
			}
		}
	})
}
