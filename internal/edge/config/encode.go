package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// encode gives a value as files have it, with the keys in the order of the struct and those of tables sorted: the
// same value is always the same text. nil leaves it out.
func encode(v reflect.Value, tag reflect.StructTag) *yaml.Node {
	if n, ok := v.Interface().(*yaml.Node); ok {
		return n
	}
	if v.CanAddr() {
		if own, ok := v.Addr().Interface().(selfReading); ok {
			return own.node()
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return encode(v.Elem(), tag)
	case reflect.Struct:
		return encodeStruct(v)
	case reflect.Map:
		return encodeTable(v, tag)
	case reflect.Slice:
		return encodeList(v, tag)
	case reflect.Bool:
		return scalarNode("!!bool", strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int64:
		return scalarNode("!!int", strconv.FormatInt(v.Int(), 10))
	case reflect.Float64:
		return floatNode(v.Float())
	}
	return textNode(v.String())
}

func encodeStruct(v reflect.Value) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, f := range fieldsOf(v.Type()) {
		value := v.FieldByIndex(f.Index)
		if sparse(f) && value.IsZero() {
			continue
		}
		n := encode(value, f.Tag)
		if n == nil || sparse(f) && n.Kind != yaml.ScalarNode && len(n.Content) == 0 {
			continue
		}
		if f.Tag.Get("style") == "flow" {
			oneLine(n)
		}
		out.Content = append(out.Content, textNode(keyOf(f)), n)
	}
	return out
}

func encodeTable(v reflect.Value, tag reflect.StructTag) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, k := range keys {
		item := reflect.New(v.Type().Elem()).Elem()
		item.Set(v.MapIndex(k))
		out.Content = append(out.Content, textNode(k.String()), encode(item, tag))
	}
	return out
}

func encodeList(v reflect.Value, tag reflect.StructTag) *yaml.Node {
	items := make([]*yaml.Node, v.Len())
	for i := range items {
		items[i] = encode(v.Index(i), tag)
	}
	return listNode(items)
}

// widest is how long a list of words may be on one line.
const widest = 100

// listNode writes short lists of single values on one line.
func listNode(items []*yaml.Node) *yaml.Node {
	out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: items}
	width := 0
	for _, item := range items {
		if width += len(item.Value) + 2; item.Kind != yaml.ScalarNode || strings.Contains(item.Value, "\n") {
			return out
		}
	}
	if width <= widest {
		out.Style = yaml.FlowStyle
	}
	return out
}

// oneLine writes the mappings in n on a line each, unless one has a text of several lines.
func oneLine(n *yaml.Node) {
	if n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			oneLine(item)
		}
		return
	}
	if n.Kind == yaml.MappingNode && !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return strings.Contains(c.Value, "\n") }) {
		n.Style = yaml.FlowStyle
	}
}

func scalarNode(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

// textNode writes a text plainly where it can be, in a block where it has several lines, in quotes where it would be
// read as something else.
func textNode(s string) *yaml.Node {
	n := scalarNode("!!str", s)
	if strings.Contains(s, "\n") {
		n.Style = yaml.LiteralStyle
	}
	return n
}

func floatNode(f float64) *yaml.Node {
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if strings.Contains(text, ".") {
		return scalarNode("!!float", text)
	}
	return scalarNode("!!int", text)
}

// dump writes a mapping as the text of a file.
func dump(n *yaml.Node) ([]byte, error) {
	out, err := yaml.Dump(n, yaml.WithIndent(2), yaml.WithLineWidth(-1), yaml.WithQuotePreference(yaml.QuoteDouble))
	if err != nil {
		return nil, fmt.Errorf("write YAML: %w", err)
	}
	return out, nil
}
