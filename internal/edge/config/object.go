package config

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/core/people"
)

// object is one thing that a desk is configured with, as a file has it.
type object struct {
	kind kind
	name string     // what files call it by
	id   int64      // the desk's number for it; 0 in files, and for what has none
	file string     // where it stands; empty in the desk
	body any        // the struct of its file
	node *yaml.Node // the same, canonical
	text string     // node as a file has it
	bare string     // the same without the position
	// idle says that it is switched off, so that nobody misses it in the files.
	idle bool
	// broken says that its file has problems: its name is known, and nothing is done with it.
	broken   bool
	previous string         // the title that it had
	position int            // 0: behind all others
	lines    map[string]int // of the fields in the file
}

// key tells objects apart in a desk or a folder.
func (o object) key() string { return keyFor(o.kind.folder(), o.name) }

func keyFor(folder, name string) string { return folder + "/" + people.FoldName(name) }

// line is where a field of the object stands; the line of what it is part of, where it does not stand in the file.
func (o object) line(field string) int {
	for field != "" {
		if n, ok := o.lines[field]; ok {
			return n
		}
		field = field[:max(0, strings.LastIndexAny(field, ".["))]
	}
	return 1
}

// problem is something wrong with a field of the object.
func (o object) problem(field, found, allowed string) Problem {
	return Problem{File: o.file, Line: o.line(field), Field: field, Found: found, Allowed: allowed}
}
