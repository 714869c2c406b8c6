package config

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// tree is a folder as it was read.
type tree struct {
	objects  []object        // those whose files have problems are broken
	folders  map[string]bool // of the kinds that it has a folder for
	problems Problems
	uses     []use
}

// mostFiles bounds a folder, so that a wrong path does not read a whole disk.
const mostFiles = 20_000

// schemaFolder holds what editors need; nothing in it is configuration.
const schemaFolder = "schema"

// readTree reads a folder of configuration. What it cannot read is an error, what makes no sense a problem.
func (s *Service) readTree(fsys fs.FS) (*tree, error) {
	t := &tree{folders: map[string]bool{}}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, err, "This folder of configuration cannot be read")
	}
	for _, e := range entries {
		name := e.Name()
		switch k, known := s.kindIn(name); {
		case strings.HasPrefix(name, "."), name == schemaFolder:
		case !e.IsDir() && isYAML(name):
			t.problem(name, 0, "this file lies in no folder", "a file in the folder of its kind: "+strings.Join(s.folders(), ", "))
		case !e.IsDir():
		case known:
			t.folders[name] = true
			if err := t.readKind(fsys, k); err != nil {
				return nil, err
			}
		case hasYAML(fsys, name):
			t.problem(name, 0, "there is no folder “"+clip(name)+"”"+meant(name, s.folders()), strings.Join(s.folders(), ", "))
		}
	}
	t.checkNames()
	return t, nil
}

func (s *Service) folders() []string {
	var all []string
	for _, k := range s.kinds {
		all = append(all, k.folder())
	}
	return all
}

func meant(word string, known []string) string {
	if near := nearest(word, known); len(near) > 0 {
		return ". Did you mean " + strings.Join(near, " or ") + "?"
	}
	return ""
}

func isYAML(name string) bool { return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml" }

func hasYAML(fsys fs.FS, folder string) bool {
	entries, err := fs.ReadDir(fsys, folder)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return isYAML(e.Name()) })
}

func (t *tree) problem(file string, line int, found, allowed string) {
	t.problems = append(t.problems, Problem{File: file, Line: line, Found: found, Allowed: allowed})
}

// readKind reads the files of a kind, those in folders of its folder, too: teams sort by them.
func (t *tree) readKind(fsys fs.FS, k kind) error {
	return fs.WalkDir(fsys, k.folder(), func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fault.Wrap(fault.NotFound, err, "%s cannot be read", name)
		case strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir() || !isYAML(name):
			return nil
		case len(t.objects) >= mostFiles:
			return fault.New(fault.TooLarge, "There are more than %d files of configuration. Is this the right folder?", mostFiles)
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fault.Wrap(fault.NotFound, err, "%s cannot be read", name)
		}
		t.read(k, name, data)
		return nil
	})
}

// read decodes a file. One with problems is kept out, but its name is known, so that others may refer to it.
func (t *tree) read(k kind, name string, data []byte) {
	d := &decoder{file: name, lines: map[string]int{}}
	if n := d.parse(data); n != nil {
		o := k.decode(d, n)
		o.broken = len(d.problems) > 0
		t.uses, t.objects = append(t.uses, d.uses...), append(t.objects, o)
	}
	t.problems = append(t.problems, d.problems...)
}

// checkNames finds two files of one name, places that two have, and renames to what is still there.
func (t *tree) checkNames() {
	names, places := map[string]object{}, map[string]object{}
	for i, o := range t.objects {
		if o.name == "" {
			continue
		}
		if first, twice := names[o.key()]; twice {
			t.clash(first, o, nameField(o), "the "+o.kind.word()+" “"+o.name+"” stands in %s, too", "each object in one file")
			t.objects[i].broken = true
			continue
		}
		names[o.key()] = o
		if !o.kind.ordered() || o.position == 0 {
			continue
		}
		at := keyFor(o.kind.folder(), strconv.Itoa(o.position))
		if first, twice := places[at]; twice {
			t.clash(first, o, "position", "the place "+strconv.Itoa(o.position)+" is that of %s, too",
				"a number of its own; the gaps between the tens are for what comes between")
		}
		places[at] = o
	}
	for _, o := range t.objects {
		other, also := names[keyFor(o.kind.folder(), o.previous)]
		if o.previous != "" && also && people.FoldName(o.previous) != people.FoldName(o.name) {
			t.problems = append(t.problems, o.problem("previous_title", "“"+o.previous+"” is the title of "+other.file, "a title that no file has any more"))
		}
	}
}

// clash tells both files of what only one of them can have; found names the other one.
func (t *tree) clash(a, b object, field, found, allowed string) {
	t.problems = append(t.problems, a.problem(field, fmt.Sprintf(found, b.file), allowed), b.problem(field, fmt.Sprintf(found, a.file), allowed))
}

// nameField is the key under which a file has its name.
func nameField(o object) string {
	for _, key := range []string{"title", "key", "email", "account", "status", "setting"} {
		if _, ok := o.lines[key]; ok {
			return key
		}
	}
	return ""
}
