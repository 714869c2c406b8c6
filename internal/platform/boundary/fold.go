package boundary

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// view is a text as identifiers are looked for in it: in small letters, without accents, without what cannot be seen,
// and with what was written around decoded. It knows where each of its bytes comes from.
type view struct {
	source string
	text   string
	from   []int32 // for each byte of text, and its end, the byte of source; nil where they are the same
	decode func(string) (rune, int)
	breaks []bool // bytes of text before which a line break was taken out; nil: none
}

// span gives the bytes of the source that text[i:j] comes from.
func (v *view) span(i, j int) (start, end int) {
	if v.from == nil {
		return i, j
	}
	start = int(v.from[i])
	if j <= i {
		return start, start
	}
	last := int(v.from[j-1]) // what was taken out after it is no part of it
	_, size := v.decode(v.source[last:])
	return start, last + size
}

func (v *view) finding(i, j int, k Kind) Finding {
	start, end := v.span(i, j)
	return Finding{Start: start, End: end, Kind: k}
}

// fold makes the view of a text. Most lines of a log are ASCII with nothing hidden, and stay as they are.
func fold(text string) *view {
	if plain(text) {
		return &view{source: text, text: strings.ToLower(text)}
	}
	return foldWith(text, decode)
}

// unescaped makes the view of a text as a reader of JSON has it; nil where that is no other. A path of Windows looks as if
// it were escaped, so this view stands beside the other.
func unescaped(text string) *view {
	for _, escape := range []string{`\n`, `\t`, `\r`, `\u`, `\/`, `\"`} {
		if strings.Contains(text, escape) {
			return foldWith(text, decodeJSON)
		}
	}
	return nil
}

func foldWith(text string, decode func(string) (rune, int)) *view {
	v := &view{source: text, decode: decode, from: make([]int32, 0, len(text)+1)}
	var out strings.Builder
	out.Grow(len(text))
	for i := 0; i < len(text); {
		r, size := decode(text[i:])
		written := out.Len()
		write(&out, r)
		for range out.Len() - written {
			v.from = append(v.from, int32(i))
		}
		i += size
	}
	v.text, v.from = out.String(), append(v.from, int32(len(text)))
	return v
}

// plain reports whether nothing in text is encoded or outside ASCII.
func plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf, c == '%', c == '&':
			return false
		case (c == '[' || c == '(') && i+2 < len(text) && text[i+1] == '.':
			return false
		case c == '=' && i+1 < len(text) && (text[i+1] == '\n' || text[i+1] == '\r'):
			return false
		}
	}
	return true
}

// gone is a rune that leaves nothing behind.
const gone = rune(-1)

// decode reads what text begins with: a rune, or what stands for one in an address (RFC 3986 §2.1), in HTML, at the end
// of a quoted-printable line (RFC 2045 §6.7), or in an address that was written so that nobody clicks it.
func decode(text string) (r rune, size int) {
	switch text[0] {
	case '%':
		if b, n := percent(text); n > 0 {
			r, _ := utf8.DecodeRune(b)
			return r, n
		}
	case '&':
		if r, n := entity(text); n > 0 {
			return r, n
		}
	case '[', '(':
		if len(text) > 2 && text[1] == '.' && (text[2] == ']' || text[2] == ')') {
			return '.', 3
		}
	case '=':
		for _, soft := range []string{"=\r\n", "=\n"} {
			if strings.HasPrefix(text, soft) {
				return gone, len(soft)
			}
		}
	}
	return utf8.DecodeRuneInString(text)
}

// decodeJSON reads an escape of JSON (RFC 8259 §7), or what decode reads.
func decodeJSON(text string) (r rune, size int) {
	if text[0] != '\\' || len(text) < 2 {
		return decode(text)
	}
	switch text[1] {
	case 'n', 't', 'r', 'b', 'f':
		return ' ', 2
	case '"', '/', '\\':
		return rune(text[1]), 2
	case 'u':
		if n, err := strconv.ParseUint(text[2:min(len(text), 6)], 16, 16); err == nil && len(text) >= 6 {
			return rune(n), 6
		}
	}
	return decode(text)
}

// percent reads the bytes of one encoded rune. What is encoded twice is read to its end.
func percent(text string) (b []byte, size int) {
	for len(b) < utf8.UTFMax {
		c, n := octet(text[size:])
		if n == 0 {
			break
		}
		b, size = append(b, c), size+n
		if utf8.FullRune(b) {
			break
		}
	}
	if len(b) == 0 || !utf8.Valid(b) {
		return nil, 0
	}
	return b, size
}

// octet reads one %XX, and %25XX as the same.
func octet(text string) (c byte, size int) {
	if len(text) < 3 || text[0] != '%' {
		return 0, 0
	}
	hi, lo := unhex(text[1]), unhex(text[2])
	if hi < 0 || lo < 0 {
		return 0, 0
	}
	c, size = byte(hi<<4|lo), 3
	for c == '%' && len(text) >= size+2 && unhex(text[size]) >= 0 && unhex(text[size+1]) >= 0 {
		c, size = byte(unhex(text[size])<<4|unhex(text[size+1])), size+2
	}
	return c, size
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// entity reads a numbered character of HTML, and the few named ones that occur in addresses.
func entity(text string) (r rune, size int) {
	end := strings.IndexByte(text[:min(len(text), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	name := text[1:end]
	if r, ok := map[string]rune{"period": '.', "commat": '@', "colon": ':', "sol": '/', "hyphen": '-', "dash": '-', "shy": gone, "nbsp": ' '}[name]; ok {
		return r, end + 1
	}
	if name[0] != '#' || len(name) < 2 {
		return 0, 0
	}
	digits, base := name[1:], rune(10)
	if digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	for i := range len(digits) {
		d := rune(unhex(digits[i]))
		if d < 0 || d >= base || r > unicode.MaxRune/base {
			return 0, 0
		}
		r = r*base + d
	}
	if r == 0 || !utf8.ValidRune(r) {
		return 0, 0
	}
	return r, end + 1
}

// write adds a rune as it is compared: small, without accent, in the Latin letter that it looks like.
func write(out *strings.Builder, r rune) {
	switch {
	case r == gone || unseen(r):
		return
	case r == utf8.RuneError:
		out.WriteByte('?') // an invalid byte breaks a word: the same length, never a letter
		return
	case r >= 0xff01 && r <= 0xff5e: // full-width forms
		r -= 0xfee0
	}
	r = unicode.ToLower(r)
	if plain, ok := lookalikes[r]; ok {
		out.WriteString(plain)
		return
	}
	if r > 0x7f && unicode.IsSpace(r) {
		r = ' '
	}
	out.WriteRune(r)
}

// unseen are the runes that a reader does not see: soft hyphens, joiners, marks of direction, variation selectors, tags,
// and accents that stand after their letter.
func unseen(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == 0xad, r == 0x34f, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	case r >= 0x300 && r <= 0x36f, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	}
	return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0000 && r <= 0xe01ef
}
