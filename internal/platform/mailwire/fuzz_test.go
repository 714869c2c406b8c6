package mailwire

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse looks for a mail that breaks the promises: no panic, clean text, bounded reading, attachments
// that stream what was measured.
func FuzzParse(f *testing.F) {
	seeds, err := filepath.Glob(filepath.Join("testdata", "bounce", "*.eml"))
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, path := range seeds {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Add("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: inline\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--")
	f.Add(utf16File("Subject: ü\r\n\r\ntext"))
	f.Add("Subject: s\rContent-Transfer-Encoding: x-uuencode\r\rbegin 644 a\r#0V%T\rend")
	f.Fuzz(func(t *testing.T, raw string) {
		c := &counter{raw: []byte(raw)}
		m := Parse(context.Background(), c, int64(len(raw)), Limits{Parts: 20, Depth: 5, HeaderBytes: 4096, InlineBody: 1024, Transcode: 4096})
		checkClean(t, "fuzz", m)
		if c.read > 60*int64(len(raw))+400<<10 {
			t.Errorf("read %d bytes of a mail of %d", c.read, len(raw))
		}
		for _, a := range m.Attachments {
			r, err := a.Open()
			if err != nil {
				t.Fatal(err)
			}
			if n, err := io.Copy(io.Discard, r); err != nil || n != a.Size {
				t.Errorf("%q streams %d bytes, %v; measured %d", a.Name, n, err, a.Size)
			}
		}
		if m.HTML != "" && strings.Contains(m.Text, "\x00") {
			t.Error("NUL in the text")
		}
	})
}
