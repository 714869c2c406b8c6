package mailwire

import (
	"bytes"
	"io"
	"strings"
)

// headLine takes a line of a header and notices where the header ends.
func (s *scanner) headLine(l line) {
	switch {
	case len(l.text) == 0:
		s.endHead(l.start, l.end)
	case isFold(l.text):
		if len(bytes.TrimSpace(l.text)) == 0 && !isFieldLine(s.lines.peekLine()) && !isFold(s.lines.peekLine()) {
			s.endHead(l.start, l.end) // a blank line that a relay padded
		}
	case isFieldLine(l.text), isMboxLine(l.text), isForeignField(l.text):
	case s.isSplitField(l.text), s.headGoesOn():
		// A header line that was wrapped without an indent: the header goes on below.
		s.warn.add(WarnMalformedHeader, "A line of the header is not a header field; it was read as part of the line before.")
	default:
		s.warn.add(WarnMalformedHeader, "The header is not followed by an empty line; the text was taken to begin at the first line that is no header field.")
		s.endHead(l.start, l.start)
	}
}

// headGoesOn reports whether one of the next lines is a field that mail really has, before an empty line.
func (s *scanner) headGoesOn() bool {
	for _, next := range s.lines.peekLines(4) {
		if len(next) == 0 {
			return false
		}
		if isKnownField(next) {
			return true
		}
	}
	return false
}

// readHeader reads the header bytes of a part, within the budget for all parts.
func (s *scanner) readHeader(at span) Header {
	size := at.end - at.start
	if size > s.budget {
		size = s.budget
		s.cut = true
		s.warn.add(WarnHeaderTooLarge, "The header is larger than %d bytes; the rest of it is only in the attached message.eml.", s.lim.HeaderBytes)
	}
	s.budget -= size
	buf := make([]byte, size)
	n, err := s.raw.ReadAt(buf, at.start)
	if err != nil && n < len(buf) {
		s.warn.add(WarnReadFailed, "The stored mail could not be read to its end; what was read is shown.")
	}
	return parseHeader(buf[:n], s.lines.delim)
}

func isFold(text []byte) bool { return len(text) > 0 && (text[0] == ' ' || text[0] == '\t') }

// isMboxLine knows the separator of an mbox file, quoted or not, which some exports leave in a mail.
func isMboxLine(text []byte) bool {
	return (bytes.HasPrefix(text, []byte("From ")) || bytes.HasPrefix(text, []byte(">From "))) && !isFieldLine(text)
}

// isFieldLine reports whether a line begins a header field: a name of printable ASCII, then a colon
// (RFC 5322 §2.2). Blanks before the colon are the obsolete form of §4.5.
func isFieldLine(text []byte) bool { return fieldName(text) != "" }

func fieldName(text []byte) string {
	colon := bytes.IndexByte(text, ':')
	if colon <= 0 {
		return ""
	}
	name := bytes.TrimRight(text[:colon], " \t")
	if len(name) == 0 || len(name) > 100 {
		return ""
	}
	for _, c := range name {
		if c <= ' ' || c > '~' {
			return ""
		}
	}
	return string(name)
}

// isForeignField reports whether a line is a field whose name has 8-bit characters: junk, but header.
func isForeignField(text []byte) bool {
	name, _, ok := bytes.Cut(text, []byte(":"))
	return ok && len(name) > 0 && len(name) < 60 && !bytes.ContainsAny(name, " \t/<>\"") && bytes.ContainsFunc(name, func(r rune) bool { return r > '~' })
}

// isSplitField knows a field name whose colon was wrapped onto the next line.
func (s *scanner) isSplitField(text []byte) bool {
	if len(text) > 40 || bytes.ContainsAny(text, " \t") {
		return false
	}
	next := s.lines.peekLine()
	return isFold(next) && bytes.HasPrefix(bytes.TrimLeft(next, " \t"), []byte(":"))
}

// isKnownField reports whether a line begins with a field that mail really has, where a guess is needed
// whether a line is header or prose.
func isKnownField(text []byte) bool {
	name := strings.ToLower(fieldName(text))
	switch name {
	case "from", "to", "cc", "bcc", "subject", "date", "sender", "received", "references", "comments", "keywords",
		"return-path", "delivered-to", "reply-to", "in-reply-to", "message-id", "mime-version", "precedence",
		"dkim-signature", "authentication-results", "importance", "priority", "organization", "user-agent":
		return true
	}
	return strings.HasPrefix(name, "content-") || strings.HasPrefix(name, "x-") || strings.HasPrefix(name, "list-") ||
		strings.HasPrefix(name, "resent-") || strings.HasPrefix(name, "arc-") || strings.HasPrefix(name, "thread-")
}

// headStart is where the header begins, if the mail has one.
type headStart struct {
	offset int64
	found  bool
}

// preambleLines is how far a header is searched when a mail does not start with one.
const preambleLines = 40

// findHeader finds the first header line: after a byte order mark, blank lines, an mbox separator, or
// text that a gateway put on top.
func findHeader(raw io.ReaderAt, size int64, warn *warnings) headStart {
	lines := newLineReader(raw, 0, size)
	first := headStart{offset: 0}
	for n, blank := 0, true; n < preambleLines; n++ {
		l, ok := lines.next()
		if !ok {
			break
		}
		text := l.text
		start := l.start
		if n == 0 {
			text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
			start += int64(len(l.text) - len(text))
			first.offset = start
		}
		switch {
		case blank && (len(bytes.TrimSpace(text)) == 0 || isMboxLine(text)):
			continue
		case blank && isFieldLine(text):
			return headStart{start, true}
		case blank && isFold(text) && isKnownField(bytes.TrimLeft(text, " \t")): // the first line is indented
			return headStart{start + int64(len(text)-len(bytes.TrimLeft(text, " \t"))), true}
		case !blank && isKnownField(text) && isHeadContext(lines.peekLine()):
			warn.add(WarnTextBeforeHead, "There is text before the header; it was passed over.")
			return headStart{start, true}
		}
		blank = false
	}
	if size > 0 {
		warn.add(WarnNoHeader, "The mail has no header; all of it was read as text.")
	}
	return first
}

// isHeadContext reports whether a line may follow a header field.
func isHeadContext(text []byte) bool { return len(text) == 0 || isFold(text) || isFieldLine(text) }
