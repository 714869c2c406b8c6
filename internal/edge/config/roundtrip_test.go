package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

// TestRoundTrip applies files with something of every kind, exports them, and applies that to an empty desk: its export
// is the same in every byte, and a plan of it is empty.
func TestRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for name, text := range example {
			k.write(name, text)
		}
		k.apply(Options{})
		if got := k.plan(); !strings.HasPrefix(strings.TrimSpace(got[strings.LastIndex(strings.TrimSpace(got), "\n")+1:]), "Nothing to change") {
			t.Errorf("right after applying:\n%s", got)
		}
		k.dir = t.TempDir()
		k.export()
		first := contents(t, k.dir)
		if got := k.plan(); !strings.HasPrefix(got, "Nothing to change") {
			t.Errorf("right after exporting:\n%s", got)
		}
		other := newDesk(t, another(t, k.DB))
		other.dir = k.dir
		if a := other.apply(Options{Prune: true}); a.Plan.Empty() {
			t.Error("nothing came into the other desk")
		}
		other.dir = t.TempDir()
		other.export()
		if diff := cmp.Diff(first, contents(t, other.dir)); diff != "" {
			t.Errorf("the other desk (-one +other)\n%s", diff)
		}
	})
}

func another(t *testing.T, d *db.DB) *db.DB { return dbtest.Open(t, d.Engine(), migrations) }

// TestExportKeepsComments writes over files that people wrote: comments, quotes and order of what stays the same stay.
func TestExportKeepsComments(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("groups/experts.yaml", "# Who they are.\ntitle: \"Experts\" # the last resort\n# The end.\n")
		k.write("people/ben.yaml", `# Ben, from the beginning.
email: ben@desk.test
role: agent     # for now
name: 'Ben Ode'
skills: # what he knows
# The first.
- {name: Geo, level: 1}
- {name: Gitaly, level: 3} # ask him
groups: [Experts]
`)
		k.apply(Options{})
		before := k.text("groups/experts.yaml")
		if x := k.export(); strings.Contains(strings.Join(x.Written, " "), "experts") || k.text("groups/experts.yaml") != before {
			t.Errorf("a file that says the same was written:\n%s", k.text("groups/experts.yaml"))
		}
		k.edit("people/ben.yaml", "{name: Geo, level: 1}", "{name: Geo, level: 2}")
		k.edit("people/ben.yaml", "role: agent     # for now", "role: lead     # for now")
		k.apply(Options{})
		k.edit("people/ben.yaml", "role: lead ", "role: agent ") // not applied: the desk says lead
		k.export()
		got := k.text("people/ben.yaml")
		for _, want := range []string{"# Ben, from the beginning.\n", "role: lead # for now\n", "name: 'Ben Ode'\n", "# what he knows", "# The first.\n",
			"{name: Gitaly, level: 3} # ask him", "{name: Geo, level: 2}"} {
			if !strings.Contains(got, want) {
				t.Errorf("the file lost %q:\n%s", want, got)
			}
		}
		if got := k.plan(); !strings.Contains(got, "Nothing to change") {
			t.Errorf("after the export:\n%s", got)
		}
	})
}
