package mailwire

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleanText makes body text of decoded bytes: valid UTF-8, \n line ends, and neither a byte order mark at
// its start nor NUL, which PostgreSQL cannot hold.
func cleanText(b []byte) string {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	s := string(b)
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.NewReplacer("\r\r\n", "\n", "\r\n", "\n", "\r", "\n").Replace(s)
	}
	return s
}

// cleanLine makes one line of decoded header text: valid UTF-8 without control characters, so that a
// decoded name cannot end a header (RFC 5322 §2.2).
func cleanLine(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.IndexFunc(s, isUnwanted) < 0 {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\n', r == '\t':
			return ' '
		case isUnwanted(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// isUnwanted names the control characters and the byte order mark.
func isUnwanted(r rune) bool { return unicode.IsControl(r) || r == '\ufeff' }

// dropDirections removes the marks that turn the reading direction of what follows (Unicode UAX #9), with
// which a display name can dress up as another address.
func dropDirections(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, s)
}
