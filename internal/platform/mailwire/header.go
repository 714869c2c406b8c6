package mailwire

import (
	"strings"
	"unicode/utf8"
)

// Header is the header of a mail in its written order. The zero Header is empty.
type Header struct {
	fields []field
	// charset is a guess for raw 8-bit text, from the mail's own body: who writes Big5 below without
	// saying so above wrote Big5 above.
	charset string
}

type field struct {
	name  string // in lower case
	value string // as written, folds and encoded words and all
	at    int    // offset of value in the header
}

// Get gives the first field of that name, unfolded and decoded; empty when there is none.
func (h Header) Get(name string) string {
	name = strings.ToLower(name)
	for _, f := range h.fields {
		if f.name == name {
			return decodeHeader(h.text(f))
		}
	}
	return ""
}

// Values gives all fields of that name in their written order, unfolded and decoded.
func (h Header) Values(name string) []string {
	name = strings.ToLower(name)
	var all []string
	for _, f := range h.fields {
		if f.name == name {
			all = append(all, decodeHeader(h.text(f)))
		}
	}
	return all
}

// Has reports whether there is a field of that name, even an empty one.
func (h Header) Has(name string) bool {
	name = strings.ToLower(name)
	for _, f := range h.fields {
		if f.name == name {
			return true
		}
	}
	return false
}

// Len gives the number of fields.
func (h Header) Len() int { return len(h.fields) }

// raw gives the first non-empty field of that name, unfolded but not decoded: structured fields are taken
// apart before their words are decoded (RFC 2047 §6.1).
func (h Header) raw(name string) string {
	name = strings.ToLower(name)
	for _, f := range h.fields {
		if f.name == name && strings.TrimSpace(f.value) != "" {
			return h.text(f)
		}
	}
	return ""
}

// rawAll gives all fields of that name, unfolded but not decoded.
func (h Header) rawAll(name string) []string {
	name = strings.ToLower(name)
	var all []string
	for _, f := range h.fields {
		if f.name == name {
			all = append(all, h.text(f))
		}
	}
	return all
}

// parseHeader takes header bytes apart. A line that is neither field nor fold joins the line before. The
// values are slices of one string, so a header of many folds costs no more than its bytes.
func parseHeader(head []byte, eol byte) Header {
	var h Header
	all := string(head)
	for at := 0; at < len(all); {
		next := len(all)
		if i := strings.IndexByte(all[at:], eol); i >= 0 {
			next = at + i + 1
		}
		text := strings.TrimRight(all[at:next], "\r\n")
		switch name := fieldName(head[at : at+len(text)]); {
		case text == "" || isMboxLine(head[at:at+len(text)]):
		case name != "" && !isFold(head[at:next]):
			value := at + strings.IndexByte(text, ':') + 1
			h.fields = append(h.fields, field{strings.ToLower(name), all[value : at+len(text)], value})
		case len(h.fields) > 0:
			last := &h.fields[len(h.fields)-1]
			last.value = all[last.at : at+len(text)]
		}
		at = next
	}
	return h
}

// unfold removes the line ends of a folded field (RFC 5322 §2.2.3) and the blanks around it.
func unfold(value string) string {
	if strings.ContainsAny(value, "\r\n") {
		value = strings.NewReplacer("\r\n ", " ", "\r\n\t", " ", "\n ", " ", "\n\t", " ", "\r", " ", "\n", " ").Replace(value)
	}
	return strings.TrimSpace(value)
}

// text gives a field unfolded, with raw 8-bit bytes brought to UTF-8.
func (h Header) text(f field) string {
	value := unfold(f.value)
	if utf8.ValidString(value) {
		return value
	}
	if h.charset != "" {
		if text, exact := decodeCharset([]byte(value), h.charset); exact {
			return text
		}
	}
	return decodeRaw(value)
}

// decodeHeader decodes the encoded words of an unfolded field. The result has no control characters, so it
// can be shown and written to a header again.
func decodeHeader(value string) string { return cleanLine(decodeWords(value)) }
