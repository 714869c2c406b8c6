package mailwire

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/test/corpus"
)

var update = flag.Bool("update", false, "write testdata/corpus.golden.json anew")

// goldenMail is what the golden file remembers of one message.
type goldenMail struct {
	Subject     string             `json:"subject,omitempty"`
	From        Address            `json:"from"`
	Text        string             `json:"text"` // SHA-256
	HTML        string             `json:"html,omitempty"`
	Attachments []goldenAttachment `json:"attachments,omitempty"`
	Automatic   Class              `json:"automatic,omitempty"`
	Bounce      string             `json:"bounce,omitempty"`
	Warnings    []string           `json:"warnings,omitempty"`
}

type goldenAttachment struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// TestCorpus feeds every file of the corpora as one message, mail or not: none may panic, each must give
// clean UTF-8, and what is understood must stay what was reviewed.
func TestCorpus(t *testing.T) {
	got := map[string]goldenMail{}
	fed := 0
	for path, raw := range corpusFiles(t) {
		fed++
		m := Parse(context.Background(), bytes.NewReader(raw), int64(len(raw)), DefaultLimits())
		checkClean(t, path, m)
		if isMailFile(path) {
			got[path] = golden(m)
		}
	}
	if fed < 1900 || len(got) < 700 {
		t.Errorf("fed %d files and %d messages; the corpora have 1,900 and 700 at the least", fed, len(got))
	}
	compareGolden(t, got)
}

// corpusFiles reads every file below the corpora but licences and lists.
func corpusFiles(t testing.TB) map[string][]byte {
	t.Helper()
	dir := corpus.Folder(t)
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		// The corpora's manifest keeps the AGPL sets for tests outside of this repository.
		if err == nil && entry.IsDir() && (name == "freescout" || name == "libredesk") {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || strings.HasPrefix(name, "UPSTREAM") || strings.Contains(name, "LICENSE") || name == "MANIFEST.md" {
			return err
		}
		raw, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = raw
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// isMailFile picks the files that are messages by their names.
func isMailFile(path string) bool {
	switch {
	case strings.HasPrefix(path, "zbateson/") && strings.Contains(path, "/files/"), strings.HasSuffix(path, ".md"),
		strings.Contains(path, "/elided/"), strings.Contains(path, "/trimmed/"),
		strings.Contains(path, "/html/"), strings.Contains(path, "/mbox/"), strings.Contains(path, "_decoded"), strings.Contains(path, "/headers/"):
		return false
	case strings.HasPrefix(path, "cpython_email/"), strings.HasPrefix(path, "zbateson/"):
		return strings.HasSuffix(path, ".txt")
	case strings.Contains(path, "/TestData/messages/"):
		return !strings.HasPrefix(filepath.Base(path), "body.")
	}
	switch filepath.Ext(path) {
	case ".eml", ".raw", ".msg":
		return true
	}
	return false
}

func golden(m *Message) goldenMail {
	g := goldenMail{Subject: m.Subject, From: m.From, Text: digest(m.Text), Automatic: m.Automatic}
	if m.HTML != "" {
		g.HTML = digest(m.HTML)
	}
	for _, a := range m.Attachments {
		g.Attachments = append(g.Attachments, goldenAttachment{a.Name, a.SHA256[:16], a.Size})
	}
	for _, w := range m.Warnings {
		g.Warnings = append(g.Warnings, w.Code)
	}
	if m.Bounce != nil {
		g.Bounce = m.Bounce.Kind + " " + m.Bounce.Status + " " + m.Bounce.Recipient
	}
	return g
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// checkClean asserts what holds for every mail.
func checkClean(t *testing.T, path string, m *Message) {
	t.Helper()
	texts := []string{m.Subject, m.Text, m.HTML, m.From.Name, m.From.Address, m.MessageID}
	names := map[string]bool{}
	for _, a := range m.Attachments {
		texts = append(texts, a.Name, a.ContentType, a.ContentID)
		if key := strings.ToLower(a.Name); names[key] || safeName(a.Name) != a.Name {
			t.Errorf("%s: attachment name %q is unsafe or not unique", path, a.Name)
		}
		names[strings.ToLower(a.Name)] = true
		if len(a.SHA256) != 64 || a.Open == nil {
			t.Errorf("%s: attachment %q has no hash or cannot be opened", path, a.Name)
		}
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\r") {
			t.Errorf("%s: %.80q is not clean", path, s)
		}
	}
	if len(m.ContentHash) != 64 {
		t.Errorf("%s: no content hash", path)
	}
}

func compareGolden(t *testing.T, got map[string]goldenMail) {
	t.Helper()
	path := filepath.Join("testdata", "corpus.golden.json")
	if *update {
		data, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]goldenMail{}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) != len(got) {
		t.Errorf("%d messages in the golden file, %d in the corpora", len(want), len(got))
	}
	for path, now := range got {
		if diff := cmp.Diff(want[path], now); diff != "" {
			t.Errorf("%s is understood differently (-golden +now):\n%s", path, diff)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var mails [][]byte
	for path, raw := range corpusFiles(b) {
		if isMailFile(path) {
			mails = append(mails, raw)
		}
	}
	before := cpuSeconds(b)
	for b.Loop() {
		for _, raw := range mails {
			Parse(context.Background(), bytes.NewReader(raw), int64(len(raw)), DefaultLimits())
		}
	}
	b.ReportMetric(float64(b.N*len(mails))/(cpuSeconds(b)-before), "mails/cpu-s")
}

// cpuSeconds gives the processor time of this process, garbage collection included, which does not depend
// on what else the machine does.
func cpuSeconds(b *testing.B) float64 {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}
