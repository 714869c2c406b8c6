package environment_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/environment"
)

const yamlInventory = `environments:
  - name: Production
    version: v17.2.9-EE
    users: 8000
    nodes: {Application: 3, Database: 3}
    primary: true
  - name: Staging
    kind: staging
    deployment: dedicated
    notes: "Reset every night"
`

const csvInventory = "\xef\xbb\xbfName,Version,Kind,Nodes\nProduction,17.3.1-ee,production,Application: 5; Database: 3\n\"Lab, two\",,test,\n"

// TestImport takes inventories over by name, twice the same without a change.
func TestImport(t *testing.T) {
	each(t, func(k *desk) {
		for i, c := range []struct {
			name, data string
			want       environment.Taken
		}{
			{"inventory.yaml", yamlInventory, environment.Taken{Added: 2}}, {"inventory.yml", yamlInventory, environment.Taken{Same: 2}},
			{"inventory.csv", csvInventory, environment.Taken{Added: 1, Changed: 1}}, {"inventory.csv", csvInventory, environment.Taken{Same: 2}},
		} {
			got, problems, err := k.Import(k.ctx, k.acme, c.name, []byte(c.data))
			k.must(err)
			if got != c.want || problems != nil {
				t.Errorf("%d: %+v %v, want %+v", i, got, problems, c.want)
			}
		}
		all, err := k.Mine(k.ctx, k.acme)
		k.must(err)
		if len(all) != 3 || all[0].Name != "Production" || all[0].Version != "17.3.1-ee" || all[0].Users != 8000 || all[0].Size != "10k" ||
			all[0].NodeCount() != 8 {
			t.Errorf("%+v", all)
		}
		k.says("self-managed 17.3.1-ee")
		_, problems, err := k.Import(k.ctx, k.acme, "inventory.csv", []byte("name,version\nProduction,17.4\nNext,17.x\n"))
		k.must(err)
		if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), "Line 3: version: “17.x” is no version") {
			t.Errorf("%v", problems)
		}
		k.says("self-managed 17.3.1-ee") // all of it or nothing
	})
}

// TestInventoryProblems tells every problem with its line.
func TestInventoryProblems(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"a.txt", "", []string{"“a.txt” is no inventory. Its name ends in .csv, .yaml or .yml"}},
		{"a.csv", "", []string{"The file names no environment"}},
		{"a.csv", "name,colour,name\nx,y,z\n",
			[]string{"Line 1: there is no field “colour”. The fields are name, kind, deployment, version, architecture, size, users, nodes, primary, topology, notes", "Line 1: the column “name” stands there twice"}},
		{"a.csv", "kind\nproduction\n", []string{"Line 1: the first line names the columns; “name” is missing"}},
		{"a.csv", "name,users\nA,many\nB,3,4\nA,1\n",
			[]string{"Line 2: users: “many” is no whole number", "Line 3: there are 3 fields under 2 columns", "Line 4: A stands on line 2 already"}},
		{"a.csv", "name\n\"A\n", []string{"Line 2: this is no line of CSV: extraneous or missing \" in quoted-field"}},
		{"a.yaml", "- name: A\n", []string{"Line 1: the file is a list under the key “environments”"}},
		{"a.yaml", "environments:\n  - A\n  - name: B\n    nodes: [1]\n    primary: perhaps\n",
			[]string{"Line 2: an environment is written as fields with values, such as name: Production",
				"Line 4: nodes: this is neither a value nor roles with counts", "Line 5: primary: “perhaps” is neither true nor false"}},
		{"a.yaml", "environments:\n  - name: B\n    nodes: {Cache: none}\n",
			[]string{"Line 3: nodes: “Cache: none” is no role with a count, such as Database: 3"}},
	} {
		_, problems := environment.ReadInventory(c.name, []byte(c.data))
		var got []string
		for _, p := range problems {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %q: %s", c.name, c.data, diff)
		}
	}
}

// FuzzReadInventory holds that whatever comes is either taken or told of, with lines that are there.
func FuzzReadInventory(f *testing.F) {
	f.Add(true, yamlInventory)
	f.Add(false, csvInventory)
	f.Add(true, "environments: [{name: {a: b}}, &x {name: x}, *x]")
	f.Fuzz(func(t *testing.T, asYAML bool, data string) {
		name := map[bool]string{true: "a.yaml", false: "a.csv"}[asYAML]
		entries, problems := environment.ReadInventory(name, []byte(data))
		if len(entries) == 0 && len(problems) == 0 {
			t.Fatal("nothing was read, and nothing was said")
		}
		for _, p := range problems {
			if p.Text == "" || p.Line < 0 || p.Line > len(data)+1 {
				t.Fatalf("%+v", p)
			}
		}
		if len(problems) > 0 {
			return
		}
		for _, e := range entries {
			if e.Environment.Name == "" || e.Environment.Version != "" && !e.Environment.Release().Known() {
				t.Fatalf("%+v is taken", e)
			}
		}
	})
}
