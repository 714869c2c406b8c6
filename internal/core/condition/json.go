package condition

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Parse reads a set from JSON: {"all": [{"field", "operator", "value"}], "any": […]}. What it does not know is
// fault.Invalid with the place as the field: all[2].operator. It does not Validate.
func Parse(data []byte) (Set, error) {
	var s Set
	err := json.Unmarshal(data, &s)
	return s, err
}

// UnmarshalJSON implements json.Unmarshaler, and is as strict as Parse.
func (s *Set) UnmarshalJSON(data []byte) error {
	var blocks map[string]json.RawMessage
	if err := json.Unmarshal(data, &blocks); err != nil {
		return fault.Field("conditions", "Conditions are an object with the lists “all” and “any”, not %s", shown(data))
	}
	*s = Set{}
	for block, raw := range blocks {
		list, err := parseBlock(block, raw)
		switch {
		case err != nil:
			return err
		case block == "all":
			s.All = list
		case block == "any":
			s.Any = list
		default:
			return fault.Field(block, "Conditions have the lists “all” and “any”, and no “%s”", block)
		}
	}
	return nil
}

func parseBlock(block string, raw json.RawMessage) ([]Condition, error) {
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, fault.Field(block, "“%s” is a list of conditions, not %s", block, shown(raw))
	}
	var list []Condition
	for i, item := range items {
		c, err := parseCondition(Place(block, i), item)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// Place names a condition as errors do: all[0] is the first of All.
func Place(block string, i int) string { return fmt.Sprintf("%s[%d]", block, i) }

func parseCondition(place string, data json.RawMessage) (Condition, error) {
	var raw struct {
		Field    string          `json:"field"`
		Operator Operator        `json:"operator"`
		Value    json.RawMessage `json:"value"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&raw); err != nil {
		return Condition{}, fault.Field(place, "A condition has a field, an operator and a value. This is none: %s", shown(data))
	}
	value, err := ParseValue(place+".value", raw.Value)
	return Condition{Field: raw.Field, Operator: raw.Operator, Value: value}, err
}

// ParseValue reads the value of a condition or an action: a text, a number, true, false, null, or a list of
// them. field names it in the error.
func ParseValue(field string, raw json.RawMessage) ([]string, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fault.Field(field, "This is no value: %s", shown(raw))
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, item := range list {
		switch item := item.(type) {
		case nil:
			out = append(out, "")
		case string, bool, json.Number:
			out = append(out, fmt.Sprint(item))
		default:
			return nil, fault.Field(field, "A value is a text, a number, true or false, or a list of them, not %s", shown(raw))
		}
	}
	return out, nil
}

// MarshalJSON implements json.Marshaler. Both lists are always there, in order.
func (s Set) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		All []Condition `json:"all"`
		Any []Condition `json:"any"`
	}{append([]Condition{}, s.All...), append([]Condition{}, s.Any...)})
}

// MarshalJSON implements json.Marshaler. A single value stands alone, as Zendesk writes it.
func (c Condition) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Field    string   `json:"field"`
		Operator Operator `json:"operator"`
		Value    any      `json:"value,omitempty"`
	}{c.Field, c.Operator, OneOrMany(c.Value)})
}

// OneOrMany is how a value is written: nil, one text, or a list.
func OneOrMany(value []string) any {
	switch len(value) {
	case 0:
		return nil
	case 1:
		return value[0]
	}
	return value
}

// shown is a piece of what was found, for errors.
func shown(data []byte) string {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(string(data), "\uFFFD")), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
