package content

import (
	"fmt"
	"strings"
	"time"
)

// template is text with holes. A hole is {{name}}, {{name-90m}} for moments, or {{this | that {{name}}}} for a
// choice; \{{ stands for two braces.
type template []segment

type segment struct {
	literal string
	choices []template
	name    string
	shift   time.Duration // for moments
}

const maxNesting = 3 // of choices; deeper ones nobody can read

// parseTemplate reads text whose holes are built in or in known, and refuses any other.
func parseTemplate(text string, known map[string]bool) (template, error) {
	return parseNested(text, known, 0)
}

func parseNested(text string, known map[string]bool, depth int) (template, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("choices lie more than %d deep", maxNesting)
	}
	var out template
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		if !found {
			return append(out, segment{literal: text}), nil
		}
		if literal, escaped := strings.CutSuffix(before, `\`); escaped {
			out = append(out, segment{literal: literal + "{{"})
			text = rest
			continue
		}
		end := closing(rest)
		if end < 0 {
			return nil, fmt.Errorf("'{{' is never closed; write \\{{ for two braces")
		}
		hole, err := parseHole(rest[:end], known, depth)
		if err != nil {
			return nil, err
		}
		out = append(out, segment{literal: before}, hole)
		text = rest[end+2:]
	}
	return out, nil
}

// closing finds the braces that close a hole whose text begins at s; -1 if there are none.
func closing(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "{{"):
			depth++
			i++
		case strings.HasPrefix(s[i:], "}}"):
			if depth == 0 {
				return i
			}
			depth--
			i++
		}
	}
	return -1
}

func parseHole(inside string, known map[string]bool, depth int) (segment, error) {
	if alternatives := splitChoices(inside, "|"); len(alternatives) > 1 {
		return parseChoice(alternatives, known, depth)
	}
	name := strings.TrimSpace(inside)
	if known[name] || builtins()[name] != nil || moments()[name] != nil {
		return segment{name: name}, nil
	}
	if at := strings.IndexAny(name, "+-"); at > 0 && moments()[name[:at]] != nil {
		shift, err := parseWait(name[at+1:])
		if name[at] == '-' {
			shift = -shift
		}
		return segment{name: name[:at], shift: shift}, err
	}
	return segment{}, fmt.Errorf("unknown {{%s}}; declare it above with 'var %s: …'", inside, name)
}

func parseChoice(alternatives []string, known map[string]bool, depth int) (segment, error) {
	seg := segment{choices: []template{}}
	for _, text := range alternatives {
		choice, err := parseNested(text, known, depth+1)
		if err != nil {
			return segment{}, err
		}
		seg.choices = append(seg.choices, choice)
	}
	return seg, nil
}

// splitChoices cuts text at each bar outside of holes and trims the parts.
func splitChoices(text, bar string) []string {
	var out []string
	from, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], "{{"):
			depth++
			i++
		case strings.HasPrefix(text[i:], "}}"):
			depth--
			i++
		case depth == 0 && strings.HasPrefix(text[i:], bar):
			out = append(out, strings.TrimSpace(text[from:i]))
			from = i + len(bar)
		}
	}
	return append(out, strings.TrimSpace(text[from:]))
}

// render fills the holes. Parsing made sure that each can be filled.
func (t template) render(s *scene) string {
	var b strings.Builder
	for _, seg := range t {
		switch {
		case seg.choices != nil:
			b.WriteString(pick(s.dice, seg.choices).render(s))
		case seg.name == "":
			b.WriteString(seg.literal)
		default:
			b.WriteString(s.fill(seg))
		}
	}
	return b.String()
}

func (s *scene) fill(seg segment) string {
	if v, ok := s.vars[seg.name]; ok {
		return v
	}
	if say := builtins()[seg.name]; say != nil {
		return say(s)
	}
	return moments()[seg.name](s, s.at.Add(seg.shift))
}
