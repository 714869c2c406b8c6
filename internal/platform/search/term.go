package search

// Term is a piece of text that a query looks for.
type Term struct {
	Text  string // normalised
	Field string // the Text operator it belongs to; empty: any text
}

// Terms lists what n looks for in texts of the record, in order. What it excludes is left out: see AllTerms.
func (l *Language) Terms(n Node) []Term { return l.terms(n, false, nil) }

// AllTerms is Terms with what n excludes.
func (l *Language) AllTerms(n Node) []Term { return l.terms(n, true, nil) }

func (l *Language) terms(n Node, excluded bool, list []Term) []Term {
	switch n := n.(type) {
	case And:
		for _, child := range n {
			list = l.terms(child, excluded, list)
		}
	case Or:
		for _, child := range n {
			list = l.terms(child, excluded, list)
		}
	case Not:
		if excluded {
			list = l.terms(n.Node, excluded, list)
		}
	case Word:
		list = append(list, Term{Text: Normalize(string(n))})
	case Phrase:
		list = append(list, Term{Text: Normalize(string(n))})
	case Field:
		if o, ok := l.operator(n.Name); ok && o.Kind == Text {
			list = append(list, Term{Normalize(n.Values[0]), n.Name})
		}
	}
	return list
}
