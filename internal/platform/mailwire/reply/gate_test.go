package reply

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/test/corpus"
)

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// lost gives the lines of want that got does not show.
func lost(want, got string) []string {
	have := map[string]int{}
	for _, l := range strings.Split(got, "\n") {
		have[strings.TrimSpace(l)]++
	}
	var out []string
	for _, l := range strings.Split(want, "\n") {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if have[l]--; have[l] < 0 {
			out = append(out, l)
		}
	}
	return out
}

// TestCheck26TrimmerGate is check 26 of the mail design: of the 64 mails of email_reply_trimmer at least 62 come
// out exact, and of none is a line of the reply hidden.
func TestCheck26TrimmerGate(t *testing.T) {
	dir := corpus.Folder(t, "email_reply_trimmer", "test")
	files, err := filepath.Glob(filepath.Join(dir, "emails", "*.txt"))
	if err != nil || len(files) != 64 {
		t.Fatalf("found %d mails (%v), want 64", len(files), err)
	}
	exact := 0
	for _, file := range files {
		text := read(t, file)
		want := strings.TrimSpace(strings.ReplaceAll(read(t, filepath.Join(dir, "trimmed", filepath.Base(file))), "\r\n", "\n"))
		got := New(text, Fold(text, nil))
		if missing := lost(want, got); len(missing) > 0 {
			t.Errorf("%s: hidden lines of the reply: %q", filepath.Base(file), missing)
		}
		if got == want {
			exact++
			continue
		}
		t.Logf("%s: not exact (-want +got):\n%s", filepath.Base(file), cmp.Diff(want, got))
	}
	t.Logf("exact: %d of %d", exact, len(files))
	if exact < 62 {
		t.Errorf("exact: %d of %d, want at least 62", exact, len(files))
	}
}
