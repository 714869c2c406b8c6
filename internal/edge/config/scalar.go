package config

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// scalar reads a single value. A text may look like a number or a date, since nobody puts 2026 into quotes; it may
// not look like true or like nothing, which is mostly a slip.
func (d *decoder) scalar(n *yaml.Node, v reflect.Value, field string, tag reflect.StructTag) {
	if n.Kind != yaml.ScalarNode {
		d.bad(n, field, "found %s", shown(n))("%s", wanted(v.Type(), tag))
		return
	}
	switch v.Kind() {
	case reflect.String:
		d.text(n, v, field, tag)
	case reflect.Bool:
		if n.ShortTag() != "!!bool" {
			d.bad(n, field, "found %s", shown(n))("true or false")
			return
		}
		v.SetBool(strings.EqualFold(n.Value, "true"))
	case reflect.Int, reflect.Int64:
		number, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || n.ShortTag() != "!!int" {
			d.bad(n, field, "found %s", shown(n))("a whole number")
			return
		}
		v.SetInt(number)
	case reflect.Float64:
		number, err := strconv.ParseFloat(n.Value, 64)
		if tag := n.ShortTag(); err != nil || tag != "!!int" && tag != "!!float" || math.IsNaN(number) || math.IsInf(number, 0) {
			d.bad(n, field, "found %s", shown(n))("a number")
			return
		}
		v.SetFloat(number)
	}
}

func (d *decoder) text(n *yaml.Node, v reflect.Value, field string, tag reflect.StructTag) {
	ref := tag.Get("ref")
	if ref != "" && isNumber(n) {
		d.bad(n, field, "found the number %s where a name belongs",
			clip(n.Value))("the name of a %s. Numbers differ from desk to desk, so files never have them; a name of digits stands in quotes", refWord(ref))
		return
	}
	if n.ShortTag() == "!!bool" {
		d.bad(n, field, "found %s", shown(n))("%s; put it into quotes if this is the text", wanted(v.Type(), tag))
		return
	}
	if words := strings.Fields(tag.Get("oneof")); len(words) > 0 && !slices.Contains(words, n.Value) {
		d.bad(n, field, "found %s", shown(n))("%s", strings.Join(words, ", "))
		return
	}
	v.SetString(n.Value)
	if ref != "" && n.Value != "" {
		d.refer(n, field, ref, n.Value)
	}
}

// refer notes that the file names another object.
func (d *decoder) refer(n *yaml.Node, field, ref, name string) {
	d.uses = append(d.uses, use{file: d.file, field: field, line: n.Line, ref: ref, name: name})
}

func isNumber(n *yaml.Node) bool { return n.ShortTag() == "!!int" || n.ShortTag() == "!!float" }

// wanted says what a value of a type may be.
func wanted(t reflect.Type, tag reflect.StructTag) string {
	switch {
	case tag.Get("ref") != "":
		return "the name of a " + refWord(tag.Get("ref"))
	case tag.Get("oneof") != "":
		return strings.Join(strings.Fields(tag.Get("oneof")), ", ")
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		return "a whole number"
	case t.Kind() == reflect.Float64:
		return "a number"
	}
	return "a text"
}

// shown is what stands at a node, for a sentence.
func shown(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys and values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "nothing"
	}
	return "“" + clip(n.Value) + "”"
}

var space = regexp.MustCompile(`\s+`)

func clip(s string) string {
	return fault.Clip(space.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), " "), 60)
}
