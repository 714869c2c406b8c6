package markup_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/mailwire"
	"github.com/daywatch/daywatch/internal/platform/markup"
	"github.com/daywatch/daywatch/test/corpus"
)

const (
	// alike is the least likeness of two pictures. Of the mails listed, those whose look we keep reach it
	// easily; losing a style sheet, a table's cells or a ground costs more.
	alike = 0.90
	// WCAG 2.2 AA asks 4.5:1 of text. Where the author chose the colours we ask the 3:1 of large text, and
	// no more than he gave himself.
	ourContrast    = 4.5
	authorContrast = 3.0
)

// TestCheck24MailKeepsItsLook shows mails in Chromium twice: as written, with scripts and remote content kept
// out, and as the desk shows them. Words, cells, list items, directions and colours must be the same, the
// pictures alike, and all of it legible in the dark. Our own mails stand for scripts and habits that the
// corpora lack.
func TestCheck24MailKeepsItsLook(t *testing.T) {
	s := newStage(t)
	t.Run("own", func(t *testing.T) {
		s.compare(t, check24Mails(t, "testdata/check24", "testdata/check24-own.txt"))
	})
	t.Run("corpora", func(t *testing.T) {
		mails := check24Mails(t, corpus.Folder(t), "testdata/check24.txt")
		if len(mails) < 30 {
			t.Errorf("only %d mails are listed, want 30", len(mails))
		}
		s.compare(t, mails)
	})
}

func (s *stage) compare(t *testing.T, mails []check24Mail) {
	for _, m := range mails {
		safe := markup.SanitizeMail(m.html, markup.MailOptions{})
		t.Run(m.path, func(t *testing.T) {
			written := s.look(t, asWritten(m.html, safe.Coloured), "light", m.differs["link"])
			shown := s.look(t, markup.SandboxDocument(safe), "light", m.differs["link"])
			compareLooks(t, m, written, shown)
			dark := s.look(t, markup.SandboxDocument(safe), "dark", m.differs["link"])
			if want := leastContrast(safe, written); dark.Contrast < want {
				t.Errorf("in the dark, %q has a contrast of %.2f, want %.2f", dark.Faint, dark.Contrast, want)
			}
		})
	}
}

func compareLooks(t *testing.T, m check24Mail, written, shown look) {
	t.Helper()
	if written.Text == "" {
		t.Error("nothing was to be seen")
	}
	if diff := cmp.Diff(written.Text, shown.Text); diff != "" {
		t.Errorf("text: -written +shown\n%s", diff)
	}
	if written.Cells != shown.Cells || written.Items != shown.Items {
		t.Errorf("%d cells and %d list items, want %d and %d", shown.Cells, shown.Items, written.Cells, written.Items)
	}
	if diff := cmp.Diff(written.Runs, shown.Runs); diff != "" && !m.differs["colour"] {
		t.Errorf("colours and directions: -written +shown\n%s", diff)
	}
	got := likeness(written.picture, shown.picture)
	t.Logf("likeness %.3f", got)
	if got < alike && !m.differs["picture"] {
		t.Errorf("the pictures are alike by %.3f, want %.2f", got, alike)
	}
	if os.Getenv("CHECK24_SHOTS") != "" {
		keepShots(t, m.path, written, shown)
	}
}

// keepShots writes both pictures into the folder that CHECK24_SHOTS names, to be looked at.
func keepShots(t *testing.T, path string, written, shown look) {
	base := filepath.Join(os.Getenv("CHECK24_SHOTS"), strings.ReplaceAll(path, "/", "_"))
	for end, l := range map[string]look{".written.png": written, ".shown.png": shown} {
		if err := os.WriteFile(base+end, l.png, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// asWritten puts a mail into the frame that SandboxDocument gives to all, so that only what the sanitiser did
// to it can differ. The parser merges the mail's own <html> and <head> into the frame's.
func asWritten(src string, coloured bool) string {
	frame, _, _ := strings.Cut(markup.SandboxDocument(markup.MailHTML{Coloured: coloured}), "</head>")
	return frame + src
}

func leastContrast(safe markup.MailHTML, written look) float64 {
	if !safe.Coloured {
		return ourContrast
	}
	return min(authorContrast, written.Contrast)
}

type check24Mail struct {
	path, html string
	differs    map[string]bool // "colour", "link", "picture": known and explained in the list
}

// check24Mails reads the mails below dir that a list names.
func check24Mails(t *testing.T, dir, list string) (mails []check24Mail) {
	t.Helper()
	lines, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(lines)) {
		path, known, _ := strings.Cut(strings.TrimSpace(line), " | ")
		if path == "" || path[0] == '#' {
			continue
		}
		m := check24Mail{path: path, html: mailHTML(t, filepath.Join(dir, path)), differs: map[string]bool{}}
		kinds, reason, _ := strings.Cut(known, ": ")
		if known != "" && reason == "" {
			t.Fatalf("%s: a known difference needs its reason: %q", path, known)
		}
		for _, k := range strings.Split(kinds, ", ") {
			m.differs[k] = true
		}
		mails = append(mails, m)
	}
	return mails
}

func mailHTML(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".html") {
		return string(raw)
	}
	m := mailwire.Parse(context.Background(), bytes.NewReader(raw), int64(len(raw)), mailwire.DefaultLimits())
	if m.HTML == "" {
		t.Fatalf("%s has no HTML", path)
	}
	return m.HTML
}
