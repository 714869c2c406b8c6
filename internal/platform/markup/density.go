package markup

import "strings"

// Emphasis, link destinations and link definitions are matched in quadratic time and nested blocks cost their
// depth per line, so a hostile text of 200 kB would keep a core busy for minutes. What people write past these
// limits is pasted logs, which PlainText shows well.
const (
	maxMarkdown   = 64 << 10 // bytes
	maxDelimiters = 500      // possible ends of emphasis in one paragraph
	maxNesting    = 100      // quote and list marks that begin one line
)

// tooDense reports whether src is better shown as plain text than parsed as Markdown.
func tooDense(src string) bool {
	if len(src) > maxMarkdown {
		return true
	}
	marks := 0
	for line := range strings.Lines(src) {
		if strings.TrimLeft(line, " \t>\r\n") == "" {
			marks = 0 // a paragraph ends
		}
		if marks += delimiters(line); marks > maxDelimiters || nesting(line) > maxNesting {
			return true
		}
	}
	return false
}

// delimiters counts the runs of "*", "_" and "~" that may open or close emphasis. An underscore between
// letters, as in snake_case, may not.
func delimiters(line string) int {
	n := 0
	for i := 0; i < len(line); i++ {
		c := line[i]
		if c != '*' && c != '_' && c != '~' {
			continue
		}
		from := i
		for i+1 < len(line) && line[i+1] == c {
			i++
		}
		if c != '_' || from == 0 || i+1 == len(line) || !wordByte(line[from-1]) || !wordByte(line[i+1]) {
			n++
		}
	}
	return n
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80
}

// nesting counts the marks of quotes and lists at the start of a line.
func nesting(line string) int {
	n := 0
	for _, c := range []byte(line) {
		switch {
		case strings.IndexByte(">-+*", c) >= 0:
			n++
		case strings.IndexByte(" \t.)", c) < 0 && (c < '0' || c > '9'):
			return n
		}
	}
	// Nothing but marks: a rule, unless it is a quote.
	if strings.Contains(line, ">") || strings.Contains(line, " ") {
		return n
	}
	return 0
}
