package ical

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// What a file may ask of the reader.
const (
	// MaxBytes is how long a file is at most.
	MaxBytes = 5 << 20
	// MaxOccurrences is how many occurrences are given at most.
	MaxOccurrences = 20_000

	maxDepth      = 8
	maxComponents = 50_000
	maxParams     = 50
)

// property is a content line: NAME;PARAM=value:value.
type property struct {
	name   string
	params map[string]string // the first value of each
	value  string
}

// component is what stands between BEGIN and END.
type component struct {
	name       string
	properties []property
	children   []*component
}

// get gives the first property of a name; the zero property when there is none.
func (c *component) get(name string) property {
	for _, p := range c.properties {
		if p.name == name {
			return p
		}
	}
	return property{}
}

// parse reads the components of a file. What stands outside of any is passed over, as are lines that are none.
func parse(data []byte) (*component, error) {
	if len(data) > MaxBytes {
		return nil, fault.New(fault.TooLarge, "The calendar is longer than %d MB. Export less of it.", MaxBytes>>20)
	}
	root := &component{}
	open := []*component{root}
	count := 0
	for _, line := range unfold(data) {
		p, ok := readLine(line)
		if !ok {
			continue
		}
		switch last := open[len(open)-1]; p.name {
		case "BEGIN":
			count++
			if len(open) > maxDepth || count > maxComponents {
				return nil, fault.New(fault.TooLarge, "The calendar holds more than %d components, or more than %d inside one another.",
					maxComponents, maxDepth)
			}
			child := &component{name: strings.ToUpper(strings.TrimSpace(p.value))}
			last.children = append(last.children, child)
			open = append(open, child)
		case "END":
			if len(open) == 1 || last.name != strings.ToUpper(strings.TrimSpace(p.value)) {
				return nil, fault.New(fault.Invalid, "This is no calendar: END:%s closes what was not begun.", fault.Clip(p.value, 20))
			}
			open = open[:len(open)-1]
		default:
			last.properties = append(last.properties, p)
		}
	}
	if len(open) > 1 {
		return nil, fault.New(fault.Invalid, "The calendar breaks off inside %s. Fetch it again.", fault.Clip(open[len(open)-1].name, 20))
	}
	if len(root.children) == 0 || root.children[0].name != "VCALENDAR" {
		return nil, fault.New(fault.Invalid, "This is no calendar: it does not begin with BEGIN:VCALENDAR. Give the address of an iCalendar file (.ics).")
	}
	return root, nil
}

// unfold joins lines that were folded (RFC 5545 §3.1). Bare LF ends a line, too: many programs write it.
func unfold(data []byte) (lines []string) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var b bytes.Buffer
	flush := func() {
		if b.Len() > 0 {
			lines = append(lines, strings.ToValidUTF8(b.String(), string(utf8.RuneError)))
			b.Reset()
		}
	}
	for line := range bytes.Lines(data) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			b.Write(line[1:])
			continue
		}
		flush()
		b.Write(line)
	}
	flush()
	return lines
}

// readLine reads a content line (RFC 5545 §3.1).
func readLine(line string) (p property, ok bool) {
	i := strings.IndexAny(line, ";:")
	if i < 1 {
		return p, false
	}
	p.name, line = strings.ToUpper(line[:i]), line[i:]
	for line[0] == ';' {
		name, rest, found := strings.Cut(line[1:], "=")
		if !found || len(p.params) > maxParams {
			return p, false
		}
		value, rest, found := readParam(rest)
		if !found {
			return p, false
		}
		if p.params == nil {
			p.params = map[string]string{}
		}
		p.params[strings.ToUpper(name)], line = value, rest
	}
	p.value = line[1:]
	return p, true
}

// readParam reads a parameter's values up to the next ; or : outside of quotes, and keeps the first.
func readParam(s string) (value, rest string, ok bool) {
	quoted, end := false, -1
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case !quoted && c == ',' && end < 0:
			end = i
		case !quoted && (c == ';' || c == ':'):
			if end < 0 {
				end = i
			}
			return strings.Trim(s[:end], `"`), s[i:], true
		}
	}
	return "", "", false
}

// words reads a TEXT (RFC 5545 §3.3.11). A backslash before anything else stands for itself, as many programs write it.
func words(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(s)
}
