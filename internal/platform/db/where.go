package db

import (
	"fmt"
	"strings"
)

// Where gathers conditions and their arguments for a dynamic query. The zero Where matches everything.
type Where struct {
	conds []string
	args  []any
}

// And adds a condition in which each ? stands for the next argument; a slice is expanded, and must not be
// longer than 500 (SQLite's and PostgreSQL's plans both suffer beyond).
func (w *Where) And(cond string, args ...any) *Where {
	w.conds = append(w.conds, w.Bind(cond, args...))
	return w
}

// Bind numbers the placeholders of a fragment that is not a condition (ORDER BY, LIMIT) and keeps its
// arguments.
func (w *Where) Bind(fragment string, args ...any) string {
	var b strings.Builder
	next := 0
	for _, r := range fragment {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		w.args = append(w.args, args[next])
		next++
		fmt.Fprintf(&b, "$%d", len(w.args))
	}
	if next != len(args) {
		panic(fmt.Sprintf("db: %d arguments for %q", len(args), fragment))
	}
	return b.String()
}

// In makes "(?, ?, …)" for n arguments; n must be at least 1.
func In(n int) string { return "(" + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + ")" }

// Anys turns a typed slice into arguments for And.
func Anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// String is the conditions joined by AND, or TRUE.
func (w *Where) String() string {
	if len(w.conds) == 0 {
		return "TRUE"
	}
	return "(" + strings.Join(w.conds, ") AND (") + ")"
}

// Args are the arguments so far, in order.
func (w *Where) Args() []any { return append([]any(nil), w.args...) }
