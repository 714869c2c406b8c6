package markup

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Text turns HTML into plain text for search and for reading a mail that has no text part: paragraphs and
// lists keep their lines, table cells are parted by tabs, <pre> keeps every byte, quotes get "> ", links keep
// their target in brackets. Hostile depth is flattened; nothing fails.
func Text(src string) string {
	doc, _, err := parseMail(src)
	if err != nil {
		return strings.TrimSpace(anyTag.ReplaceAllString(src, " "))
	}
	return textOf(doc)
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

func textOf(n *html.Node) string {
	var w textWriter
	w.node(n)
	return strings.TrimSpace(w.out.String())
}

// textWriter writes text and knows how much space is owed before the next word.
type textWriter struct {
	out     strings.Builder
	prefix  string // "> " per quote, spaces per list
	above   string // the prefix of the line above
	breaks  int    // line ends owed before the next word
	space   bool   // a blank owed before the next word
	begun   bool   // the current line has words
	pre     int    // open <pre> elements
	cells   int    // open table cells
	ordinal []int  // counters of open lists; -1 for bullets
}

var blockElements = map[string]int{
	"address": 1, "article": 1, "aside": 1, "blockquote": 2, "caption": 1, "center": 1, "dd": 1, "div": 1,
	"dl": 1, "dt": 1, "figure": 1, "footer": 1, "form": 1, "h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2,
	"h6": 2, "header": 1, "hr": 1, "li": 1, "main": 1, "ol": 1, "p": 2, "pre": 2, "section": 1,
	"summary": 1, "table": 1, "tr": 1, "ul": 1, "details": 1,
}

func (w *textWriter) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
	case html.DocumentNode:
		w.children(n)
	case html.ElementNode:
		if n.Namespace == "" && (!voidContent[n.Data] || n.Data == "select") {
			w.element(n)
		}
	}
}

func (w *textWriter) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

func (w *textWriter) element(n *html.Node) {
	gap := blockElements[n.Data]
	w.breakLine(gap)
	switch n.Data {
	case "br":
		w.newline()
	case "hr":
		w.word("---")
	case "img":
		w.text(attrOf(n.Attr, "alt"))
	case "td", "th":
		w.cell(n)
	case "pre":
		w.pre++
		w.children(n)
		w.pre--
	case "blockquote":
		w.indented("> ", n)
	case "ul", "ol":
		w.list(n)
	case "li":
		w.item(n)
	case "a":
		w.link(n)
	default:
		w.children(n)
	}
	w.breakLine(gap)
}

func (w *textWriter) cell(n *html.Node) {
	if w.begun && w.breaks == 0 {
		w.out.WriteByte('\t')
		w.space = false
	}
	w.cells++
	w.children(n)
	w.cells--
	w.breaks = 0 // the paragraphs of a cell stay on the line of its row
}

func (w *textWriter) list(n *html.Node) {
	counter := -1
	if n.Data == "ol" {
		counter = 0
	}
	w.ordinal = append(w.ordinal, counter)
	w.children(n)
	w.ordinal = w.ordinal[:len(w.ordinal)-1]
}

func (w *textWriter) item(n *html.Node) {
	mark := "- "
	if last := len(w.ordinal) - 1; last >= 0 && w.ordinal[last] >= 0 {
		w.ordinal[last]++
		mark = fmt.Sprintf("%d. ", w.ordinal[last])
	}
	w.word(strings.TrimRight(mark, " "))
	w.out.WriteByte(' ')
	w.space = false
	w.indented(strings.Repeat(" ", len(mark)), n)
}

func (w *textWriter) indented(by string, n *html.Node) {
	outer := w.prefix
	w.prefix += by
	w.children(n)
	w.breakLine(1)
	w.prefix = outer
}

func (w *textWriter) link(n *html.Node) {
	from := w.out.Len()
	w.children(n)
	href := strings.TrimSpace(attrOf(n.Attr, "href"))
	label := w.out.String()[from:]
	if !isRemote(href) || strings.Contains(label, strings.TrimSuffix(href, "/")) {
		return
	}
	w.space = w.begun
	w.word("<" + href + ">")
}

func (w *textWriter) text(s string) {
	if w.pre > 0 {
		for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			if i > 0 {
				w.newline()
			}
			if line != "" {
				w.word(line)
			}
		}
		return
	}
	for i, word := range strings.Fields(s) {
		if i > 0 || startsBlank(s) {
			w.space = true
		}
		w.word(word)
	}
	if s != "" && endsBlank(s) {
		w.space = true
	}
}

func startsBlank(s string) bool { return strings.TrimLeft(s[:1], " \t\r\n\f") == "" }
func endsBlank(s string) bool   { return strings.TrimLeft(s[len(s)-1:], " \t\r\n\f") == "" }

// word writes s after the line ends and the blank that are owed.
func (w *textWriter) word(s string) {
	if w.out.Len() > 0 && w.breaks > 0 {
		// An empty line between two quoted ones is quoted; at the edge of a quote it is not.
		gap := strings.TrimRight(common(w.above, w.prefix), " ")
		w.out.WriteString(strings.Repeat("\n"+gap, w.breaks-1) + "\n")
		w.begun = false
	}
	w.breaks = 0
	if !w.begun {
		w.out.WriteString(w.prefix)
		w.begun, w.space, w.above = true, false, w.prefix
	}
	if w.space && w.pre == 0 {
		w.out.WriteByte(' ')
	}
	w.space = false
	w.out.WriteString(s)
}

func common(a, b string) string {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return a[:n]
}

// breakLine owes n line ends, counted from the last word.
func (w *textWriter) breakLine(n int) {
	if w.cells > 0 {
		n = min(n, 1)
	}
	if n > 0 && w.out.Len() > 0 {
		w.breaks = max(w.breaks, n)
		w.space = false
	}
}

// newline owes one more line end: <br>, or a line of <pre>.
func (w *textWriter) newline() {
	w.breaks++
	w.space = false
}
