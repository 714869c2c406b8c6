package search

import "strings"

// Columns turns the leaves of a query into conditions of SQL. A condition need not be free of NULL: NULL
// counts as no.
type Columns interface {
	// Text is the condition that some text of the record holds the term, which is normalised.
	Text(term string) (string, error)
	// Field is the condition of an operator.
	Field(f Field) (string, error)
}

// Compile joins the conditions that columns gives for the leaves of n; nil is TRUE. The result runs on
// SQLite and PostgreSQL alike if the leaves do.
func Compile(n Node, columns Columns) (string, error) {
	switch n := n.(type) {
	case And:
		return compileList(n, " AND ", columns)
	case Or:
		return compileList(n, " OR ", columns)
	case Not:
		cond, err := Compile(n.Node, columns)
		return "(" + cond + ") IS NOT TRUE", err
	case Word:
		return columns.Text(Normalize(string(n)))
	case Phrase:
		return columns.Text(Normalize(string(n)))
	case Field:
		return columns.Field(n)
	}
	return "TRUE", nil
}

func compileList(nodes []Node, join string, columns Columns) (string, error) {
	conds := make([]string, 0, len(nodes))
	for _, n := range nodes {
		cond, err := Compile(n, columns)
		if err != nil {
			return "", err
		}
		conds = append(conds, "("+cond+")")
	}
	return strings.Join(conds, join), nil
}
