package mailwire

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/test/corpus"
)

// mime4jDiffers names the messages that we read differently on purpose.
var mime4jDiffers = map[string]string{
	"badbound.msg":                              "no part was found: we show the body as text instead of nothing",
	"missing-boundary.msg":                      "no boundary: shown as text",
	"missing-inner-boundary.msg":                "no boundary: shown as text",
	"missing-inner-start-boundary.msg":          "no part was found: shown as text",
	"multipartnopart.msg":                       "no part was found: shown as text",
	"hdr-fakeout.msg":                           "a blank line with a space in it ends the header, so the text is not hidden in it",
	"basic-plain-with-bad-header-separator.msg": "the same",
	"malformedHeader-nocrlfcrlf.msg":            "a line that is no field begins the text, so nothing is hidden",
	"malformedHeaderStartsBody-nocrlfcrlf.msg":  "the same, and we keep the line that looks like a field",
	"malformedHeader-noheader.msg":              "a mail without header is all text, its first line too",
	"malformedHeaderStartsBody-noheader.msg":    "the same",
	"very-long-boundary.msg":                    "we know boundaries of any length",
	"very-very-long-boundary.msg":               "the same",
	"weird-boundary.msg":                        "a boundary cannot end in blanks (RFC 2046 §5.1.1), so the line without them is one too",
	"frag.msg":                                  "base64 cut within its last quad: we keep the bytes that are whole",
	"multi-frag.msg":                            "we do not decode the prose after base64",
}

// TestPartsAgreeWithMime4j compares the decoded bytes of every leaf with those that mime4j's authors
// checked in beside each message.
func TestPartsAgreeWithMime4j(t *testing.T) {
	dir := corpus.Folder(t, "mime4j", "core", "src", "test", "resources")
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.msg"))
	if err != nil {
		t.Fatal(err)
	}
	messages, leaves, agreed := 0, 0, 0
	for _, file := range files {
		want, ok := mime4jLeaves(t, strings.TrimSuffix(file, ".msg")+"_decoded.xml")
		if !ok {
			continue
		}
		name := filepath.Base(file)
		messages++
		leaves += len(want)
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := leafBytes(t, raw)
		if reason := mime4jDiffers[name]; reason != "" {
			if same(got, want) {
				t.Errorf("%s agrees after all; it is listed as different: %s", name, reason)
			}
			continue
		}
		agreed++
		if len(got) != len(want) {
			t.Errorf("%s: %d leaves, mime4j has %d", name, len(got), len(want))
			continue
		}
		for i := range want {
			if !same(got[i:i+1], want[i:i+1]) {
				t.Errorf("%s leaf %d:\n got %.200q\nwant %.200q", name, i+1, got[i], want[i])
			}
		}
	}
	if messages != 80 || leaves != 161 || agreed != 64 {
		t.Errorf("compared %d messages with %d leaves, %d of them without exception; the set has 80, 161 and 64", messages, leaves, agreed)
	}
}

// same compares leaves up to their line ends, which mime4j's tests rewrite.
func same(got, want [][]byte) bool {
	lines := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
	return slices.EqualFunc(got, want, func(a, b []byte) bool { return bytes.Equal(lines(a), lines(b)) })
}

// mime4jLeaves gives the expected bytes of the leaves in order.
func mime4jLeaves(t *testing.T, path string) (leaves [][]byte, ok bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := dec.Token()
		if err != nil {
			break
		}
		start, isStart := token.(xml.StartElement)
		if !isStart || start.Name.Local != "text-body" && start.Name.Local != "binary-body" {
			continue
		}
		for _, attr := range start.Attr {
			if attr.Name.Local == "name" {
				b, err := os.ReadFile(filepath.Join(filepath.Dir(path), attr.Value))
				if err != nil {
					return nil, false
				}
				leaves = append(leaves, b)
			}
		}
	}
	return leaves, true
}

// leafBytes scans raw and the mails inside it and decodes every leaf.
func leafBytes(t *testing.T, raw []byte) [][]byte {
	t.Helper()
	r := bytes.NewReader(raw)
	s := scan(context.Background(), r, int64(len(raw)), DefaultLimits(), &warnings{})
	var leaves [][]byte
	var walk func(p *part)
	walk = func(p *part) {
		for _, kid := range p.kids {
			walk(kid)
		}
		if p.isMultipart() {
			return
		}
		b, err := io.ReadAll(p.content(r))
		if err != nil {
			t.Fatal(err)
		}
		if p.kind() == "message/rfc822" {
			leaves = append(leaves, leafBytes(t, b)...)
			return
		}
		leaves = append(leaves, b)
	}
	walk(s.root)
	return leaves
}
