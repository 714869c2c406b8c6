package config

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
)

// FuzzDecode reads any text as a file of any kind: it never fails otherwise than by a problem with the file's name, and
// what it reads without one is written so that it reads the same.
func FuzzDecode(f *testing.F) {
	s := New(Deps{})
	for _, name := range slices.Sorted(maps.Keys(example)) {
		folder, _, _ := strings.Cut(name, "/")
		if i := slices.IndexFunc(s.kinds, func(k kind) bool { return k.folder() == folder }); i >= 0 {
			f.Add(i, example[name])
		}
	}
	for _, text := range []string{"", "a: &x [*x]", "- 1", "{}", "title: |\n  a\n   b \n", "title: !!binary aGk=\n", "? [a]\n: b\n", "title: \"\\0\\r\\n\"\n",
		"title: 'a: b # c'\n", "<<: {title: a}\n", "---\ntitle: a\n---\ntitle: b\n", "title: \u0085\u2028x\n", "%YAML 1.2\n---\ntitle: a"} {
		f.Add(2, text)
	}
	f.Fuzz(func(t *testing.T, which int, text string) {
		k := s.kinds[((which%len(s.kinds))+len(s.kinds))%len(s.kinds)]
		first, problems := decoded(k, text)
		for _, p := range problems {
			if p.File != "a.yaml" || p.Found == "" {
				t.Errorf("a problem that says nothing: %+v", p)
			}
		}
		if len(problems) > 0 {
			return
		}
		second, problems := decoded(k, first.text)
		if len(problems) > 0 || second.text != first.text {
			t.Fatalf("%q was written as\n%s\nand reads as\n%s\n%v", text, first.text, second.text, problems)
		}
	})
}

func decoded(k kind, text string) (object, Problems) {
	d := &decoder{file: "a.yaml", lines: map[string]int{}}
	n := d.parse([]byte(text))
	if n == nil {
		return object{}, d.problems
	}
	return k.decode(d, n), d.problems
}

// FuzzMerge writes one file over another of the same kind: the result reads like the one that was written.
func FuzzMerge(f *testing.F) {
	s := New(Deps{})
	for _, name := range slices.Sorted(maps.Keys(example)) {
		folder, _, _ := strings.Cut(name, "/")
		if i := slices.IndexFunc(s.kinds, func(k kind) bool { return k.folder() == folder }); i >= 0 {
			f.Add(i, "# one\n"+example[name], example[name]+"# two\n")
		}
	}
	f.Add(5, "email: a@b.c\nname: A\nrole: agent\nskills:\n# x\n- {name: a, level: 1} # y\n",
		"email: a@b.c\nname: A\nrole: lead\nskills: [{name: a, level: 2}]\n")
	f.Add(2, "title: a # b\n", "title: |\n  x\n  y\n")
	f.Fuzz(func(t *testing.T, which int, old, fresh string) {
		k := s.kinds[((which%len(s.kinds))+len(s.kinds))%len(s.kinds)]
		want, problems := decoded(k, fresh)
		if len(problems) > 0 || want.text == "" {
			return
		}
		if _, problems := decoded(k, old); len(problems) > 0 {
			return
		}
		var doc yaml.Node
		if err := yaml.Load([]byte(old), &doc, yaml.WithUniqueKeys(false)); err != nil {
			return
		}
		doc.Content[0] = merged(doc.Content[0], want.node)
		text, err := dump(&doc)
		if err != nil {
			t.Fatal(err)
		}
		if got, problems := decoded(k, string(text)); len(problems) > 0 || got.text != want.text {
			t.Fatalf("%q over %q gave\n%s\n%v", fresh, old, text, problems)
		}
	})
}

// TestPolicyWords holds the keys of policy files to the words of the clocks.
func TestPolicyWords(t *testing.T) {
	for _, priority := range sla.Prioritised() {
		for _, m := range clock.Metrics() {
			if (&targetsFile{}).at(priority, m) == nil {
				t.Errorf("files have no place for %s of %s", m, priority)
			}
		}
	}
}

// TestSchemas makes the schema of every kind, with a line about each key.
func TestSchemas(t *testing.T) {
	for _, k := range New(Deps{}).kinds {
		text, err := schemaFile(k)
		if err != nil || !strings.Contains(string(text), `"description"`) || !strings.Contains(string(text), `"additionalProperties": false`) {
			t.Errorf("%s: %v\n%s", k.folder(), err, text)
		}
	}
}
