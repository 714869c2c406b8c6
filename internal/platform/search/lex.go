package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, phrase or field, or one of the signs that join them.
type token struct {
	kind    tokenKind
	negated bool
	text    string
	field   Field
}

type tokenKind int

const (
	wordToken tokenKind = iota
	phraseToken
	fieldToken
	openToken
	closeToken
	andToken
	orToken
)

// operand reports whether t can stand beside OR: after is the side of t that OR is on.
func (t token) operand(after bool) bool {
	switch t.kind {
	case wordToken, phraseToken, fieldToken:
		return true
	case openToken:
		return !after
	case closeToken:
		return after
	}
	return false
}

// lexer cuts a query into tokens. What does not read as language is text: people paste log lines.
type lexer struct {
	language *Language
	rest     string
	depth    int
}

// next gives the next token; ok is false at the end. A token without text is to be ignored.
func (l *lexer) next() (t token, ok bool, err error) {
	l.rest = strings.TrimLeftFunc(l.rest, isSpace)
	if l.rest == "" {
		return t, false, nil
	}
	if l.negation() {
		t.negated = true
		l.rest = l.rest[1:]
	}
	switch {
	case l.rest[0] == '(':
		l.depth++
		l.rest = l.rest[1:]
		t.kind = openToken
		return t, true, nil
	case l.rest[0] == ')' && l.depth > 0:
		l.depth--
		l.rest = l.rest[1:]
		t.kind = closeToken
		return t, true, nil
	}
	if o, op, name, found := l.operator(); found {
		t.kind = fieldToken
		t.field, err = l.fieldOf(o, op, name)
		return t, true, err
	}
	t.text, t.kind = l.literal()
	return l.named(t), true, nil
}

// named turns the words that mean something into what they mean.
func (l *lexer) named(t token) token {
	digits := strings.TrimPrefix(t.text, "#")
	switch {
	case t.kind != wordToken:
	case t.negated && (t.text == "AND" || t.text == "OR"):
		t.kind = phraseToken
	case t.text == "AND":
		t.kind = andToken
	case t.text == "OR":
		t.kind = orToken
	case digits != t.text && isNumber(digits):
		t.kind = fieldToken
		t.field = Field{Name: l.language.number, Op: Is, Values: []string{strings.TrimLeft(digits, "0")}}
	}
	return t
}

// negation reports whether the text goes on with a minus that negates: not a dash on its own, not a flag
// such as --force, not an arrow.
func (l *lexer) negation() bool {
	if len(l.rest) < 2 || l.rest[0] != '-' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(l.rest[1:])
	return !isSpace(r) && r != '-' && r != '>' && r != ')'
}

// operator consumes a known name and its sign. Signs that make it something else leave it text: note:
// at the end of a word, type::name, group://…, status==x, type<T>.
func (l *lexer) operator() (o Operator, op Op, name string, found bool) {
	n := strings.IndexFunc(l.rest, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
	if n < 1 {
		return o, "", "", false
	}
	name = l.rest[:n]
	if o, found = l.language.operator(name); !found {
		return o, "", "", false
	}
	op, size := sign(l.rest[n:])
	value := l.rest[n+size:]
	switch r, _ := utf8.DecodeRuneInString(value); {
	case size == 0, value == "", isSpace(r), r == ')' && l.depth > 0:
		return o, "", "", false
	case strings.ContainsRune(":=<>", r), strings.HasPrefix(value, "//"):
		return o, "", "", false
	case op != Is && !o.compares():
		return o, "", "", false
	}
	l.rest = value
	return o, op, name, true
}

// sign reads a comparison and its length; both created>x and created:>x are understood.
func sign(s string) (Op, int) {
	bare := strings.TrimPrefix(s, ":")
	colon := len(s) - len(bare)
	for _, op := range []Op{AtMost, AtLeast, Less, More} {
		if strings.HasPrefix(bare, string(op)) {
			return op, colon + len(op)
		}
	}
	if colon > 0 || strings.HasPrefix(s, "=") {
		return Is, 1
	}
	return "", 0
}

func (l *lexer) fieldOf(o Operator, op Op, name string) (Field, error) {
	f := Field{Name: o.Name, Op: op}
	for more := true; more; {
		var value string
		value, more = l.value(o.Kind != Text)
		if value != "" {
			f.Values = append(f.Values, value)
		}
	}
	if len(f.Values) == 0 {
		return f, refuse(f, "%s needs a value", name)
	}
	if o.Name == sortName {
		return f, nil
	}
	return o.check(f)
}

// value reads one value, bare or in quotes; more says that a comma followed.
func (l *lexer) value(list bool) (value string, more bool) {
	value = l.quoted()
	bare := l.bare(list)
	value = strings.TrimFunc(value+bare, isSpace)
	if list && strings.HasPrefix(l.rest, ",") {
		l.rest = l.rest[1:]
		return value, true
	}
	return value, false
}

// literal reads a word, or a phrase where there are quotes at its beginning, or what a word could not be
// written back as.
func (l *lexer) literal() (string, tokenKind) {
	if l.rest[0] == '"' {
		return strings.TrimFunc(l.quoted()+l.bare(false), isSpace), phraseToken
	}
	text := l.bare(false)
	if text[0] == '-' || !balanced(text) {
		return text, phraseToken
	}
	return text, wordToken
}

// quoted reads "…" with "" for a quote in it. A quote that is never closed reaches to the end.
func (l *lexer) quoted() string {
	if !strings.HasPrefix(l.rest, `"`) {
		return ""
	}
	var b strings.Builder
	for rest := l.rest[1:]; ; {
		n := strings.IndexByte(rest, '"')
		if n < 0 {
			b.WriteString(rest)
			l.rest = ""
			return b.String()
		}
		b.WriteString(rest[:n])
		if !strings.HasPrefix(rest[n+1:], `"`) {
			l.rest = rest[n+1:]
			return b.String()
		}
		b.WriteByte('"')
		rest = rest[n+2:]
	}
}

// bare reads to the next white space, the end of the group, or the next comma of a list. Parentheses that
// belong to the word, as in main(), do not end it.
func (l *lexer) bare(list bool) string {
	own := 0
	for i, r := range l.rest {
		switch {
		case isSpace(r), list && r == ',', r == ')' && own == 0 && l.depth > 0:
			return l.take(i)
		case r == '(':
			own++
		case r == ')':
			own--
		}
	}
	return l.take(len(l.rest))
}

func (l *lexer) take(n int) string {
	text := l.rest[:n]
	l.rest = l.rest[n:]
	return text
}

func balanced(s string) bool {
	open := 0
	for _, r := range s {
		switch r {
		case '(':
			open++
		case ')':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0
}

func isNumber(s string) bool {
	s = strings.TrimLeft(s, "0")
	return s != "" && len(s) <= 18 && strings.Trim(s, "0123456789") == ""
}

func isSpace(r rune) bool { return unicode.IsSpace(r) }
