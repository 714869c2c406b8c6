package reply

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/test/corpus"
)

var update = flag.Bool("update", false, "rewrite the goldens; review every line of the difference")

// replySets are read in place; the goldens hold line numbers only, so that no text of others is copied.
var replySets = map[string]string{
	"crisp":      "crisp_email_reply_parser/test/fixtures",
	"zapier":     "zapier_email_reply_parser/test/emails",
	"github":     "github_email_reply_parser/test/emails",
	"willdurand": "willdurand_EmailReplyParser/tests/Fixtures",
}

// TestCheck26ReplySets is the second half of check 26. Each line of a golden was reviewed against its mail: what
// is folded is a quote, a head or a signature, never the reply.
func TestCheck26ReplySets(t *testing.T) {
	for name, folder := range replySets {
		t.Run(name, func(t *testing.T) {
			dir := corpus.Folder(t, folder)
			files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no mails in %s (%v)", dir, err)
			}
			sort.Strings(files)
			var got bytes.Buffer
			for _, file := range files {
				text := read(t, file)
				fmt.Fprintf(&got, "%s%s\n", filepath.Base(file), foldedLines(text, Fold(text, nil)))
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(read(t, golden), got.String()); diff != "" {
				t.Errorf("folded lines changed (-golden +now):\n%s", diff)
			}
		})
	}
}

// foldedLines names spans by line numbers, counted from 1: " 3-9 quote 11-12 signature".
func foldedLines(text string, spans []Span) string {
	var out strings.Builder
	for _, s := range spans {
		first := strings.Count(text[:s.Start], "\n") + 1
		last := first + strings.Count(strings.TrimSuffix(text[s.Start:s.End], "\n"), "\n")
		fmt.Fprintf(&out, " %d-%d %s", first, last, s.Kind)
	}
	return out.String()
}
