package corpus

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/platform/mailwire/mbox"
)

// mail is one message of the corpora.
type mail struct {
	where string // the file below the corpora, for an mbox with the number of the message
	raw   []byte
}

// copyleft are the sets whose licence the corpora's manifest keeps out of tests that ship with the repository.
// They are read in place where DAYWATCH_CORPUS_COPYLEFT is set.
var copyleft = []string{"freescout", "libredesk"}

// notMail are the files that speak about a corpus.
var notMail = regexp.MustCompile(`(?i)^(UPSTREAM.*|MANIFEST\.md|.*LICEN[CS]E.*)$`)

// isMbox are the files that hold many messages.
var isMbox = regexp.MustCompile(`(/mbox\.rlug|\.mbox\.txt)$`)

// mails reads the corpora in the order of their paths: every file one message, whatever it is, an mbox those
// that it holds. files counts the files.
func mails(t testing.TB) (all []mail, files int) {
	t.Helper()
	root := Folder(t)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if slices.Contains(copyleft, e.Name()) && os.Getenv("DAYWATCH_CORPUS_COPYLEFT") == "" {
				return fs.SkipDir
			}
			return nil
		}
		if notMail.MatchString(e.Name()) {
			return nil
		}
		files++
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil || !isMbox.MatchString(filepath.ToSlash(path)) {
			all = append(all, mail{filepath.ToSlash(rel), raw})
			return err
		}
		split, err := splitMbox(filepath.ToSlash(rel), raw)
		all = append(all, split...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, files
}

func splitMbox(where string, raw []byte) (all []mail, err error) {
	r := mbox.NewReader(bytes.NewReader(raw))
	for {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		one, err := io.ReadAll(r)
		if err != nil {
			return all, err
		}
		all = append(all, mail{where + "@" + itoa(m.Offset), one})
	}
}

// everyNth keeps one in n.
func everyNth(all []mail, n int) []mail {
	var some []mail
	for i := 0; i < len(all); i += n {
		some = append(some, all[i])
	}
	return some
}

func long() bool { return strings.TrimSpace(os.Getenv("DAYWATCH_LONG")) != "" }
