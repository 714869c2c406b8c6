package condition

import (
	"slices"
	"strconv"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// ofContract compares a number or a day of the ticket's organization. It is about those that have one: no seats and no day are
// none, no revenue is a revenue of 0.
func (c compiler) ofContract(f Field, cond Condition) string {
	column := "o." + strings.TrimPrefix(f.Name, "organization.")
	has := map[string]string{"organization.arr": "TRUE", "organization.seats": "o.seats > 0"}[f.Name]
	if f.Kind == Day {
		has = column + " <> ''"
		column += db.Pick(c.q, "", ` COLLATE "C"`) // days are compared by their bytes
	}
	found := func(more string) string {
		return "EXISTS (SELECT 1 FROM organizations o WHERE o.id = t.organization_id AND " + has + " AND " + more + ")"
	}
	switch cond.Operator {
	case Present, NotPresent:
		return not(cond.Operator == Present, found("TRUE"))
	case Is, IsNot:
		one := found(c.in(column, operands(f, cond.Value)))
		if slices.Contains(cond.Value, "") {
			one += " OR NOT " + found("TRUE")
		}
		return not(cond.Operator == Is, one)
	}
	if f.Kind == Day {
		low, high, ok := cond.days(c.env.Now)
		if !ok {
			return "FALSE"
		}
		return found(c.w.Bind(column+" >= ? AND "+column+" <= ?", low, high))
	}
	n := operands(f, cond.Value)
	if len(n) == 0 {
		return "FALSE"
	}
	return found(c.w.Bind(column+map[Operator]string{LessThan: " < ?", GreaterThan: " > ?"}[cond.Operator], n[0]))
}

// operands are the values that a column can have.
func operands(f Field, values []string) (all []any) {
	for _, v := range values {
		if f.Kind == Day {
			all = append(all, v)
		} else if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}
