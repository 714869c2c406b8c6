package placeholder

import (
	"regexp"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// piece is one {{ … }} or {% … %} of a text.
type piece struct {
	tag  string // its first word; empty for {{ }}
	args string
}

var (
	markup = regexp.MustCompile(`(?s)\{\{-?(.*?)-?\}\}|\{%-?\s*(\w*)(.*?)-?%\}`)
	quoted = regexp.MustCompile(`(?s)"[^"]*"|'[^']*'`)
	filter = regexp.MustCompile(`\|\s*(\w*)`)
	name   = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_\-]*(\.[A-Za-z_][A-Za-z0-9_\-]*)*`)
)

// mostFilters is how many a placeholder may have: each may make its value longer.
const mostFilters = 8

// scan finds the pieces and refuses those that a text may not use.
func scan(field, source string) ([]piece, error) {
	var pieces []piece
	loops := 0
	for _, m := range markup.FindAllStringSubmatch(source, -1) {
		p := piece{m[2], m[1] + m[3]}
		if err := p.check(field, m[0]); err != nil {
			return nil, err
		}
		switch p.tag {
		case "for":
			loops++
		case "endfor":
			loops--
		}
		if loops > 1 {
			return nil, fault.Field(field, "%s: a for inside another is not possible", short(m[0]))
		}
		pieces = append(pieces, p)
	}
	return pieces, nil
}

func (p piece) check(field, whole string) error {
	args := quoted.ReplaceAllString(p.args, "''")
	used := filter.FindAllStringSubmatch(args, -1)
	switch {
	case strings.HasPrefix(whole, "{%") && !tags[p.tag]:
		return fault.Field(field, "%s is no tag that can be used here. Use if, unless, case, for, comment or raw", short(whole))
	case strings.Contains(args, ".."):
		return fault.Field(field, "%s: a range cannot be used here", short(whole))
	case len(used) > mostFilters:
		return fault.Field(field, "%s has %d filters; up to %d are possible", short(whole), len(used), mostFilters)
	}
	for _, f := range used {
		if !filters[f[1]] {
			return fault.Field(field, "%s: there is no filter “%s” here", short(whole), short(f[1]))
		}
	}
	return nil
}

// words are no values, though they look like names.
var words = []string{"and", "or", "in", "contains", "true", "false", "nil", "null", "empty", "blank", "reversed", "limit", "offset", "forloop"}

// names lists the values that pieces ask for.
func names(pieces []piece) []string {
	var all, own []string
	raw := false
	for _, p := range pieces {
		switch p.tag {
		case "raw", "comment":
			raw = true
		case "endraw", "endcomment":
			raw = false
		}
		if raw {
			continue
		}
		args := filter.ReplaceAllString(quoted.ReplaceAllString(p.args, ""), " ")
		found := name.FindAllString(args, -1)
		if p.tag == "for" && len(found) > 0 {
			own, found = append(own, found[0]), found[1:]
		}
		for _, n := range found {
			root, _, _ := strings.Cut(n, ".")
			if !slices.Contains(words, root) && !slices.Contains(own, root) && !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
