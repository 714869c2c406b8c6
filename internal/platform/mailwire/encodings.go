package mailwire

import (
	"bytes"
	"encoding/base64"
)

// quotedLines decodes quoted-printable (RFC 2045 §6.7). An `=` without two digits stays as it is.
type quotedLines struct {
	kept []byte // an escape that the end of a piece cut in two
}

func (q *quotedLines) line(out, piece []byte) []byte {
	if len(q.kept) > 0 {
		piece = append(q.kept, piece...)
		q.kept = nil
	}
	text := bytes.TrimRight(piece, "\r\n")
	eol := piece[len(text):]
	if len(eol) == 0 {
		if i := bytes.LastIndexByte(text, '='); i >= 0 && i >= len(text)-2 {
			q.kept = bytes.Clone(text[i:])
			text = text[:i]
		}
		return appendQuoted(out, text)
	}
	text = bytes.TrimRight(text, " \t") // blanks that a relay added (rule 3)
	if soft, ok := bytes.CutSuffix(text, []byte("=")); ok {
		return appendQuoted(out, soft)
	}
	return append(appendQuoted(out, text), eol...)
}

func (q *quotedLines) end(out []byte) []byte {
	if len(q.kept) > 1 { // one `=` alone is a soft line break before the end
		out = append(out, q.kept...)
	}
	return out
}

// appendQuoted decodes text without line ends.
func appendQuoted(out, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '=')
		if i < 0 {
			return append(out, text...)
		}
		out = append(out, text[:i]...)
		if i+2 < len(text) && unhex(text[i+1]) >= 0 && unhex(text[i+2]) >= 0 {
			out = append(out, byte(unhex(text[i+1])<<4|unhex(text[i+2])))
			text = text[i+3:]
			continue
		}
		out = append(out, '=')
		text = text[i+1:]
	}
}

// base64Lines decodes base64 (RFC 2045 §6.8): characters outside the alphabet are passed over, and lines
// that are plainly something else, such as the footer that a mailing list hangs on, are dropped.
type base64Lines struct {
	quad  [4]byte
	n     int  // characters in quad
	ended bool // padding was seen
}

func (b *base64Lines) line(out, piece []byte) []byte {
	text := bytes.TrimSpace(piece)
	if len(text) == 0 {
		return out
	}
	if b.n == 0 && len(text)%4 == 0 && (!b.ended || isBase64Line(text)) {
		was := len(out)
		if grown, err := base64.StdEncoding.AppendDecode(out, text); err == nil {
			b.ended = b.ended || text[len(text)-1] == '='
			return grown
		}
		out = out[:was]
	}
	if b.ended || (b.n == 0 && isProse(text)) {
		return out
	}
	for _, c := range text {
		switch {
		case isBase64(c):
			b.quad[b.n] = c
			if b.n++; b.n == 4 {
				out = b.end(out)
			}
		case c == '=' && b.n >= 2:
			out = b.end(out)
			b.ended = true
		}
	}
	return out
}

// end decodes what is left of a quad; a single character holds no byte.
func (b *base64Lines) end(out []byte) []byte {
	if b.n >= 2 {
		// The alphabet was checked, so the only thing left to err on is stray bits, which RawStdEncoding lets pass.
		out, _ = base64.RawStdEncoding.AppendDecode(out, b.quad[:b.n])
	}
	b.n = 0
	return out
}

func isBase64Line(text []byte) bool {
	for _, c := range bytes.TrimRight(text, "=") {
		if !isBase64(c) {
			return false
		}
	}
	return true
}

// isProse reports whether one character in ten or more is outside the alphabet: a sentence, not base64.
func isProse(text []byte) bool {
	odd := 0
	for _, c := range text {
		if !isBase64(c) && c != '=' {
			odd++
		}
	}
	return odd*10 >= len(text)
}

// uuLines decodes uuencode (POSIX uuencode), from its begin line to its end line.
type uuLines struct{ began, ended bool }

func (u *uuLines) line(out, piece []byte) []byte {
	text := bytes.TrimRight(piece, "\r\n")
	switch {
	case u.ended, len(text) == 0:
		return out
	case !u.began:
		u.began = bytes.HasPrefix(text, []byte("begin "))
		return out
	case string(text) == "end":
		u.ended = true
		return out
	}
	return appendUU(out, text)
}

func (u *uuLines) end(out []byte) []byte { return out }

// appendUU decodes one line, whose first character gives the number of bytes.
func appendUU(out, text []byte) []byte {
	count := int((text[0] - ' ') & 63)
	text = text[1:]
	six := func(i int) byte {
		if i < len(text) {
			return (text[i] - ' ') & 63
		}
		return 0 // blanks at the end of the line got lost
	}
	for i := 0; count > 0; i += 4 {
		a, b, c, d := six(i), six(i+1), six(i+2), six(i+3)
		three := []byte{a<<2 | b>>4, b<<4 | c>>2, c<<6 | d}
		out = append(out, three[:min(3, count)]...)
		count -= 3
	}
	return out
}
