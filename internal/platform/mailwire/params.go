package mailwire

import (
	"slices"
	"strconv"
	"strings"
)

// mediaType is a Content-Type or Content-Disposition taken apart.
type mediaType struct {
	value  string            // in lower case: "text/plain", "attachment"; empty when absent or senseless
	params map[string]string // names in lower case, values decoded but not cleaned: they may hold line ends
}

// isMultipart reports whether the type is multipart/anything.
func (m mediaType) isMultipart() bool { return strings.HasPrefix(m.value, "multipart/") }

// boundary gives the delimiter of a multipart without its trailing blanks (RFC 2046 §5.1.1).
func (m mediaType) boundary() string { return strings.TrimRight(m.params["boundary"], " \t") }

// parseMediaType reads a Content-Type or Content-Disposition the way mailers write them: without
// semicolons, with bare blanks and specials in values, with quotes inside quotes.
func parseMediaType(value string) mediaType {
	value = strings.TrimSpace(value)
	head, rest := value, ""
	if i := strings.IndexAny(value, "; \t"); i >= 0 {
		head, rest = value[:i], value[i:]
	}
	if strings.Contains(head, "=") { // the type is missing, parameters come at once
		head, rest = "", value
	}
	m := mediaType{value: cleanToken(head), params: map[string]string{}}
	var long []segment
	for {
		var name, text string
		if name, text, rest = nextParam(rest); name == "" && rest == "" {
			break
		}
		if strings.Contains(name, "*") {
			long = append(long, newSegment(name, text))
		} else if _, twice := m.params[name]; name != "" && !twice {
			m.params[name] = paramText(name, text)
		}
	}
	joinSegments(m.params, long)
	return m
}

// cleanToken lowers a media type and drops what cannot be part of one.
func cleanToken(s string) string {
	s = strings.ToLower(strings.Trim(s, " \t\"'`,"))
	if i := strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("()<>@,;:\"\\[]?=", r) }); i >= 0 {
		s = s[:i]
	}
	if parts := strings.SplitN(s, "/", 3); len(parts) == 3 {
		s = parts[0] + "/" + parts[1]
	}
	return s
}

// paramText decodes a plain parameter value. Encoded words are forbidden here (RFC 2047 §5) and used by
// everyone. A boundary is compared with raw bytes and stays as it is.
func paramText(name, text string) string {
	if name == "boundary" {
		return text
	}
	return strings.TrimSpace(decodeWords(text))
}

// nextParam takes the next `name=value` off s. A name without a value gives an empty value.
func nextParam(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, "; \t\r\n")
	end := strings.IndexAny(s, "=;")
	if end < 0 || s[end] == ';' {
		if end < 0 {
			return "", "", ""
		}
		return "", "", s[end:]
	}
	name = strings.ToLower(strings.TrimSpace(s[:end]))
	if i := strings.LastIndexAny(name, " \t"); i >= 0 {
		name = name[i+1:] // junk between two parameters
	}
	s = strings.TrimLeft(s[end+1:], " \t\r\n")
	if strings.HasPrefix(s, `"`) {
		value, rest = quotedParam(s[1:])
	} else {
		value, rest = bareParam(s, name)
	}
	return name, value, rest
}

// quotedParam reads a quoted value to the quote that ends it: one that a semicolon, a blank or the end
// follows. A backslash escapes only a quote or a backslash, because Windows paths come unescaped.
func quotedParam(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		case c == '"' && (i+1 == len(s) || strings.IndexByte("; \t\r\n,", s[i+1]) >= 0):
			return b.String(), s[i+1:]
		default:
			b.WriteByte(c)
		}
	}
	if value, rest, cut := strings.Cut(s, ";"); cut { // the closing quote is missing
		return strings.TrimSpace(value), rest
	}
	return strings.TrimSpace(b.String()), ""
}

// bareParam reads an unquoted value. It ends at a semicolon, or at a blank where another parameter or,
// except in file names, a comment follows.
func bareParam(s, name string) (value, rest string) {
	end := len(s)
	if i := strings.IndexByte(s, ';'); i >= 0 {
		end = i
	}
	value, rest = s[:end], s[end:]
	isName := strings.HasPrefix(name, "name") || strings.HasPrefix(name, "filename")
	for i := 0; i < len(value); i++ {
		if value[i] != ' ' && value[i] != '\t' {
			continue
		}
		tail := strings.TrimLeft(value[i:], " \t")
		if startsParam(tail) || (!isName && strings.HasPrefix(tail, "(")) {
			return value[:i], s[i:]
		}
		i = len(value) - len(tail) - 1
	}
	return strings.Trim(value, " \t\""), rest
}

// startsParam reports whether s looks like `name=`.
func startsParam(s string) bool {
	for i := 0; i < len(s) && i < 30; i++ {
		switch c := s[i]; {
		case c == '=':
			return i > 0
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '*', c >= '0' && c <= '9':
		default:
			return false
		}
	}
	return false
}

// segment is one piece of a parameter in the form of RFC 2231: name*, name*0, name*0*.
type segment struct {
	name    string
	index   int
	encoded bool
	text    string
}

func newSegment(name, text string) segment {
	base, index, _ := strings.Cut(name, "*")
	index, encoded := strings.CutSuffix(index, "*")
	n, err := strconv.Atoi(index)
	if err != nil { // name*=
		return segment{base, 0, true, text}
	}
	return segment{base, n, encoded, text}
}

// joinSegments puts the pieces of each parameter together and decodes them (RFC 2231 §4.1). They win over
// the plain form, which is there for old readers (RFC 6266 §4.3).
func joinSegments(params map[string]string, all []segment) {
	slices.SortStableFunc(all, func(a, b segment) int {
		if a.name != b.name {
			return strings.Compare(a.name, b.name)
		}
		return a.index - b.index
	})
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].name == all[0].name {
			n++
		}
		if text := decodeSegments(all[:n]); text != "" && all[0].name != "" {
			params[all[0].name] = text
		}
		all = all[n:]
	}
}

func decodeSegments(all []segment) string {
	var b strings.Builder
	charset, last := "", -1
	for i, s := range all {
		if s.index == last {
			continue
		}
		last = s.index
		if s.encoded && i == 0 {
			if label, rest, ok := strings.Cut(s.text, "'"); ok {
				charset = label
				if _, text, ok := strings.Cut(rest, "'"); ok {
					rest = text
				}
				s.text = rest
			}
		}
		if s.encoded {
			s.text = unescapePercent(s.text)
		}
		b.WriteString(s.text)
	}
	if all[0].name == "boundary" {
		return b.String()
	}
	text, _ := decodeCharset([]byte(b.String()), charset)
	return strings.TrimSpace(decodeWords(text))
}

// unescapePercent decodes %XX and leaves a percent sign without two digits alone.
func unescapePercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			b = append(b, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
			continue
		}
		b = append(b, s[i])
	}
	return string(b)
}

// unhex gives the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
