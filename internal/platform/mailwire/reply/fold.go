// Package reply finds what is new in the text of a mail. It never cuts: it names the byte ranges that are
// quotes, signatures and forwarded heads, and the reader may open each. Where it cannot be sure, the text
// stays visible: a leaked quote costs a glance, a hidden sentence costs the customer.
package reply

import (
	"regexp"
	"strings"
)

// Kind says why a range is folded.
type Kind string

// The kinds of folded text.
const (
	Quote     Kind = "quote"     // an earlier mail, with the line that introduces it
	Signature Kind = "signature" // a signature, a device's boast, a closing rule
	Forward   Kind = "forward"   // a forwarded mail, or only its head where nothing else was written
)

// Span is a folded range of a text in bytes, End exclusive. It covers whole lines with their line ends.
type Span struct {
	Start int  `json:"start"`
	End   int  `json:"end"`
	Kind  Kind `json:"kind"`
}

// New gives the visible text: what no span covers, line ends as LF, trimmed. The spans must be sorted and
// must not overlap, as Fold gives them.
func New(text string, spans []Span) string {
	var out strings.Builder
	at := 0
	for _, s := range spans {
		out.WriteString(text[at:s.Start])
		at = s.End
	}
	out.WriteString(text[at:])
	return strings.TrimFunc(strings.ReplaceAll(out.String(), "\r\n", "\n"), blank)
}

// Fold finds what is not new in text. Sent are texts we sent before in this conversation: what repeats
// them in a quote is folded in every language. The spans are sorted, do not overlap, and lie on rune
// boundaries. The time is linear in the length of text and sent.
func Fold(text string, sent []string) []Span {
	f := &folder{text: text, lines: split(text)}
	f.marks = make([]Kind, len(f.lines))
	classify(text, f.lines)
	f.foldOurs(sent)
	f.foldClosing(0, len(f.lines)) // first, so that a signature below a quote does not count as an answer
	f.read()
	f.foldOld()
	f.foldTail()
	f.foldSignatures()
	return f.spans()
}

// folder holds one text while its parts are found.
type folder struct {
	text    string
	lines   []line
	marks   []Kind // per line; "" is visible
	letters string // of all lines, once the signature and our own text are known

	firstWritten, lastWritten, lastQuote int // lines; -1 for none
}

// read takes the letters together. The positions keep the search for heads linear: each head asks them
// what stands before and after it.
func (f *folder) read() {
	f.letters = letters(f.lines)
	f.firstWritten = strings.IndexAny(f.letters, "tc")
	f.lastWritten = strings.LastIndexAny(f.letters, "tc")
	f.lastQuote = strings.LastIndexAny(f.letters, "qpr")
}

func (f *folder) mark(start, end int, k Kind) {
	for i := start; i < end; i++ {
		if f.marks[i] == "" {
			f.marks[i] = k
		}
	}
}

// head is where an old mail begins: its rule, its mark, its fields, or the line that introduces it.
var head = regexp.MustCompile(`(?:d[ed]*)?(?:[of][eof]*h*|h+)|b+`)

// foldOld folds the old mails below their heads.
func (f *folder) foldOld() {
	for at, first := 0, true; at < len(f.letters); first = false {
		m := head.FindStringIndex(f.letters[at:])
		if m == nil {
			return
		}
		start, end := at+m[0], at+m[1]
		if f.letters[end-1] == intro {
			at = f.foldIntroduced(start, end, first)
		} else {
			at = f.foldHeaded(start, end)
		}
	}
}

// foldHeaded folds the mail under a head without quote marks, which runs to the end. Where nothing was
// written above, the old mail is the message, and only the head folds.
func (f *folder) foldHeaded(start, end int) int {
	kind := Quote
	if strings.IndexByte(f.letters[start:end], forwarded) >= 0 {
		kind = Forward
	}
	if f.writtenBefore(start) {
		end = len(f.lines)
	}
	f.mark(start, end, kind)
	return end
}

func (f *folder) writtenBefore(i int) bool { return f.firstWritten >= 0 && f.firstWritten < i }

// answered is one quote with the answer below it.
var answered = regexp.MustCompile(`^(e*[qpr][eqpr]*)[tc][^qpr]*$`)

// foldIntroduced folds the mail under "On …, Dana wrote:" and gives where to go on.
func (f *folder) foldIntroduced(start, end int, first bool) int {
	written, answers, quotes := f.writtenBefore(start), f.lastWritten >= end, f.lastQuote >= end
	switch {
	case written && (!answers || !quotes), !answers && quotes:
		end = len(f.lines)
	case first:
		if m := answered.FindStringSubmatch(f.letters[end:]); m != nil {
			end += len(m[1])
		}
	}
	// Else the author answers between the quotes: they stay as his context, and only the line that
	// introduces them folds.
	f.mark(start, end, Quote)
	return end
}

// foldTail folds the quote at the end. Without any sign of a mail in it or above it, a ">" may be a prompt
// or a pasted log, and stays.
func (f *folder) foldTail() {
	start := strings.LastIndexAny(f.letters, "tcbofh") + 1
	tail := f.letters[start:]
	if !strings.ContainsAny(tail, "qpr") {
		return
	}
	if strings.ContainsAny(tail, "pr") || strings.ContainsAny(f.letters[:start], "br") {
		f.mark(start+strings.IndexAny(tail, "qpr"), len(f.lines), Quote)
	}
}

// spans joins the marked lines; empty lines between two of one kind go with them.
func (f *folder) spans() []Span {
	var out []Span
	for i := 0; i < len(f.lines); i++ {
		k := f.marks[i]
		if k == "" {
			continue
		}
		l := f.lines[i]
		if n := len(out); n > 0 && out[n-1].Kind == k && f.onlyBlank(out[n-1].End, l.start) {
			out[n-1].End = l.end
			continue
		}
		out = append(out, Span{l.start, l.end, k})
	}
	return out
}

func (f *folder) onlyBlank(start, end int) bool {
	return strings.TrimFunc(f.text[start:end], blank) == ""
}
