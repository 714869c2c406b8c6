package mbox

import (
	"bytes"
	"regexp"
)

var from = []byte("From ")

// separator reports whether a mail begins at the next byte. Bodies of careless writers hold lines that begin
// with "From " too, and some writers leave out the empty line before a mail; so a separator must have a date
// (RFC 4155, Appendix A), and an empty line before it or a header field behind it.
func (r *Reader) separator() bool {
	if start, _ := r.src.Peek(len(from)); !bytes.Equal(start, from) {
		return false
	}
	if r.state == before {
		return true
	}
	ahead, _ := r.src.Peek(separatorLimit)
	line, behind, found := bytes.Cut(ahead, []byte("\n"))
	if !found || !dated.Match(line) {
		return false
	}
	return r.empty || field.Match(behind)
}

// separatorLimit is how far a separator line and the field's name behind it may reach.
const separatorLimit = 2 << 10

// dated is a line that ends in asctime's date, which writers vary: a zone before or behind the year, no
// seconds, "remote from host".
var dated = regexp.MustCompile(`(?i)\b(mon|tue|wed|thu|fri|sat|sun),? .*\d{1,2}:\d\d.*\b(19|20)\d\d\b|` +
	`(?i)\b(mon|tue|wed|thu|fri|sat|sun),? .*\b(19|20)\d\d\b.*\d{1,2}:\d\d`)

// field is the start of a header field (RFC 5322 §2.2).
var field = regexp.MustCompile(`^[!-9;-~]+[ \t]*:`)

// quoted reports a line that a writer gave one more > so that it is no separator (mboxrd).
func quoted(line []byte) bool {
	return len(line) > 0 && line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), from)
}
