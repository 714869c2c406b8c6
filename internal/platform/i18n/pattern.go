package i18n

import (
	"fmt"
	"regexp"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// pattern is a message without plural forms, cut at its placeholders: text, name, text, name, text. A list of
// tickets asks for hundreds; filling one in is some 20 times faster than running a template.
type pattern []string

var hole = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// simplePattern gives nil for a message that needs plural rules or more than placeholders.
func simplePattern(m *goi18n.Message) pattern {
	if m.One != "" || m.Few != "" || m.Many != "" || m.Two != "" || m.Zero != "" || m.Other == "" {
		return nil
	}
	var p pattern
	last := 0
	for _, at := range hole.FindAllStringSubmatchIndex(m.Other, -1) {
		p = append(p, m.Other[last:at[0]], m.Other[at[2]:at[3]])
		last = at[1]
	}
	p = append(p, m.Other[last:])
	if strings.Contains(strings.Join(p, ""), "{{") {
		return nil
	}
	return p
}

// fill puts data, which is key, value, key, value, into the holes. A hole without a value says so, as a
// template would.
func (p pattern) fill(data []any) string {
	if len(p) == 1 {
		return p[0]
	}
	var b strings.Builder
	for i, part := range p {
		if i%2 == 0 {
			b.WriteString(part)
		} else {
			_, _ = fmt.Fprint(&b, value(data, part)) // a strings.Builder takes everything
		}
	}
	return b.String()
}

func value(data []any, key string) any {
	for i := 0; i+1 < len(data); i += 2 {
		if data[i] == key {
			return data[i+1]
		}
	}
	return "<no value>"
}
