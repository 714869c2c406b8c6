package mailwire

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// decodeWords decodes the encoded words of an unfolded header value (RFC 2047), and guesses the charset of
// raw 8-bit text: UTF-8 if it is that, else windows-1252. Words are decoded wherever they stand, in quotes
// and glued to other text, because mailers put them there.
func decodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return decodeRaw(s)
	}
	var b strings.Builder
	for len(s) > 0 {
		start := strings.Index(s, "=?")
		if start < 0 {
			break
		}
		first, rest, ok := takeWord(s[start:])
		if !ok {
			b.WriteString(decodeRaw(s[:start+2]))
			s = s[start+2:]
			continue
		}
		b.WriteString(decodeRaw(s[:start]))
		var run []word
		run, s = takeRun(first, rest)
		decodeRun(&b, run)
	}
	b.WriteString(decodeRaw(s))
	return b.String()
}

// word is one encoded word.
type word struct {
	charset string
	base64  bool
	text    string
}

// maxWord bounds the search for the end of a word. RFC 2047 §2 allows 75 characters; mailers write more.
const maxWord = 16 << 10

// takeWord takes an encoded word off the start of s. Blanks in the text, a missing end mark and a `?` in Q
// text are let through.
func takeWord(s string) (w word, rest string, ok bool) {
	body := s[2:]
	mark := strings.IndexByte(body, '?')
	if mark <= 0 || mark > 60 || mark+2 >= len(body) || body[mark+2] != '?' {
		return word{}, s, false
	}
	w.charset = body[:mark]
	switch body[mark+1] {
	case 'B', 'b':
		w.base64 = true
	case 'Q', 'q':
	default:
		return word{}, s, false
	}
	body = body[mark+3:]
	end := strings.Index(body[:min(len(body), maxWord)], "?=")
	if end < 0 {
		if next := strings.IndexAny(body, " \t<>,"); next >= 0 {
			end = next
		} else {
			end = len(body)
		}
		w.text = strings.TrimRight(body[:end], "?")
		return w, body[end:], w.text != ""
	}
	// In Q text a word may begin with an escape: `=?utf-8?Q?=41?=` must not end at its own `?=`.
	if end == 0 && !w.base64 && len(body) > 3 && unhex(body[2]) >= 0 && unhex(body[3]) >= 0 && !strings.HasPrefix(body, "?= ") {
		if again := strings.Index(body[1:], "?="); again >= 0 {
			end = again + 1
		}
	}
	w.text = body[:end]
	return w, body[end+2:], true
}

// takeRun takes the words that follow the first with nothing but blanks between: such blanks are not text
// (RFC 2047 §6.2).
func takeRun(first word, s string) (run []word, rest string) {
	run = []word{first}
	for {
		next := strings.TrimLeft(s, " \t")
		if !strings.HasPrefix(next, "=?") {
			return run, s
		}
		w, rest, ok := takeWord(next)
		if !ok {
			return run, s
		}
		run, s = append(run, w), rest
	}
}

// decodeRun decodes adjacent words. Those of one charset are joined as bytes first: many mailers split a
// text between the bytes of a character, which §5 forbids.
func decodeRun(b *strings.Builder, run []word) {
	for len(run) > 0 {
		n := 1
		for n < len(run) && cleanLabel(run[n].charset) == cleanLabel(run[0].charset) && isASCII(run[n].text) {
			n++
		}
		if !isASCII(run[0].text) {
			decodeMixed(b, run[0])
			run = run[1:]
			continue
		}
		text, _ := decodeCharset(joinBytes(run[:n]), run[0].charset)
		b.WriteString(text)
		run = run[n:]
	}
}

// decodeMixed decodes a word that has raw 8-bit text in it. That text is in UTF-8 by now, whatever the word
// says; only the escapes between are in the word's charset.
func decodeMixed(b *strings.Builder, w word) {
	for w.text != "" {
		raw := strings.IndexFunc(w.text, func(r rune) bool { return r > '~' })
		if raw < 0 {
			raw = len(w.text)
		}
		text, _ := decodeCharset(joinBytes([]word{{w.charset, w.base64, w.text[:raw]}}), w.charset)
		b.WriteString(text)
		w.text = w.text[raw:]
		ascii := strings.IndexFunc(w.text, func(r rune) bool { return r <= '~' })
		if ascii < 0 {
			ascii = len(w.text)
		}
		b.WriteString(w.text[:ascii])
		w.text = w.text[ascii:]
	}
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] > '~' {
			return false
		}
	}
	return true
}

// joinBytes decodes the transfer encoding of words. Base64 that goes on in the next word without padding
// is one stream.
func joinBytes(run []word) []byte {
	var out []byte
	for i := 0; i < len(run); {
		if !run[i].base64 {
			out = appendQ(out, run[i].text)
			i++
			continue
		}
		var text strings.Builder
		text.WriteString(run[i].text)
		for i++; i < len(run) && run[i].base64 && text.Len()%4 != 0 && !strings.HasSuffix(run[i-1].text, "="); i++ {
			text.WriteString(run[i].text)
		}
		out = appendB(out, text.String())
	}
	return out
}

// appendQ decodes the Q encoding: `_` is a blank, =XX a byte (RFC 2047 §4.2).
func appendQ(out []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '_':
			out = append(out, ' ')
		case s[i] == '=' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0:
			out = append(out, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
		default:
			out = append(out, s[i])
		}
	}
	return out
}

// appendB decodes base64 and passes over everything outside its alphabet.
func appendB(out []byte, s string) []byte {
	clean := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if isBase64(s[i]) {
			clean = append(clean, s[i])
		}
	}
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	decoded, _ := base64.RawStdEncoding.AppendDecode(out, clean)
	return decoded
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}

// decodeRaw reads header text outside of encoded words.
func decodeRaw(s string) string {
	if utf8.ValidString(s) && !strings.Contains(s, "\x1b") {
		return s
	}
	text, _ := decodeCharset([]byte(s), "")
	return text
}
