package mbox

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const sep = "From ana@example.com Mon Nov  2 10:00:00 2026\n"

type found struct {
	Offset int64
	Bytes  string
}

func all(t testing.TB, r io.Reader) []found {
	t.Helper()
	var out []found
	m := NewReader(r)
	for {
		mail, err := m.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(m)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, found{mail.Offset, string(body)})
	}
}

func TestSplit(t *testing.T) {
	n := int64(len(sep))
	for name, c := range map[string]struct {
		in   string
		want []found
	}{
		"two mails": {sep + "Subject: a\n\none\n\n" + sep + "Subject: b\n\ntwo\n",
			[]found{{0, "Subject: a\n\none\n"}, {n + 17, "Subject: b\n\ntwo\n"}}},
		"the last empty line alone is the file's": {sep + "A: b\n\none\n\n\n" + sep + "A: b\n\ntwo\n\n",
			[]found{{0, "A: b\n\none\n\n"}, {n + 12, "A: b\n\ntwo\n"}}},
		"CRLF": {strings.ReplaceAll(sep+"A: b\n\none\n\n"+sep+"A: b\n\ntwo\n", "\n", "\r\n"),
			[]found{{0, "A: b\r\n\r\none\r\n"}, {n + 1 + 15, "A: b\r\n\r\ntwo\r\n"}}},
		"quoting is undone": {sep + "A: b\n\n>From here\n>>From there\n>Front\n", []found{{0, "A: b\n\nFrom here\n>From there\n>Front\n"}}},
		"a sentence is no mail": {sep + "A: b\n\nSee:\n\nFrom Monday on we meet at 10:00.\n",
			[]found{{0, "A: b\n\nSee:\n\nFrom Monday on we meet at 10:00.\n"}}},
		"no empty line before":      {sep + "A: b\n\none\n" + sep + "A: c\n\ntwo\n", []found{{0, "A: b\n\none\n"}, {n + 10, "A: c\n\ntwo\n"}}},
		"a separator cited in text": {sep + "A: b\n\nthe log says\n" + sep + "and stops\n", []found{{0, "A: b\n\nthe log says\n" + sep + "and stops\n"}}},
		"no mbox at all":            {"A: b\n\none\n", []found{{0, "A: b\n\none\n"}}},
		"words before the first":    {"junk\n\n" + sep + "A: b\n\none\n", []found{{0, "junk\n"}, {6, "A: b\n\none\n"}}},
		"empty lines before":        {"\n\n" + sep + "A: b\n\none\n", []found{{2, "A: b\n\none\n"}}},
		"an empty mail":             {sep + "\n" + sep + "A: b\n\none\n", []found{{0, ""}, {n + 1, "A: b\n\none\n"}}},
		"no line end at the end":    {sep + "A: b\n\none", []found{{0, "A: b\n\none"}}},
		"only a separator":          {sep, []found{{0, ""}}},
		"an undated first line":     {"From me\nA: b\n\none\n", []found{{0, "A: b\n\none\n"}}},
		"nothing":                   {"", nil},
		"Gmail's date":              {"From 15@xxx Mon Nov 02 10:00:00 +0000 2026\nA: b\n\none\n\nFrom 16@xxx Mon Nov 02 10:00:00 +0000 2026\nA: c\n\ntwo\n", []found{{0, "A: b\n\none\n"}, {54, "A: c\n\ntwo\n"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, all(t, strings.NewReader(c.in))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.want, all(t, iotest.OneByteReader(strings.NewReader(c.in)))); diff != "" {
				t.Error("one byte at a time:", diff)
			}
		})
	}
}

func TestLongLines(t *testing.T) {
	long := strings.Repeat("x", 3*lookAhead)
	in := sep + "A: b\n\n" + long + "\nFrom " + long + "\n\n" + sep + "A: c\n\n" + long
	want := []string{"A: b\n\n" + long + "\nFrom " + long + "\n", "A: c\n\n" + long}
	got := all(t, strings.NewReader(in))
	if len(got) != 2 || got[0].Bytes != want[0] || got[1].Bytes != want[1] {
		t.Errorf("%d mails", len(got))
	}
}

func TestSkipsWhatNobodyRead(t *testing.T) {
	m := NewReader(strings.NewReader(sep + "A: b\n\none\n\n" + sep + "A: c\n\ntwo\n"))
	n := 0
	for {
		if _, err := m.Next(); err != nil {
			break
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d mails", n)
	}
}

func TestBrokenDisk(t *testing.T) {
	boom := errors.New("bad sector")
	m := NewReader(io.MultiReader(strings.NewReader(sep+"A: b\n\none\n"), iotest.ErrReader(boom)))
	if _, err := m.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(m); !errors.Is(err, boom) {
		t.Errorf("%v", err)
	}
	if _, err := m.Next(); !errors.Is(err, boom) {
		t.Errorf("after it: %v", err)
	}
}

// FuzzSplit holds that no byte of a file is lost: with separators, quoting marks and the empty lines between
// mails left aside, what goes in comes out.
func FuzzSplit(f *testing.F) {
	f.Add([]byte(sep + "A: b\n\n>From x\n\n" + sep + "\n"))
	f.Add([]byte("From \n\r\n\rFrom a Mon 1:00 1999\n>>From "))
	f.Add([]byte("\n\nx"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out []byte
		last := int64(-1)
		for _, m := range all(t, bytes.NewReader(in)) {
			if m.Offset <= last {
				t.Fatalf("offset %d after %d", m.Offset, last)
			}
			last = m.Offset
			out = append(out, m.Bytes...)
		}
		if lost := count(in) - count(out); lost < 0 || lost > count(separators(in)) {
			t.Errorf("%d bytes lost of %q", lost, in)
		}
	})
}

// count leaves out what the format itself adds.
func count(b []byte) int {
	return len(b) - bytes.Count(b, []byte("\n")) - bytes.Count(b, []byte("\r")) - bytes.Count(b, []byte(">"))
}

// separators are all lines that could part mails.
func separators(in []byte) []byte {
	var out []byte
	for line := range bytes.Lines(in) {
		if bytes.HasPrefix(line, from) {
			out = append(out, line...)
		}
	}
	return out
}
