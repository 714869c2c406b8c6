package config

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/condition"
)

// actions are what a rule or macro does, with names where the desk has numbers. A mail has to, subject and body, all
// else a value.
type actions struct {
	list []rules.Action
	use  rules.Use
}

var mailKeys = []string{"to", "subject", "body"}

func (a *actions) read(d *decoder, n *yaml.Node, field string) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		d.bad(n, field, "found %s", shown(n))("a list of actions, such as - {field: status, value: open}")
		return
	}
	for i, item := range n.Content {
		if one, ok := a.one(d, item, fmt.Sprintf("%s[%d]", field, i)); ok {
			a.list = append(a.list, one)
		}
	}
}

func (a *actions) one(d *decoder, n *yaml.Node, field string) (out rules.Action, ok bool) {
	d.lines[field] = n.Line
	if n.Kind != yaml.MappingNode {
		d.bad(n, field, "found %s", shown(n))("an action, such as {field: status, value: open}")
		return out, false
	}
	given := map[string]*yaml.Node{}
	for key, v := range d.pairs(n, field) {
		d.lines[join(field, key.Value)] = v.Line
		given[key.Value] = v
		if !slices.Contains(append([]string{"field", "value"}, mailKeys...), key.Value) {
			d.unknownKey(key, join(field, key.Value), append([]string{"field", "value"}, mailKeys...))
		}
	}
	if name := given["field"]; name != nil {
		out.Field = name.Value
	}
	f, known := rules.ActionFieldOf(out.Field)
	if !known || f.Uses&a.use == 0 {
		var names []string
		for _, f := range rules.ActionFields(a.use) {
			names = append(names, f.Name)
		}
		d.unknownWord(n, field+".field", out.Field, append(names, condition.CustomField("KEY")))
		return out, false
	}
	if key, custom := strings.CutPrefix(out.Field, condition.CustomField("")); custom {
		d.refer(n, field+".field", "field", key)
	}
	return a.value(d, n, out, f, given, field)
}

// value reads what an action sets, or the parts of a mail.
func (a *actions) value(d *decoder, n *yaml.Node, out rules.Action, f rules.ActionField, given map[string]*yaml.Node, field string) (rules.Action, bool) {
	if f.Sort != rules.SendMail {
		if given["value"] == nil {
			d.bad(n, field+".value", "it is missing")("what %s becomes", out.Field)
			return out, false
		}
		out.Value = d.values(given["value"], field+".value", actionRef(f))
		return out, true
	}
	for _, key := range mailKeys {
		part := given[key]
		if part == nil || part.Kind != yaml.ScalarNode {
			d.bad(n, join(field, key), "it is missing")("a text: a mail has to, subject and body")
			return out, false
		}
		ref := ""
		if key == "to" {
			ref = actionRef(f)
		}
		out.Value = append(out.Value, strings.Join(d.values(part, join(field, key), ref), ""))
	}
	return out, true
}

// actionRef is the kind of object that the value of an action names; empty for words.
func actionRef(f rules.ActionField) string {
	switch {
	case f.Sort == rules.SetField:
		of, _ := condition.FieldOf(f.Sets)
		return refOf(of)
	case f.Name == "notification_group":
		return "group"
	case f.Sort == rules.SetPerson, f.Sort == rules.SendMail:
		return "user"
	}
	return ""
}

func (a *actions) node() *yaml.Node {
	if len(a.list) == 0 {
		return nil
	}
	out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, one := range a.list {
		f, _ := rules.ActionFieldOf(one.Field)
		item := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{textNode("field"), textNode(one.Field)}}
		if f.Sort == rules.SendMail && len(one.Value) == len(mailKeys) {
			for i, key := range mailKeys {
				item.Content = append(item.Content, textNode(key), textNode(one.Value[i]))
			}
		} else {
			item.Content = append(item.Content, textNode("value"), valueNode(one.Value, actionRef(f)))
			oneLine(item)
		}
		out.Content = append(out.Content, item)
	}
	return out
}

func (*actions) schema() map[string]any {
	text := map[string]any{"type": "string"}
	return map[string]any{"type": "array", "items": map[string]any{"type": "object", "required": []string{"field"}, "additionalProperties": false,
		"properties": map[string]any{"field": text, "value": true, "to": text, "subject": text, "body": text}}}
}

// translated gives actions with what they name changed, as condition.Set.Translate does.
func translated(list []rules.Action, change func(ref, value string) (string, error)) ([]rules.Action, error) {
	out := make([]rules.Action, len(list))
	for i, a := range list {
		f, _ := rules.ActionFieldOf(a.Field)
		a.Value = slices.Clone(a.Value)
		var err error
		switch ref := actionRef(f); {
		case f.Sort == rules.SetField:
			var set condition.Set
			set, err = condition.Set{All: []condition.Condition{{Field: f.Sets, Operator: condition.Is, Value: a.Value}}}.Translate(change)
			if err == nil {
				a.Value = set.All[0].Value
			}
		case ref != "" && len(a.Value) > 0 && !slices.Contains(standIns, a.Value[0]):
			a.Value[0], err = change(ref, a.Value[0])
		}
		if err != nil {
			return nil, err
		}
		out[i] = a
	}
	return out, nil
}
