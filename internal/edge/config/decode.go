package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v4"
)

// decoder reads one file into a struct, strictly: what it does not understand is a problem with its line, and it
// goes on, so that all problems of a file are found at once.
type decoder struct {
	file     string
	problems Problems
	uses     []use
	lines    map[string]int // of every field that stands in the file
	missing  []string       // fields that must be there and are not
}

// use is a place where a file names another object.
type use struct {
	file, field string
	line        int
	ref, name   string
}

// selfReading is a value with a form of its own in files.
type selfReading interface {
	// read takes the value from n; what is wrong with it is told to d.
	read(d *decoder, n *yaml.Node, field string)
	// node gives the value as files have it; nil leaves it out.
	node() *yaml.Node
	// schema describes the form to editors (JSON Schema 2020-12).
	schema() map[string]any
}

// mostBytes bounds a file: whoever writes more has put something else into the folder.
const mostBytes = 1 << 20

// parse reads a document of YAML. It gives its mapping, or nil when there is none to be read.
func (d *decoder) parse(data []byte) *yaml.Node {
	if len(data) > mostBytes {
		d.bad(nil, "", "the file has %d bytes", len(data))("up to %d", mostBytes)
		return nil
	}
	var doc yaml.Node
	err := yaml.Load(data, &doc, yaml.WithUniqueKeys(false)) // a key that stands twice is told with both lines
	var syntax *yaml.LoadError
	switch {
	case errors.As(err, &syntax) && strings.Contains(syntax.Message, "no documents"), err == nil && len(doc.Content) == 0:
		d.bad(nil, "", "the file is empty")("one object, such as title: …")
		return nil
	case errors.As(err, &syntax):
		d.problems = append(d.problems, Problem{File: d.file, Line: max(syntax.Mark.Line, syntax.ContextMark.Line), Found: "this is no YAML: " + syntax.Message,
			Allowed: "one document of keys and values; a text with “: ” or “#” in it stands in quotes"})
		return nil
	case err != nil:
		d.bad(nil, "", "this is no YAML: %v", err)("one document of keys and values")
		return nil
	}
	if root := doc.Content[0]; root.Kind == yaml.MappingNode {
		return root
	}
	d.bad(doc.Content[0], "", "found %s", shown(doc.Content[0]))("keys and values, such as title: …")
	return nil
}

// bad notes a problem at a node; the function it gives says what is allowed instead.
func (d *decoder) bad(n *yaml.Node, field, format string, args ...any) func(format string, args ...any) {
	p := Problem{File: d.file, Field: field, Found: fmt.Sprintf(format, args...)}
	if n != nil {
		p.Line = n.Line
	}
	d.problems = append(d.problems, p)
	i := len(d.problems) - 1
	return func(format string, args ...any) { d.problems[i].Allowed = fmt.Sprintf(format, args...) }
}

// into reads n into v, which keeps what it holds where the file says nothing.
func (d *decoder) into(n *yaml.Node, v reflect.Value, field string, tag reflect.StructTag) {
	d.lines[field] = n.Line
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.bad(n, field, "found an anchor or an alias")("the value itself, written out")
		return
	}
	if own, ok := v.Addr().Interface().(selfReading); ok {
		own.read(d, n, field)
		return
	}
	if isNull(n) && v.Kind() != reflect.Bool {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.into(n, v.Elem(), field, tag)
	case reflect.Struct:
		d.mapping(n, v, field)
	case reflect.Map:
		d.table(n, v, field, tag)
	case reflect.Slice:
		d.list(n, v, field, tag)
	default:
		d.scalar(n, v, field, tag)
	}
}

// mapping reads keys into the fields of a struct.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value, field string) {
	if n.Kind != yaml.MappingNode {
		d.bad(n, field, "found %s", shown(n))("the keys %s", strings.Join(keysOf(v.Type()), ", "))
		return
	}
	given := map[string]bool{}
	for key, value := range d.pairs(n, field) {
		f, ok := fieldOf(v.Type(), key.Value)
		if !ok {
			d.unknownKey(key, join(field, key.Value), keysOf(v.Type()))
			continue
		}
		given[key.Value] = !isNull(value)
		d.into(value, v.FieldByIndex(f.Index), join(field, key.Value), f.Tag)
		d.lines[join(field, key.Value)] = key.Line
	}
	for _, f := range fieldsOf(v.Type()) {
		if f.Tag.Get("required") != "" && !given[keyOf(f)] {
			d.bad(n, join(field, keyOf(f)), "it is missing")("%s", f.Tag.Get("about"))
			d.missing = append(d.missing, join(field, keyOf(f)))
		}
	}
}

// pairs goes through the keys of a mapping; one that stands twice is a problem.
func (d *decoder) pairs(n *yaml.Node, field string) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		seen := map[string]int{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				d.bad(key, field, "found %s as a key", shown(key))("a word")
				continue
			}
			if first, twice := seen[key.Value]; twice {
				d.bad(key, join(field, key.Value), "it stands here twice, first in line %d", first)("each key once")
				continue
			}
			seen[key.Value] = key.Line
			if !yield(key, n.Content[i+1]) {
				return
			}
		}
	}
}

func (d *decoder) unknownKey(key *yaml.Node, field string, known []string) {
	found := "there is no key “" + clip(key.Value) + "”"
	if near := nearest(key.Value, known); len(near) > 0 {
		found += ". Did you mean " + strings.Join(near, " or ") + "?"
	}
	d.bad(key, field, "%s", found)("%s", strings.Join(known, ", "))
}

// table reads keys of the writer's own choice.
func (d *decoder) table(n *yaml.Node, v reflect.Value, field string, tag reflect.StructTag) {
	if n.Kind != yaml.MappingNode {
		d.bad(n, field, "found %s", shown(n))("keys and values")
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for key, value := range d.pairs(n, field) {
		item := reflect.New(v.Type().Elem()).Elem()
		d.into(value, item, join(field, key.Value), tag)
		v.SetMapIndex(reflect.ValueOf(key.Value).Convert(v.Type().Key()), item)
	}
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, field string, tag reflect.StructTag) {
	if n.Kind != yaml.SequenceNode {
		d.bad(n, field, "found %s", shown(n))("a list, such as [one, two]")
		return
	}
	out := reflect.MakeSlice(v.Type(), 0, len(n.Content))
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", field, i)
		value := reflect.New(v.Type().Elem()).Elem()
		if isNull(item) {
			d.bad(item, at, "there is nothing")("a value")
			continue
		}
		d.into(item, value, at, tag)
		out = reflect.Append(out, value)
	}
	v.Set(out)
}

func join(field, key string) string {
	if field == "" {
		return key
	}
	return field + "." + key
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
