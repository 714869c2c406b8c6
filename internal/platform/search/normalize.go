// Package search is the desk's query language: words, "exact phrases", -negation, OR, parentheses and
// operators such as status:open. It reads queries into a tree, writes the tree back, compiles it to
// conditions whose columns the caller supplies, and shows where a text matches. It does no I/O and knows
// nothing of tickets.
package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalize gives the form in which texts are kept for searching and queries are compared with them, so
// that a plain substring test finds what a reader calls the same: compatibility forms joined (NFKC), case
// folded (ß is ss), accents dropped (é is e, but が is not か), every run of white space one space and none
// at the ends, invisible format characters such as soft hyphens gone. It is idempotent, and its result is
// valid UTF-8 without control characters, which PostgreSQL demands of a TEXT.
func Normalize(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for p := range words(s) {
		b.WriteString(p.text)
	}
	return b.String()
}

// words gives the pieces of s with one space for each run of them, and none at the ends.
func words(s string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		var space piece
		began := false
		for p := range pieces(s) {
			switch {
			case p.text == " " && space.text == "":
				space = p
				continue
			case p.text == " ":
				space.end = p.end
				continue
			case began && space.text != "" && !yield(space):
				return
			}
			began, space = true, piece{}
			if !yield(p) {
				return
			}
		}
	}
}

// piece is the normal form of s[start:end]; a blank stretch is " ", an invisible one is left out.
type piece struct {
	text       string
	start, end int
}

// pieces cuts s where normalisation cannot reach across (Unicode UAX #15 §9.1), so that the parts may be
// normalised one by one and every part of the result is known to come from a range of s.
func pieces(s string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for start := 0; start < len(s); {
			end := start + boundary(s[start:])
			if !eachWord(normalizePart(s[start:end]), start, end, yield) {
				return
			}
			start = end
		}
	}
}

// eachWord splits what one part became: compatibility forms such as U+FDFA hold spaces of their own.
func eachWord(text string, start, end int, yield func(piece) bool) bool {
	for text != "" {
		n := strings.IndexByte(text, ' ')
		switch {
		case n < 0:
			n = len(text)
		case n == 0:
			n = 1
		}
		if !yield(piece{text[:n], start, end}) {
			return false
		}
		text = text[n:]
	}
	return true
}

func boundary(s string) int {
	if len(s) > 1 && s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf {
		return 1
	}
	if n := norm.NFKC.NextBoundaryInString(s, true); n > 0 {
		return n
	}
	return len(s)
}

func normalizePart(part string) string {
	if len(part) == 1 && part[0] < utf8.RuneSelf {
		return ascii(part)
	}
	if r, n := utf8.DecodeRuneInString(part); n == len(part) && settled(r) {
		return part
	}
	part = strings.Map(simplify, norm.NFKD.String(strings.ToValidUTF8(part, "\uFFFD")))
	return norm.NFKC.String(strings.ReplaceAll(part, "ß", "ss"))
}

func ascii(part string) string {
	switch c := part[0]; {
	case c <= ' ' || c == 0x7F:
		return " "
	case 'A' <= c && c <= 'Z':
		return lower[c-'A' : c-'A'+1]
	}
	return part
}

const lower = "abcdefghijklmnopqrstuvwxyz"

// settled reports that a rune standing alone is its own normal form, to spare the common scripts without
// case the long way.
func settled(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || // Han
		0x3041 <= r && r <= 0x3096 || 0x30A1 <= r && r <= 0x30FA || // kana
		0xAC00 <= r && r <= 0xD7A3 // Hangul
}

// simplify works on decomposed text: the combining diacritical marks U+0300–036F are the accents of
// European scripts; the marks of other scripts tell words apart and stay.
func simplify(r rune) rune {
	switch {
	case 0x300 <= r && r <= 0x36F, unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return -1
	case unicode.IsSpace(r), unicode.IsControl(r):
		return ' '
	}
	return unicode.ToLower(unicode.ToUpper(r)) // both, because ς and ſ are lower-case letters already
}
