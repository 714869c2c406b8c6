package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Problem is one thing that keeps files from being applied.
type Problem struct {
	File    string `json:"file"` // inside the folder, with slashes
	Line    int    `json:"line"` // from 1; 0 where it is about the whole file
	Field   string `json:"field,omitempty"`
	Found   string `json:"found"`             // what stands there, or what is wrong with it, in a sentence
	Allowed string `json:"allowed,omitempty"` // what may stand there
}

// String is the problem as editors and terminals link it: file:line: field: found; allowed.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(p.Found)
	if p.Allowed != "" {
		b.WriteString("; allowed: " + p.Allowed)
	}
	return b.String()
}

// Problems are all that is wrong with a folder, by file and line. As an error it is fault.Invalid.
type Problems []Problem

// Error lists them, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// fault gives the problems as the error that doors understand; nil when there are none.
func (ps Problems) fault() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	ps = slices.Compact(ps)
	count := "1 problem"
	if len(ps) > 1 {
		count = fmt.Sprint(len(ps), " problems")
	}
	return &fault.Error{Kind: fault.Invalid, Public: count + ", so nothing was applied:\n" + ps.Error(), Err: ps}
}
