package content

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

const turnMark = "=== "

// parseScenario reads the text of one scenario file. Its errors name the file and line and say what would do.
func parseScenario(name, text string) (*scenario, error) {
	p := &parser{s: &scenario{name: name, weight: 2, language: "en", group: "support", kind: "problem",
		severities: []int{3}, channels: []Channel{ByPortal, ByPortal, ByEmail}}, known: map[string]bool{}}
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("%s: not UTF-8", name)
	}
	var body []string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		p.line++
		switch {
		case strings.HasPrefix(line, turnMark):
			if err := p.endTurn(body); err != nil {
				return nil, p.fail(err)
			}
			body = nil
			if err := p.beginTurn(strings.TrimPrefix(line, turnMark)); err != nil {
				return nil, p.fail(err)
			}
		case len(p.s.turns) > 0:
			body = append(body, line)
		default:
			if err := p.header(line); err != nil {
				return nil, p.fail(err)
			}
		}
	}
	if err := p.endTurn(body); err != nil {
		return nil, p.fail(err)
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	return p.s, nil
}

// parser holds what is known while reading top to bottom.
type parser struct {
	s        *scenario
	line     int
	known    map[string]bool // variables declared so far
	subjects []string        // kept as text until all variables are known
}

func (p *parser) fail(err error) error {
	return fmt.Errorf("%s:%d: %w", p.s.name, p.line, err)
}

// check looks at the whole once the file has been read.
func (p *parser) check() error {
	for _, text := range p.subjects {
		t, err := parseTemplate(text, p.known)
		if err != nil {
			return fmt.Errorf("%s: subject %q: %w", p.s.name, text, err)
		}
		p.s.subjects = append(p.s.subjects, t)
	}
	switch {
	case len(p.s.subjects) == 0:
		return fmt.Errorf("%s: no subject; add a line 'subject: …' at the top", p.s.name)
	case len(p.s.turns) == 0:
		return fmt.Errorf("%s: no turns; begin the first with '=== customer'", p.s.name)
	case p.s.turns[0].who != byCustomer || p.s.turns[0].maybe < 100:
		return fmt.Errorf("%s: the first turn is always the customer's request", p.s.name)
	}
	return nil
}

// header reads one "key: value" line above the first turn.
func (p *parser) header(line string) error {
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "#") {
		return nil
	}
	key, value, found := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	if !found || value == "" {
		return fmt.Errorf("%q is neither 'key: value' nor a turn '=== who'", line)
	}
	if v, isVar := strings.CutPrefix(key, "var "); isVar {
		return p.declare(strings.TrimSpace(v), value)
	}
	read, known := headers()[key]
	if !known {
		return fmt.Errorf("unknown key %q", key)
	}
	return read(p, value)
}

func (p *parser) declare(name, value string) error {
	if name == "" || strings.ContainsAny(name, " .{}|") || builtins()[name] != nil {
		return fmt.Errorf("%q cannot name a variable", name)
	}
	v, err := p.variable(name, value)
	if err != nil {
		return err
	}
	p.s.vars = append(p.s.vars, v)
	p.known[name] = true
	return nil
}

func (p *parser) variable(name, value string) (variable, error) {
	if value == "ulid" {
		return variable{name: name, kind: "ulid"}, nil
	}
	if digits, ok := strings.CutPrefix(value, "hex:"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 64 {
			return variable{}, fmt.Errorf("%q: hex takes 1 to 64 digits, as in hex:24", value)
		}
		return variable{name: name, kind: "hex", lo: n}, nil
	}
	if from, to, ok := strings.Cut(value, ".."); ok {
		lo, err1 := strconv.Atoi(from)
		hi, err2 := strconv.Atoi(to)
		if err1 == nil && err2 == nil && lo <= hi && hi < 1<<31 && lo > -1<<31 {
			return variable{name: name, kind: "number", lo: lo, hi: hi}, nil
		}
	}
	v := variable{name: name, kind: "words"}
	for _, word := range splitChoices(value, " | ") {
		t, err := parseTemplate(word, p.known)
		if err != nil {
			return variable{}, err
		}
		v.words = append(v.words, t)
	}
	return v, nil
}

// endTurn gives the turn that was open, if any, its text.
func (p *parser) endTurn(body []string) error {
	if len(p.s.turns) == 0 {
		return nil
	}
	text := strings.Trim(strings.Join(body, "\n"), "\n")
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("the turn above has no text")
	}
	t, err := parseTemplate(text, p.known)
	if err != nil {
		return err
	}
	p.s.turns[len(p.s.turns)-1].body = t
	return nil
}
