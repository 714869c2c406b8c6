package condition

import (
	"slices"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// releaseOperand checks what a version is compared with; none is possible where it is or is not.
func releaseOperand(place string, op Operator, v string) (string, error) {
	if (v == "" || v == "none") && (op == Is || op == IsNot) {
		return "", nil
	}
	bound, err := version.Parse(v)
	if err != nil {
		sentence, _ := fault.Public(err)
		return v, fault.Field(place, "%s", sentence)
	}
	return bound.String(), nil
}

// release compares a version with those of the condition. What runs no known version is neither older nor newer.
func (c Condition) release(have string) bool {
	v, _ := version.Parse(have) // what cannot be read is unknown
	one := func(value string) bool {
		bound, err := version.Parse(value)
		if err != nil {
			return value == "" && !v.Known()
		}
		order, ok := v.Against(bound)
		return ok && order == 0
	}
	switch c.Operator {
	case Is:
		return slices.ContainsFunc(c.Value, one)
	case IsNot:
		return !slices.ContainsFunc(c.Value, one)
	}
	bound, err := version.Parse(first(c.Value))
	order, ok := v.Against(bound)
	return err == nil && ok && (c.Operator == LessThan && order < 0 || c.Operator == GreaterThan && order > 0)
}

// stretch is some keys of versions that follow one another: from low on, before high.
type stretch struct{ low, high string }

// stretches are the keys that meet the condition; of is_not, which leaves nearly all, every key. The key of no version is
// empty, and lies before every other.
func (c Condition) stretches() (all []stretch) {
	const lowest, highest = " ", "~"
	if c.Operator == IsNot {
		return []stretch{{"", highest}}
	}
	for _, value := range c.Value {
		bound, err := version.Parse(value)
		low, high := bound.Span()
		switch {
		case err != nil:
			all = append(all, stretch{"", lowest})
		case c.Operator == Is:
			all = append(all, stretch{low, high})
		case c.Operator == LessThan:
			all = append(all, stretch{lowest, low})
		case c.Operator == GreaterThan:
			all = append(all, stretch{high, highest})
		}
	}
	return all
}

// someRelease narrows down what meets every condition.
func someRelease(clash []Condition) bool {
	left := []stretch{{"", "~"}}
	for _, c := range clash {
		var met []stretch
		for _, a := range left {
			for _, b := range c.stretches() {
				if s := (stretch{max(a.low, b.low), min(a.high, b.high)}); s.low < s.high {
					met = append(met, s)
				}
			}
		}
		left = met
	}
	return len(left) > 0
}
