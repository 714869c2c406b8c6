package markup

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/markup/machine"
)

// Fold is a range of a text that is shown folded.
type Fold struct {
	Start, End int    // bytes of the text, End exclusive
	Label      string // what it is, for example "quoted"; the summary reads "38 quoted lines"
}

// PlainText renders a plain-text body: escaped, with links, folds as <details>, and log lines, stack traces, fenced
// code and indented blocks in monospace. Folds may come in any order; those that overlap an earlier one or lie
// outside text are ignored. Nothing of the text is left out.
func PlainText(text string, spans []Fold) string {
	spans = slices.Clone(spans)
	slices.SortStableFunc(spans, func(a, b Fold) int { return a.Start - b.Start })
	var out strings.Builder
	at := 0
	for _, f := range spans {
		if f.Start < at || f.End <= f.Start || f.End > len(text) {
			continue
		}
		writeParts(&out, text[at:f.Start])
		fmt.Fprintf(&out, `<details class="quoted"><summary>%s</summary>`, f.summary(text))
		writeParts(&out, text[f.Start:f.End])
		out.WriteString("</details>\n")
		at = f.End
	}
	writeParts(&out, text[at:])
	return out.String()
}

func (f Fold) summary(text string) string {
	part := strings.Trim(text[f.Start:f.End], "\r\n")
	lines, noun := strings.Count(part, "\n")+1, "lines"
	if lines == 1 {
		noun = "line"
	}
	if f.Label != "" {
		noun = escape(f.Label) + " " + noun
	}
	return fmt.Sprintf("%d %s", lines, noun)
}

// writeParts splits text into prose and machine text and draws both.
func writeParts(out *strings.Builder, text string) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	at := 0
	for _, run := range machine.Blocks(lines) {
		writeProse(out, lines[at:run.Start])
		writeLog(out, lines[run.Start:run.End])
		at = run.End
	}
	writeProse(out, lines[at:])
}

func writeLog(out *strings.Builder, lines []string) {
	folds := len(lines) > foldLines
	if folds {
		fmt.Fprintf(out, `<details class="fold"><summary>%d lines</summary>`, len(lines))
	}
	out.WriteString(`<pre class="log">` + "\n" + escape(strings.Join(dedent(lines), "\n")) + "</pre>")
	if folds {
		out.WriteString("</details>")
	}
	out.WriteString("\n")
}

// dedent takes off the indent that all lines share, by which their author set them apart.
func dedent(lines []string) []string {
	shared := -1
	for _, l := range lines {
		if n := len(l) - len(strings.TrimLeft(l, " \t")); n < len(l) && (shared < 0 || n < shared) {
			shared = n
		}
	}
	if shared <= 0 || !sameStart(lines, shared) {
		return lines
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l[min(shared, len(l)):]
	}
	return out
}

// sameStart reports whether all lines begin with the same n bytes; tabs and spaces may not be mixed.
func sameStart(lines []string, n int) bool {
	start := ""
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if start == "" {
			start = l[:n]
		}
		if l[:n] != start {
			return false
		}
	}
	return true
}

// writeProse draws paragraphs: an empty line parts them, a single line end breaks the line.
func writeProse(out *strings.Builder, lines []string) {
	for _, par := range paragraphs(lines) {
		out.WriteString("<p>")
		for i, line := range par {
			if i > 0 {
				out.WriteString("<br>\n")
			}
			writeLinked(out, line)
		}
		out.WriteString("</p>\n")
	}
}

func paragraphs(lines []string) [][]string {
	var all [][]string
	var par []string
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			par = append(par, line)
			continue
		}
		if len(par) > 0 {
			all, par = append(all, par), nil
		}
	}
	if len(par) > 0 {
		all = append(all, par)
	}
	return all
}

var webAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"]{3,1000}|\bmailto:[^\s<>"]{3,300}`)

func writeLinked(out *strings.Builder, line string) {
	at := 0
	for _, m := range webAddress.FindAllStringIndex(line, -1) {
		addr := trimAddress(line[m[0]:m[1]])
		if _, err := url.Parse(addr); err != nil {
			continue
		}
		out.WriteString(escapeProse(line[at:m[0]]))
		fmt.Fprintf(out, `<a href="%s" rel="noopener noreferrer nofollow" target="_blank">%s</a>`, escape(addr), escape(addr))
		at = m[0] + len(addr)
	}
	out.WriteString(escapeProse(line[at:]))
}

// trimAddress gives back the punctuation of the sentence, and a bracket that opened before the address.
func trimAddress(addr string) string {
	for {
		cut := strings.TrimRight(addr, ".,;:!?'*_")
		for _, pair := range []string{"()", "[]", "{}"} {
			if strings.HasSuffix(cut, pair[1:]) && strings.Count(cut, pair[1:]) > strings.Count(cut, pair[:1]) {
				cut = cut[:len(cut)-1]
			}
		}
		if cut == addr {
			return addr
		}
		addr = cut
	}
}

// escapeProse keeps the indents and columns people type, which HTML would collapse: of a run of blanks all
// but the last become no-break spaces.
func escapeProse(s string) string {
	s = escape(strings.ReplaceAll(s, "\t", "    "))
	if !strings.Contains(s, "  ") {
		return s
	}
	out := []rune(s)
	for i := range len(out) - 1 {
		if out[i] == ' ' && out[i+1] == ' ' {
			out[i] = '\u00a0'
		}
	}
	return string(out)
}
