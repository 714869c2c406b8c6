package markup

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/test/corpus"
)

var htmlPart = regexp.MustCompile(`(?is)<(?:html|body|div|table|p)[\s>].*`)

// corpusHTML gives the HTML found in the raw files: undecoded, which makes it only stranger.
func corpusHTML(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if part := htmlPart.FindString(strings.ReplaceAll(strings.ReplaceAll(string(raw), "=\r\n", ""), "=\n", "")); part != "" {
			out[path] = strings.ReplaceAll(part, "=3D", "=")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSanitizeMailCorpus puts the HTML of real mails through the policy: inert, and no word lost that a
// reader saw.
func TestSanitizeMailCorpus(t *testing.T) {
	dir := corpus.Folder(t)
	parts := corpusHTML(t, dir)
	if len(parts) < 100 {
		t.Fatalf("found HTML in %d files only", len(parts))
	}
	for path, part := range parts {
		m := SanitizeMail(part, MailOptions{})
		checkInert(t, filepath.Base(path), m.HTML)
		if m.Truncated {
			continue
		}
		shown := strings.Join(strings.Fields(Text(m.HTML)), " ")
		for _, word := range strings.Fields(Text(part)) {
			if len(word) > 3 && isWord.MatchString(word) && !strings.Contains(shown, word) {
				t.Errorf("%s: the word %q is not shown", path, word)
				break
			}
		}
	}
}

var isWord = regexp.MustCompile(`^[a-z]+$`)

func BenchmarkSanitizeMail(b *testing.B) {
	row := `<tr><td style="padding:4px;color:#333" bgcolor="#fafafa"><p class=MsoNormal><b>Pool</b> closed <a href="https://a.example/1">log</a></p></td></tr>`
	src := "<html><body><table>" + strings.Repeat(row, 400) + `</table><div class="gmail_quote"><blockquote>old</blockquote></div></body></html>`
	b.SetBytes(int64(len(src)))
	for range b.N {
		SanitizeMail(src, MailOptions{})
	}
}

func BenchmarkText(b *testing.B) {
	src := strings.Repeat("<div><p>The pool <b>closes</b> after ten minutes.</p><ul><li>one<li>two</ul></div>", 500)
	b.SetBytes(int64(len(src)))
	for range b.N {
		Text(src)
	}
}

func BenchmarkMarkdown(b *testing.B) {
	src := "# Plan\n\nThe pool closes, see #12 and @ana.\n\n```go\nfunc main() { fmt.Println(\"x\") }\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
	b.SetBytes(int64(len(src)))
	for range b.N {
		Markdown(src, hooks...)
	}
}
