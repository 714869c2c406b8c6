package machine

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Blocks finds what is shown in monospace: the Runs, and blocks that people set apart by an indent of four
// columns, as they do with a command or the output of one. Indented prose stays prose.
func Blocks(lines []string) []Run {
	all := append(Runs(lines), indented(lines)...)
	slices.SortFunc(all, func(a, b Run) int { return cmp.Compare(a.Start, b.Start) })
	joined := all[:0]
	for _, r := range all {
		if last := len(joined) - 1; last >= 0 && r.Start < joined[last].End {
			joined[last].End = max(joined[last].End, r.End)
			continue
		}
		joined = append(joined, r)
	}
	return joined
}

// indented finds indented blocks. One begins the text or follows an empty line or a colon, for otherwise it
// goes on with a list item; empty lines inside belong to it (CommonMark §4.4).
func indented(lines []string) []Run {
	var runs []Run
	for i := 0; i < len(lines); {
		if !deep(lines[i]) || !apart(lines, i) {
			i++
			continue
		}
		end := i + 1
		for j := end; j < len(lines) && (deep(lines[j]) || empty(lines[j])); j++ {
			if deep(lines[j]) {
				end = j + 1
			}
		}
		if !slices.ContainsFunc(lines[i:end], sentence) {
			runs = append(runs, Run{i, end})
		}
		i = end
	}
	return runs
}

func empty(line string) bool { return strings.TrimSpace(line) == "" }

// deep reports whether a line is set in by four columns or a tab.
func deep(line string) bool {
	return (strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t")) && !empty(line)
}

// apart reports whether line i stands apart from the prose before it. A block below a list item is its second
// paragraph.
func apart(lines []string, i int) bool {
	if i == 0 {
		return true
	}
	before := strings.TrimSpace(lines[i-1])
	if strings.HasSuffix(before, ":") {
		return true
	}
	if before != "" {
		return false
	}
	for j := i - 1; j >= 0; j-- {
		if !empty(lines[j]) {
			return !item.MatchString(lines[j])
		}
	}
	return true
}

var (
	item = regexp.MustCompile(`^ {0,3}(?:[-*+•]|\d{1,3}[.)]) `)
	// Eight words without a sign that only machines put between them.
	prose = regexp.MustCompile(`^(?:["'(]?\p{L}[\p{L}\p{M}'’-]*["')]?[,.;:!?]?\s+){8}`)
)

// sentence reports whether an indented line is one of prose.
func sentence(line string) bool {
	return prose.MatchString(strings.TrimSpace(line) + " ")
}
