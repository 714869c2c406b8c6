package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/daywatch/daywatch/internal/platform/mailwire/mbox"
)

type importMboxCmd struct{ importing }

// Run imports mbox files.
func (c importMboxCmd) Run(e *env) error { return c.run(e, mboxes{}) }

// Help explains the command.
func (importMboxCmd) Help() string { return importCmd{}.Help() }

type mboxes struct{}

func (mboxes) size(paths []string) (total int64, err error) {
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return 0, err
		}
		if info.IsDir() {
			return 0, &fs.PathError{Op: "read", Path: p, Err: errors.New("it is a folder; give the mbox files in it")}
		}
		total += info.Size()
	}
	return total, nil
}

func (mboxes) mails(paths []string) iter.Seq[oldMail] {
	return func(yield func(oldMail) bool) {
		var behind int64
		for _, p := range paths {
			n, more := mboxMails(p, behind, yield)
			if !more {
				return
			}
			behind += n
		}
	}
}

// mboxMails yields the mails of one file, and gives its size.
func mboxMails(path string, behind int64, yield func(oldMail) bool) (size int64, more bool) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return 0, yield(oldMail{where: name, err: err})
	}
	defer f.Close()
	counted := &counting{r: f}
	r := mbox.NewReader(counted)
	for {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			return counted.n, true
		}
		if err != nil {
			return counted.n, yield(oldMail{where: name, err: fmt.Errorf("after byte %d: %w", counted.n, err)})
		}
		if !yield(oldMail{where: fmt.Sprintf("%s|%d", name, m.Offset), done: behind + counted.n, body: r}) {
			return counted.n, false
		}
	}
}

// counting counts what is read.
type counting struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
