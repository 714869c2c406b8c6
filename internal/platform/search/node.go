package search

import "strings"

// Node is a part of a query: And, Or, Not, Word, Phrase or Field.
type Node interface {
	// write appends the node in the query language; tight says that it stands under a minus sign.
	write(b *strings.Builder, tight bool)
}

// And matches what all its nodes match. It has at least two.
type And []Node

// Or matches what any of its nodes matches. It has at least two, and binds less than And.
type Or []Node

// Not matches what its node does not.
type Not struct{ Node Node }

// Word matches a text that holds it, also as a part of a word. It is as it was typed: see Normalize.
type Word string

// Phrase is a Word that needs quotes: it holds spaces, or characters that mean something.
type Phrase string

// Field is an operator with its values, such as status:new,open or priority>=high. Several values stand
// for any of them.
type Field struct {
	Name   string // the operator's own name, also where another was typed
	Op     Op
	Values []string // one at least; choices as the language spells them, all else as typed
}

// Op says how a field compares.
type Op string

// The ways to compare. Is stands for = too.
const (
	Is      Op = ":"
	Less    Op = "<"
	AtMost  Op = "<="
	More    Op = ">"
	AtLeast Op = ">="
)

// Query is what somebody asked for.
type Query struct {
	Node Node // nil matches everything
	Sort Sort
}

// Sort is the order a query asks for. The zero Sort leaves it to the list.
type Sort struct {
	Key       string
	Direction Direction
}

// Direction is asc, desc, or empty for the key's own.
type Direction string

// The directions.
const (
	Ascending  Direction = "asc"
	Descending Direction = "desc"
)

// String writes the query in the language it was read from; reading it again gives an equal query.
func (q Query) String() string {
	var b strings.Builder
	if q.Node != nil {
		q.Node.write(&b, false)
	}
	if q.Sort.Key == "" {
		return b.String()
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(sortName + ":" + q.Sort.String())
	return b.String()
}

// String is the value of the sort operator: updated, created-asc.
func (s Sort) String() string {
	if s.Direction == "" {
		return s.Key
	}
	return s.Key + "-" + string(s.Direction)
}

func (n And) write(b *strings.Builder, tight bool) { writeList(b, n, " ", tight) }
func (n Or) write(b *strings.Builder, tight bool)  { writeList(b, n, " OR ", tight) }

func writeList(b *strings.Builder, nodes []Node, between string, tight bool) {
	if tight {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, n := range nodes {
		if i > 0 {
			b.WriteString(between)
		}
		_, or := n.(Or)
		n.write(b, or)
	}
}

func (n Not) write(b *strings.Builder, _ bool) {
	b.WriteByte('-')
	n.Node.write(b, true)
}

func (n Word) write(b *strings.Builder, _ bool)   { b.WriteString(string(n)) }
func (n Phrase) write(b *strings.Builder, _ bool) { b.WriteString(quote(string(n))) }

func (f Field) write(b *strings.Builder, _ bool) {
	b.WriteString(f.Name + string(f.Op))
	for i, v := range f.Values {
		if i > 0 {
			b.WriteByte(',')
		}
		if v == "" || strings.ContainsFunc(v, special) {
			v = quote(v)
		}
		b.WriteString(v)
	}
}

// special runes would end a bare value, or begin something else than one.
func special(r rune) bool { return isSpace(r) || strings.ContainsRune(`"(),:<>=/`, r) }

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func conjunction(nodes []Node) Node { return gather[And](nodes) }

func disjunction(nodes []Node) Node { return gather[Or](nodes) }

// gather makes one node of many, leaving out nil ones and unfolding lists in lists.
func gather[L interface {
	~[]Node
	Node
}](nodes []Node) Node {
	var list L
	for _, n := range nodes {
		switch n := n.(type) {
		case nil:
		case L:
			list = append(list, n...)
		default:
			list = append(list, n)
		}
	}
	if len(list) < 2 {
		return single(list)
	}
	return list
}

func single(list []Node) Node {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func negate(n Node) Node {
	switch n := n.(type) {
	case nil:
		return nil
	case Not:
		return n.Node
	}
	return Not{n}
}
