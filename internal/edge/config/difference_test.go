package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// TestDifferences tells field by field, in few words, what became of an object.
func TestDifferences(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		want                []FieldChange
	}{
		{"nothing", "a: 1\nb: [x]\n", "a: 1\nb: [x]\n", nil},
		{"a value, inside", "a: {b: {c: 4h}}\n", "a: {b: {c: 2h}}\n", []FieldChange{{"a.b.c", "4h", "2h"}}},
		{"a key comes and goes", "a: 1\nb: 2\n", "a: 1\nc: 3\n", []FieldChange{{"c", "", "3"}, {"b", "2", ""}}},
		{"a short list", "a: [x, y]\n", "a: [x, z]\n", []FieldChange{{"a", "[x, y]", "[x, z]"}}},
		{"a skill", "skills:\n- {name: Geo, level: 1}\n- {name: Git, level: 2}\n", "skills:\n- {name: Git, level: 3}\n- {name: CI, level: 1}\n",
			[]FieldChange{{"skills", "{name: Geo, level: 1}", ""}, {"skills[Git].level", "2", "3"}, {"skills", "", "{name: CI, level: 1}"}}},
		{"the order of items", "o:\n- {value: a}\n- {value: b}\n", "o:\n- {value: b}\n- {value: a}\n",
			[]FieldChange{{"o", "{value: a}", ""}, {"o", "", "{value: a}"}}},
		{"items without a name", "c:\n- {field: s, value: 1}\n- {field: s, value: 2}\n", "c:\n- {field: s, value: 1}\n- {field: s, value: 3}\n",
			[]FieldChange{{"c", "{field: s, value: 2}", ""}, {"c", "", "{field: s, value: 3}"}}},
		{"lines of a text", "b: |\n  Hello,\n  one\n  bye\n", "b: |\n  Hello,\n  two\n  bye\n", []FieldChange{{"b", "one", ""}, {"b", "", "two"}}},
		{"an empty text", "a: x\n", "a: \"\"\n", []FieldChange{{"a", "x", `""`}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, differences("", mapping(t, c.before), mapping(t, c.after))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func mapping(t *testing.T, text string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Load([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Content[0]
}
