package search

import (
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// What a query may be at most: its bytes, its terms, and how deep its parentheses go.
const (
	longestQuery = 2000
	mostTerms    = 40
	deepest      = 10
)

// Parse reads a query. Words next to one another must all match; OR binds less; parentheses group; a minus
// negates; "" inside quotes is a quote. Only what the language knows is an operator: 10.0.0.3:5432,
// foo_bar.rb:42, std::vector and http://… are words. A value that its operator does not know, and a query
// that is too large, are fault.Invalid with what is allowed.
func (l *Language) Parse(query string) (Query, error) {
	if len(query) > longestQuery {
		return Query{}, fault.Field("query", "A search is at most %d characters long", longestQuery)
	}
	p := parser{}
	if err := p.read(l, strings.ToValidUTF8(query, "\uFFFD")); err != nil {
		return Query{}, err
	}
	p.settleJoins()
	return Query{Node: p.or(), Sort: p.sort}, nil
}

// parser turns tokens into a tree.
type parser struct {
	tokens []token
	sort   Sort
}

// read fills tokens, leaving out what says nothing, and keeps the sort.
func (p *parser) read(language *Language, query string) error {
	lex := &lexer{language: language, rest: query}
	terms := 0
	for {
		t, ok, err := lex.next()
		if err != nil || !ok {
			return err
		}
		switch {
		case t.kind == fieldToken && t.field.Name == sortName:
			if err := p.order(language, t); err != nil {
				return err
			}
			continue
		case (t.kind == wordToken || t.kind == phraseToken) && Normalize(t.text) == "":
			continue
		}
		if t.operand(true) {
			terms++
		}
		if terms > mostTerms || lex.depth > deepest {
			return fault.Field("query", "A search has at most %d terms, and parentheses at most %d deep", mostTerms, deepest)
		}
		p.tokens = append(p.tokens, t)
	}
}

func (p *parser) order(language *Language, t token) (err error) {
	if t.negated {
		return refuse(t.field, "sort cannot be negated; write sort:updated-asc to turn the order round")
	}
	if p.sort.Key != "" {
		return refuse(t.field, "A search is sorted once, and sort:%s stands there already", p.sort)
	}
	p.sort, err = language.checkSort(t.field)
	return err
}

// settleJoins makes AND and OR words again where they join nothing.
func (p *parser) settleJoins() {
	for i, t := range p.tokens {
		if t.kind != andToken && t.kind != orToken {
			continue
		}
		joins := i > 0 && p.tokens[i-1].operand(true) && i+1 < len(p.tokens) && p.tokens[i+1].operand(false)
		if !joins {
			p.tokens[i].kind = phraseToken
		}
	}
}

func (p *parser) or() Node {
	list := []Node{p.and()}
	for p.at(orToken) {
		p.tokens = p.tokens[1:]
		list = append(list, p.and())
	}
	return disjunction(list)
}

func (p *parser) and() Node {
	var list []Node
	for len(p.tokens) > 0 && !p.at(orToken) && !p.at(closeToken) {
		t := p.tokens[0]
		p.tokens = p.tokens[1:]
		list = append(list, p.operand(t))
	}
	return conjunction(list)
}

func (p *parser) operand(t token) (n Node) {
	switch t.kind {
	case wordToken:
		n = Word(t.text)
	case phraseToken:
		n = Phrase(t.text)
	case fieldToken:
		n = t.field
	case openToken:
		n = p.or()
		if p.at(closeToken) {
			p.tokens = p.tokens[1:]
		}
	}
	if t.negated {
		return negate(n)
	}
	return n
}

func (p *parser) at(kind tokenKind) bool { return len(p.tokens) > 0 && p.tokens[0].kind == kind }
