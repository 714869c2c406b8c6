package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// Range is a stretch of a text, in bytes: text[Start:End].
type Range struct {
	Start, End int
}

// Highlight finds where the terms stand in text as its author wrote it. The ranges are in order and apart
// from one another.
func Highlight(text string, terms []Term) []Range {
	if len(terms) == 0 {
		return nil
	}
	m := traced(text)
	var found []Range
	for _, t := range terms {
		for at := 0; t.Text != ""; {
			n := strings.Index(m.text[at:], t.Text)
			if n < 0 {
				break
			}
			found = append(found, m.origin(at+n, at+n+len(t.Text)))
			at += n + len(t.Text)
		}
	}
	return join(found)
}

// trace is a normalised text that remembers where it came from.
type trace struct {
	text  string
	at    []int // where each part begins in text
	parts []piece
}

func traced(s string) trace {
	var m trace
	var b strings.Builder
	for p := range words(s) {
		m.at = append(m.at, b.Len())
		m.parts = append(m.parts, p)
		b.WriteString(p.text)
	}
	m.text = b.String()
	return m
}

// origin is the range of the author's text that text[start:end] came from.
func (m trace) origin(start, end int) Range {
	part := func(i int) piece { return m.parts[sort.SearchInts(m.at, i+1)-1] }
	return Range{part(start).start, part(end - 1).end}
}

func join(ranges []Range) []Range {
	slices.SortFunc(ranges, func(a, b Range) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	var out []Range
	for _, r := range ranges {
		if last := len(out) - 1; last >= 0 && r.Start <= out[last].End {
			out[last].End = max(out[last].End, r.End)
			continue
		}
		out = append(out, r)
	}
	return out
}
