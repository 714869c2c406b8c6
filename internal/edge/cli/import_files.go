package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type importMaildirCmd struct{ importing }

// Run imports Maildir folders.
func (c importMaildirCmd) Run(e *env) error { return c.run(e, files{list: maildirFiles}) }

// Help explains the command.
func (importMaildirCmd) Help() string {
	return `A folder inside a Maildir, such as .Archive, is a Maildir of its own: name it too. Drafts and mails marked as
deleted are left out.

` + importCmd{}.Help()
}

type importEmlCmd struct{ importing }

// Run imports files of one mail each.
func (c importEmlCmd) Run(e *env) error { return c.run(e, files{list: emlFiles}) }

// Help explains the command.
func (importEmlCmd) Help() string { return importCmd{}.Help() }

// oneMail is a file that holds one mail.
type oneMail struct {
	path  string
	where string
	size  int64
	order int64 // mails are taken by this, then by name
	skip  string
}

// files are mailboxes of one file per mail.
type files struct {
	list func(path string) ([]oneMail, error)
}

func (s files) all(paths []string) ([]oneMail, error) {
	var all []oneMail
	for _, p := range paths {
		list, err := s.list(p)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(a, b oneMail) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.path, b.path)) })
	return all, nil
}

func (s files) size(paths []string) (total int64, err error) {
	all, err := s.all(paths)
	for _, f := range all {
		total += f.size
	}
	return total, err
}

func (s files) mails(paths []string) iter.Seq[oldMail] {
	return func(yield func(oldMail) bool) {
		all, err := s.all(paths)
		if err != nil {
			yield(oldMail{where: strings.Join(paths, ", "), err: err})
			return
		}
		var done int64
		for _, f := range all {
			done += f.size
			if !f.yield(done, yield) {
				return
			}
		}
	}
}

func (m oneMail) yield(done int64, yield func(oldMail) bool) bool {
	f, err := os.Open(m.path)
	if err != nil {
		return yield(oldMail{where: m.where, err: err})
	}
	defer f.Close()
	return yield(oldMail{where: m.where, done: done, body: f, skip: m.skip})
}

// maildirFiles lists the mails of cur and new. The name up to the colon names a mail for ever; behind it are
// flags, of which T is deleted and D a draft (https://cr.yp.to/proto/maildir.html).
func maildirFiles(dir string) ([]oneMail, error) {
	var all []oneMail
	found := false
	for _, sub := range []string{"cur", "new"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = true
		for _, e := range entries {
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
				unique, flags, _ := strings.Cut(e.Name(), ":2,")
				all = append(all, oneMail{path: filepath.Join(dir, sub, e.Name()), where: "maildir|" + unique,
					size: info.Size(), order: info.ModTime().UnixNano(), skip: unwanted(flags)})
			}
		}
	}
	if !found {
		return nil, &fs.PathError{Op: "read", Path: dir, Err: errors.New("it has neither a folder cur nor a folder new, so it is no Maildir")}
	}
	return all, nil
}

func unwanted(flags string) string {
	switch {
	case strings.Contains(flags, "T"):
		return "deleted"
	case strings.Contains(flags, "D"):
		return "drafts"
	}
	return ""
}

// emlFiles lists a file, or the *.eml below a folder.
func emlFiles(path string) ([]oneMail, error) {
	var all []oneMail
	err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil || info.IsDir() || p != path && !strings.EqualFold(filepath.Ext(p), ".eml") {
			return err
		}
		all = append(all, oneMail{path: p, where: "eml|" + filepath.Base(p), size: info.Size()})
		return nil
	})
	return all, err
}
