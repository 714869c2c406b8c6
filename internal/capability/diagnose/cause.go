package diagnose

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// cause is something that can be wrong, and what shows it.
type cause struct {
	key, title string
	next       string // what to do or ask first
	source     string // where it is written down what the lines mean
	shown      []sign // each must be met: one line alone is a coincidence
	beside     []sign // what makes it surer
}

// sign is a line of a file that speaks for a cause.
type sign struct {
	file  string // the end of its path; empty is any
	line  *regexp.Regexp
	words []string // one of which every such line holds; none: not known
	least int      // how many lines of one file say so
}

func (s sign) in(file string) bool { return s.file == "" || strings.HasSuffix(file, s.file) }

func signOf(file, pattern string) sign { return often(1, file, pattern) }

// often is a sign of what is normal when it happens now and then, as while something is restarted.
func often(least int, file, pattern string) sign {
	return sign{file, regexp.MustCompile(pattern), needed(pattern), least}
}

// met reports whether a line is such a one. Most lines hold none of its words, which is seen a hundred times sooner.
func (s sign) met(text []byte) bool {
	holds := func(word string) bool { return bytes.Contains(text, []byte(word)) }
	return (len(s.words) == 0 || slices.ContainsFunc(s.words, holds)) && s.line.Match(text)
}
