package config

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// differences tells field by field how one object became another; a nil node is nothing.
func differences(field string, a, b *yaml.Node) []FieldChange {
	if a != nil && b != nil && a.Kind == b.Kind {
		switch a.Kind {
		case yaml.MappingNode:
			return mappingDifferences(field, a, b)
		case yaml.SequenceNode:
			return listDifferences(field, a, b)
		}
	}
	from, to := told(a), told(b)
	switch {
	case from == to:
		return nil
	case a == nil && b.Kind == yaml.MappingNode && b.Style != yaml.FlowStyle:
		return mappingDifferences(field, &yaml.Node{Kind: yaml.MappingNode}, b)
	case b == nil && a.Kind == yaml.MappingNode && a.Style != yaml.FlowStyle:
		return mappingDifferences(field, a, &yaml.Node{Kind: yaml.MappingNode})
	case strings.Contains(from+to, "\n") && a != nil && b != nil:
		return textDifferences(field, from, to)
	}
	return []FieldChange{{Field: field, From: from, To: to}}
}

func mappingDifferences(field string, a, b *yaml.Node) []FieldChange {
	var all []FieldChange
	for i := 0; i+1 < len(b.Content); i += 2 {
		key := b.Content[i].Value
		all = append(all, differences(join(field, key), valueOf(a, key), b.Content[i+1])...)
	}
	for i := 0; i+1 < len(a.Content); i += 2 {
		if key := a.Content[i].Value; valueOf(b, key) == nil {
			all = append(all, differences(join(field, key), a.Content[i+1], nil)...)
		}
	}
	return all
}

// listDifferences tells short lists whole, and of others what is taken out and put in.
func listDifferences(field string, a, b *yaml.Node) []FieldChange {
	if from, to := told(a), told(b); a.Style == yaml.FlowStyle && b.Style == yaml.FlowStyle || len(a.Content)+len(b.Content) == 0 {
		if from == to {
			return nil
		}
		return []FieldChange{{Field: field, From: from, To: to}}
	}
	from, to := items(a), items(b)
	if slices.Equal(from, to) {
		return nil
	}
	if all, ok := namedDifferences(field, a, b); ok {
		return all
	}
	return edits(field, from, to)
}

// namedDifferences tells what became of the items of lists whose items have a name each: their first value. It is of no
// use where two have the same, or where only the order is another.
func namedDifferences(field string, a, b *yaml.Node) (all []FieldChange, ok bool) {
	was, ok := byName(a)
	is, also := byName(b)
	if !ok || !also {
		return nil, false
	}
	for _, item := range a.Content {
		if name := told(item.Content[1]); is[name] == nil {
			all = append(all, FieldChange{Field: field, From: told(item)})
		}
	}
	for _, item := range b.Content {
		switch name := told(item.Content[1]); {
		case was[name] == nil:
			all = append(all, FieldChange{Field: field, To: told(item)})
		default:
			all = append(all, differences(field+"["+name+"]", was[name], item)...)
		}
	}
	return all, len(all) > 0
}

// byName gives the items of a list by their first value; ok is false where that is not theirs alone.
func byName(n *yaml.Node) (items map[string]*yaml.Node, ok bool) {
	items = map[string]*yaml.Node{}
	for _, item := range n.Content {
		if item.Kind != yaml.MappingNode || len(item.Content) < 2 || items[told(item.Content[1])] != nil {
			return nil, false
		}
		items[told(item.Content[1])] = item
	}
	return items, true
}

func textDifferences(field, from, to string) []FieldChange {
	return edits(field, strings.Split(strings.TrimSuffix(from, "\n"), "\n"), strings.Split(strings.TrimSuffix(to, "\n"), "\n"))
}

// edits finds what to take out of one list and to put in to get the other; what only moves is told as both.
func edits(field string, a, b []string) []FieldChange {
	kept := common(a, b)
	var all []FieldChange
	i, j := 0, 0
	for _, line := range append(kept, "\x00") {
		for ; i < len(a) && a[i] != line; i++ {
			all = append(all, FieldChange{Field: field, From: a[i]})
		}
		for ; j < len(b) && b[j] != line; j++ {
			all = append(all, FieldChange{Field: field, To: b[j]})
		}
		i, j = i+1, j+1
	}
	if len(all) == 0 || len(all) > mostEdits {
		return []FieldChange{{Field: field, From: fmt.Sprint(len(a), " lines"), To: fmt.Sprint(len(b), " other lines")}}
	}
	return all
}

const (
	mostEdits = 40   // so that a plan can be read
	mostLines = 2000 // so that it comes soon
)

// common gives a longest list that both have in their order.
func common(a, b []string) []string {
	if len(a) > mostLines || len(b) > mostLines {
		return nil
	}
	long := make([][]int, len(a)+1)
	for i := range long {
		long[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if long[i][j] = max(long[i+1][j], long[i][j+1]); a[i] == b[j] {
				long[i][j] = long[i+1][j+1] + 1
			}
		}
	}
	var out []string
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, a[i])
			i, j = i+1, j+1
		case long[i+1][j] >= long[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

func items(n *yaml.Node) []string {
	out := make([]string, len(n.Content))
	for i, item := range n.Content {
		out[i] = inLine(told(item))
	}
	return out
}

// inLine writes a text of several lines on one, where it is a part of something.
func inLine(s string) string { return strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", " ") }

// told writes a value on one line, but for texts of several lines, which stay what they are.
func told(n *yaml.Node) string {
	switch {
	case n == nil:
		return ""
	case n.Kind == yaml.ScalarNode && n.Value == "":
		return `""`
	case n.Kind == yaml.ScalarNode:
		return n.Value
	case n.Kind == yaml.SequenceNode:
		return "[" + strings.Join(items(n), ", ") + "]"
	}
	parts := make([]string, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		parts = append(parts, n.Content[i].Value+": "+inLine(told(n.Content[i+1])))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
