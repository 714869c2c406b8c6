// Package conditiontest draws conditions for property tests of those who evaluate them.
package conditiontest

import (
	"fmt"
	"strconv"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/condition"
)

// Words are what a desk's own values are drawn from, by the field's Ref, and by its name for tags, texts and
// custom fields. A field that has none here is drawn with words nobody uses.
type Words map[string][]string

// Set draws a set that is valid for a use.
func Set(t *rapid.T, use condition.Use, words Words) condition.Set {
	for try := 0; ; try++ {
		s := condition.Set{All: conditions(t, use, words, "all", 3), Any: conditions(t, use, words, "any", 3)}
		if valid, err := condition.Validate(s, use); err == nil {
			return valid
		}
		if try > 50 {
			return condition.Set{}
		}
	}
}

func conditions(t *rapid.T, use condition.Use, words Words, label string, most int) []condition.Condition {
	var list []condition.Condition
	for i := range rapid.IntRange(0, most).Draw(t, label) {
		list = append(list, Condition(t, use, words, fmt.Sprint(label, i)))
	}
	return list
}

// Condition draws one condition.
func Condition(t *rapid.T, use condition.Use, words Words, label string) condition.Condition {
	f := rapid.SampledFrom(fields(use, words)).Draw(t, label)
	c := condition.Condition{Field: f.Name, Operator: rapid.SampledFrom(f.Operators(use)).Draw(t, label+" by")}
	if c.Operator.Bare() {
		return c
	}
	n := 1
	if c.Operator == condition.Is || c.Operator == condition.Includes || c.Operator == condition.NotIncludes {
		n = rapid.IntRange(1, 3).Draw(t, label+" values")
	}
	for range n {
		c.Value = append(c.Value, value(t, f, c.Operator, words, label))
	}
	return c
}

func fields(use condition.Use, words Words) []condition.Field {
	all := condition.Fields(use)
	for _, name := range words["custom"] {
		f, _ := condition.FieldOf(name)
		all = append(all, f)
	}
	return all
}

func value(t *rapid.T, f condition.Field, op condition.Operator, words Words, label string) string {
	switch {
	case f.Kind == condition.Since || f.Kind == condition.Until:
		return strconv.Itoa(rapid.SampledFrom([]int{0, 1, 2, 4, 24, 48, 96}).Draw(t, label+" hours"))
	case op == condition.WithinPrevious || op == condition.WithinNext:
		return strconv.Itoa(rapid.IntRange(0, 5).Draw(t, label+" days"))
	case f.Kind == condition.Flag:
		return strconv.FormatBool(rapid.Bool().Draw(t, label+" flag"))
	}
	from := f.Words
	if from == nil {
		from = words[f.Name]
	}
	if from == nil {
		from = words[f.Ref]
	}
	if len(from) == 0 {
		from = []string{"7"}
	}
	return rapid.SampledFrom(from).Draw(t, label+" value")
}
