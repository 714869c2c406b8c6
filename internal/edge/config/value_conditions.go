package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/core/condition"
)

// conditions are what is asked of a ticket, with names where the desk has numbers.
type conditions struct {
	condition.Set
	use condition.Use // what they may ask
}

var conditionKeys = []string{"field", "operator", "value"}

func (c *conditions) read(d *decoder, n *yaml.Node, field string) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		d.bad(n, field, "found %s", shown(n))("the lists all and any")
		return
	}
	for key, value := range d.pairs(n, field) {
		at := join(field, key.Value)
		switch key.Value {
		case "all":
			c.All = c.block(d, value, at)
		case "any":
			c.Any = c.block(d, value, at)
		default:
			d.unknownKey(key, at, []string{"all", "any"})
		}
		d.lines[at] = key.Line
	}
}

func (c *conditions) block(d *decoder, n *yaml.Node, field string) []condition.Condition {
	d.lines[field] = n.Line
	if isNull(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		d.bad(n, field, "found %s", shown(n))("a list of conditions, such as - {field: status, operator: is, value: open}")
		return nil
	}
	var list []condition.Condition
	for i, item := range n.Content {
		if one, ok := c.one(d, item, fmt.Sprintf("%s[%d]", field, i)); ok {
			list = append(list, one)
		}
	}
	return list
}

func (c *conditions) one(d *decoder, n *yaml.Node, field string) (out condition.Condition, ok bool) {
	d.lines[field] = n.Line
	if n.Kind != yaml.MappingNode {
		d.bad(n, field, "found %s", shown(n))("a condition, such as {field: status, operator: is, value: open}")
		return out, false
	}
	var value *yaml.Node
	for key, v := range d.pairs(n, field) {
		at := join(field, key.Value)
		d.lines[at] = v.Line
		switch {
		case key.Value == "value":
			value = v
		case !slices.Contains(conditionKeys, key.Value):
			d.unknownKey(key, at, conditionKeys)
		case v.Kind != yaml.ScalarNode || v.Value == "":
			d.bad(v, at, "found %s", shown(v))("a word")
		case key.Value == "field":
			out.Field = v.Value
		default:
			out.Operator = condition.Operator(v.Value)
		}
	}
	return out, c.sensible(d, n, &out, value, field)
}

// sensible checks the words of a condition, and reads its value.
func (c *conditions) sensible(d *decoder, n *yaml.Node, out *condition.Condition, value *yaml.Node, field string) bool {
	f, ok := condition.FieldOf(out.Field)
	if !ok || f.Uses&c.use == 0 {
		var known []string
		for _, f := range condition.Fields(c.use) {
			known = append(known, f.Name)
		}
		d.unknownWord(n, field+".field", out.Field, append(known, condition.CustomField("KEY")))
		return false
	}
	operators := f.Operators(c.use)
	if !slices.Contains(operators, out.Operator) {
		known := make([]string, len(operators))
		for i, o := range operators {
			known[i] = string(o)
		}
		d.unknownWord(n, field+".operator", string(out.Operator), known)
		return false
	}
	out.Field = f.Name
	if key, custom := strings.CutPrefix(f.Name, condition.CustomField("")); custom {
		d.refer(n, field+".field", "field", key)
	} else if key, custom := strings.CutPrefix(f.Name, condition.OrganizationField("")); custom {
		d.refer(n, field+".field", "organization field", key)
	}
	if value != nil {
		out.Value = d.values(value, field+".value", refOf(f))
	}
	return true
}

// unknownWord tells of a word that is none of the known ones.
func (d *decoder) unknownWord(n *yaml.Node, field, found string, known []string) {
	text := "found “" + clip(found) + "”"
	if found == "" {
		text = "it is missing"
	}
	if near := nearest(found, known); len(near) > 0 {
		text += ". Did you mean " + strings.Join(near, " or ") + "?"
	}
	d.bad(n, field, "%s", text)("%s", strings.Join(known, ", "))
}

// refOf is the kind of object that the values of a field name; empty for words.
func refOf(f condition.Field) string {
	switch {
	case f.Kind == condition.Ref, f.Ref == "region", f.Ref == "support_level", f.Ref == "tier":
		return f.Ref
	}
	return ""
}

// values reads one value or a list of them, which name objects of the kind ref, unless that is empty.
func (d *decoder) values(n *yaml.Node, field, ref string) []string {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	var out []string
	for _, item := range items {
		switch {
		case item.Kind != yaml.ScalarNode:
			d.bad(item, field, "found %s", shown(item))("a word, a number, true or false, or a list of them")
		case isNull(item):
			out = append(out, "")
		case ref != "" && isNumber(item):
			d.bad(item, field, "found the number %s where a name belongs",
				clip(item.Value))("the name of a %s. Numbers differ from desk to desk, so files never have them", refWord(ref))
		default:
			out = append(out, item.Value)
			if ref != "" && item.Value != "" {
				d.refer(item, field, ref, item.Value)
			}
		}
	}
	return out
}

func (c *conditions) node() *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, block := range []struct {
		name string
		list []condition.Condition
	}{{"all", c.All}, {"any", c.Any}} {
		if len(block.list) == 0 {
			continue
		}
		items := make([]*yaml.Node, len(block.list))
		for i, one := range block.list {
			items[i] = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: yaml.FlowStyle, Content: []*yaml.Node{
				textNode("field"), textNode(one.Field), textNode("operator"), textNode(string(one.Operator))}}
			if len(one.Value) > 0 {
				f, _ := condition.FieldOf(one.Field)
				items[i].Content = append(items[i].Content, textNode("value"), valueNode(one.Value, refOf(f)))
			}
		}
		out.Content = append(out.Content, textNode(block.name), &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: items})
	}
	if len(out.Content) == 0 {
		return nil
	}
	return out
}

var plainNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,15})(\.[0-9]{1,6})?$`)

// valueNode writes a single value alone. Flags and numbers stand plainly, unless they are names: to the desk all values
// are texts.
func valueNode(values []string, ref string) *yaml.Node {
	items := make([]*yaml.Node, len(values))
	for i, v := range values {
		items[i] = textNode(v)
		switch {
		case ref != "":
		case v == "true" || v == "false":
			items[i].Tag = "!!bool"
		case plainNumber.MatchString(v):
			items[i].Tag = "!!" + map[bool]string{true: "float", false: "int"}[strings.Contains(v, ".")]
		}
	}
	if len(items) == 1 {
		return items[0]
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle, Content: items}
}

func (*conditions) schema() map[string]any {
	one := map[string]any{"type": "object", "required": []string{"field", "operator"}, "additionalProperties": false,
		"properties": map[string]any{"field": map[string]any{"type": "string"}, "operator": map[string]any{"type": "string"}, "value": true}}
	list := map[string]any{"type": "array", "items": one}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": map[string]any{"all": list, "any": list}}
}
