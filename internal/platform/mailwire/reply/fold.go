// Package reply finds what is new in the text of a mail. It never cuts: it names the byte ranges that are
// quotes, signatures and forwarded heads, and the reader may open each. Where it cannot be sure, the text
// stays visible: a leaked quote costs a glance, a hidden sentence costs the customer.
package reply

import "strings"

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
	return strings.TrimSpace(strings.ReplaceAll(out.String(), "\r\n", "\n"))
}

// Fold finds what is not new in text. Sent are texts we sent before in this conversation: what repeats
// them in a quote is folded in every language. The spans are sorted, do not overlap, and lie on rune
// boundaries. The time is linear in the length of text and sent.
func Fold(text string, sent []string) []Span {
	return nil
}
