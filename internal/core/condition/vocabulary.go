package condition

import (
	"slices"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Choice is a value and what people call it.
type Choice struct {
	Value string
	Title string
}

// Vocabulary is what a desk has that conditions and actions may name.
type Vocabulary struct {
	// Choices are the values by Field.Ref, in the order in which they are offered. Of users and organizations
	// only those that somebody asked for are there.
	Choices map[string][]Choice
	Custom  []CustomDefinition
}

// CustomDefinition is a field the desk made.
type CustomDefinition struct {
	Name    string // as CustomField and OrganizationField give it
	Title   string
	Kind    string // see CustomValue
	Choices []Choice
}

// Check refuses what stands for nothing on this desk: a group that is gone, a field that was never made. The
// error is fault.Invalid with the place as the field.
func (v Vocabulary) Check(s Set) error {
	for _, block := range []struct {
		name string
		list []Condition
	}{{"all", s.All}, {"any", s.Any}} {
		for i, c := range block.list {
			if err := v.check(Place(block.name, i), c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v Vocabulary) check(place string, c Condition) error {
	f, _ := FieldOf(c.Field)
	switch f.Kind {
	case Custom:
		return v.checkCustom(place, c)
	case Ref:
		for _, value := range c.Value {
			if value != "" && !slices.Contains(standIns[f.Name], value) && !has(v.Choices[f.Ref], value) {
				return fault.Field(place+".value", "“%s”: there is no %s %s any more. Choose another", c.Field, f.Ref, value)
			}
		}
	}
	return nil
}

func (v Vocabulary) checkCustom(place string, c Condition) error {
	i := slices.IndexFunc(v.Custom, func(d CustomDefinition) bool { return d.Name == c.Field })
	if i < 0 {
		return fault.Field(place+".field", "The desk has no field “%s”", c.Field)
	}
	d := v.Custom[i]
	if len(d.Choices) == 0 || c.Operator.Bare() {
		return nil
	}
	for _, value := range c.Value {
		if value != "" && !has(d.Choices, value) {
			return fault.Field(place+".value", "“%s” is no option of %s. Its options are %s", value, d.Title, list(values(d.Choices)))
		}
	}
	return nil
}

func has(choices []Choice, value string) bool {
	return slices.ContainsFunc(choices, func(c Choice) bool { return c.Value == value })
}

func values(choices []Choice) []string {
	out := make([]string, len(choices))
	for i, c := range choices {
		out[i] = c.Value
	}
	return out
}

// Title is what people call a value of a field; the value itself where nobody gave it a name.
func (v Vocabulary) Title(field, value string) string {
	f, _ := FieldOf(field)
	choices := v.Choices[f.Ref]
	if f.Kind == Custom {
		if i := slices.IndexFunc(v.Custom, func(d CustomDefinition) bool { return d.Name == field }); i >= 0 {
			choices = v.Custom[i].Choices
		}
	}
	if i := slices.IndexFunc(choices, func(c Choice) bool { return c.Value == value }); i >= 0 {
		return choices[i].Title
	}
	return value
}

// Translate gives s with every id replaced by what change makes of it, such as ids by names for a file. The
// error of change is given back as fault.Invalid with the place as its field.
func (s Set) Translate(change func(ref, value string) (string, error)) (Set, error) {
	all, err := translate("all", s.All, change)
	if err != nil {
		return s, err
	}
	some, err := translate("any", s.Any, change)
	return Set{All: all, Any: some}, err
}

func translate(block string, list []Condition, change func(ref, value string) (string, error)) ([]Condition, error) {
	out := slices.Clone(list)
	for i, c := range out {
		f, _ := FieldOf(c.Field)
		if f.Kind != Ref {
			continue
		}
		out[i].Value = slices.Clone(c.Value)
		for j, value := range c.Value {
			if value == "" || slices.Contains(standIns[f.Name], value) {
				continue
			}
			changed, err := change(f.Ref, value)
			if err != nil {
				sentence, _ := fault.Public(err)
				return nil, &fault.Error{Kind: fault.Invalid, Field: Place(block, i) + ".value", Public: sentence, Err: err}
			}
			out[i].Value[j] = changed
		}
	}
	return out, nil
}

// Named lists the ids of a kind that s names, such as its organizations.
func (s Set) Named(ref string) []string {
	var ids []string
	for _, c := range slices.Concat(s.All, s.Any) {
		f, _ := FieldOf(c.Field)
		if f.Kind != Ref || f.Ref != ref {
			continue
		}
		for _, value := range c.Value {
			if value != "" && !slices.Contains(standIns[f.Name], value) {
				ids = append(ids, value)
			}
		}
	}
	return ids
}
