package ical_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/ical"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// feed is a calendar with all that can go wrong in a text.
func feed() ical.Calendar {
	return ical.Calendar{Name: "On call: Jo O'Brien & Sons, SRE; EMEA", Refresh: time.Hour, Events: []ical.Event{
		{UID: "duty-1@desk.example", Sequence: 2, Changed: noon, From: noon, Until: noon.Add(8 * time.Hour),
			Summary:     "Jo O'Brien & Sons, SRE; EMEA \\ on call",
			Description: "First line\nsecond line, with; all\\of it, and a long tail of 日本語 that is folded inside of no character: " + strings.Repeat("日本", 60),
			Location:    "Amsterdam", URL: "https://desk.example/on-call?a=1&b=2"},
		{UID: "duty-2@desk.example", Changed: noon, From: noon.Add(24 * time.Hour), Until: noon.Add(32 * time.Hour), Summary: "Zoë", Cancelled: true},
	}}
}

// TestBytes: lines end in CRLF, have 75 octets at most, and break no character.
func TestBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := feed()
		c.Events[0].Summary, c.Events[0].Description, c.Name = rapid.String().Draw(t, "summary"), rapid.String().Draw(t, "description"),
			rapid.String().Draw(t, "name")
		data := c.Bytes()
		if !bytes.HasSuffix(data, []byte("END:VCALENDAR\r\n")) || !utf8.Valid(data) {
			t.Fatalf("%q", data)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n\x00") || !utf8.ValidString(line) {
				t.Fatalf("%d octets: %q", len(line), line)
			}
		}
		got, err := ical.Read(t.Context(), data, ical.Span{From: noon.AddDate(0, 0, -1), Until: noon.AddDate(0, 0, 1)})
		if err != nil || len(got.Occurrences) != 1 || len(got.Problems) > 0 {
			t.Fatalf("%+v, %v", got, err)
		}
		if want := plain(c.Events[0].Summary); got.Occurrences[0].Summary != want {
			t.Fatalf("%q comes back as %q", want, got.Occurrences[0].Summary)
		}
	})
}

// plain is a text as it can come back: one kind of line end, and no controls.
func plain(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// TestSameBytes: a calendar that has not changed is the same file.
func TestSameBytes(t *testing.T) {
	if a, b := feed().Bytes(), feed().Bytes(); !bytes.Equal(a, b) {
		t.Error("the same calendar is another file")
	}
}

// TestPythonReads has the reader of Debian's python3-icalendar say what stands there.
func TestPythonReads(t *testing.T) {
	script := `
import sys, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert not c.errors, c.errors
print(c['X-WR-CALNAME']); print(c['METHOD'])
for e in c.walk('VEVENT'):
    assert not e.errors, e.errors
    print(e['UID'], e['SEQUENCE'], e['DTSTART'].dt.isoformat(), e['DTEND'].dt.isoformat(), e['STATUS'])
    print(e['SUMMARY'])
print(repr(str(c.walk('VEVENT')[0]['DESCRIPTION'])) == repr(sys.argv[1]))
`
	c := feed()
	cmd := exec.Command("/usr/bin/python3", "-c", script, c.Events[0].Description)
	cmd.Stdin = bytes.NewReader(c.Bytes())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s (scripts/needs.sh installs python3-icalendar)", err, out)
	}
	want := `On call: Jo O'Brien & Sons, SRE; EMEA
PUBLISH
duty-1@desk.example 2 2026-11-23T12:00:00+00:00 2026-11-23T20:00:00+00:00 CONFIRMED
Jo O'Brien & Sons, SRE; EMEA \ on call
duty-2@desk.example 0 2026-11-24T12:00:00+00:00 2026-11-24T20:00:00+00:00 CANCELLED
Zoë
True
`
	if string(out) != want {
		t.Errorf("python reads\n%s\nwant\n%s", out, want)
	}
}

// TestKhalReads has a calendar program import the feed and list it.
func TestKhalReads(t *testing.T) {
	dir := t.TempDir()
	conf, file := filepath.Join(dir, "khal.conf"), filepath.Join(dir, "feed.ics")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(conf, "[calendars]\n[[feed]]\npath = "+filepath.Join(dir,
		"cal")+"\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = "+filepath.Join(dir, "khal.db")+"\n")
	write(file, string(feed().Bytes()))
	if err := os.Mkdir(filepath.Join(dir, "cal"), 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		cmd := exec.Command("khal", append([]string{"-c", conf}, args...)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+dir)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("khal %v: %v: %s (scripts/needs.sh installs khal)", args, err, out)
		}
		return string(out)
	}
	run("import", "--batch", "-a", "feed", file)
	if got := run("list", "2026-11-23", "1d"); !strings.Contains(got, `12:00-20:00 Jo O'Brien & Sons, SRE; EMEA \ on call`) {
		t.Errorf("khal lists %s", got)
	}
}
