package config

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// problems applies the folder, which must be refused, and gives what is wrong with it, a line each.
func (k *desk) problems() []string {
	k.t.Helper()
	_, err := k.Apply(k.ctx, os.DirFS(k.dir), Options{})
	var ps Problems
	if !fault.Is(err, fault.Invalid) || !errors.As(err, &ps) {
		k.t.Fatalf("not refused, but %v", err)
	}
	return strings.Split(ps.Error(), "\n")
}

// TestBadFiles finds all that is wrong with a folder at once, each with its file, line, field, what was found and what
// is allowed, and applies nothing of it.
func TestBadFiles(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		before := k.export()
		clean := contents(t, k.dir)
		for name, text := range map[string]string{
			"groups/good.yaml":       "title: Good\n",
			"groups/typo.yaml":       "title: Experts\n  members: [a\n",
			"groups/empty.yaml":      "\n",
			"groups/key.yaml":        "titel: Experts\n",
			"groups/twice.yaml":      "title: One\ntitle: Two\n",
			"groups/double.yaml":     "title: Double\n",
			"groups/double_too.yaml": "title: double\n",
			"views/type.yaml":        "title: [a, b]\nposition: high\nquery: status<solved\n",
			"people/id.yaml":         "email: ben@desk.test\nname: Ben\nrole: agnet\nmanager: 12\ngroups: [7, Goood]\n",
			"calendars/never.yaml":   "title: Never\nzone: Europe/Amsterdm\nhours:\n  monday: [22:00-06:00, 10-11]\n  mnday: []\n",
			"calendars/closed.yaml":  "title: Closed\nzone: Europe/Amsterdam\n",
			"triggers/words.yaml": "title: Words\nconditions:\n  all:\n  - {field: statsu, operator: is, value: open}\n" +
				"  - {field: status, operator: iz, value: open}\n  - {field: group_id, operator: is, value: 3}\nactions:\n- {field: group_id, value: Billing}\n",
			"policies/nothing.yaml": "title: Nothing\nfilter:\n  all:\n  - {field: status, operator: is, value: new}\n  - {field: status, operator: is, value: solved}\n" +
				"targets:\n  urgent:\n    first_reply_time: {within: 4 hors, hours: calendar, contract: true}\n",
			"policies/match.yaml":   "title: Match\nfilter:\n  all:\n  - {field: status, operator: is, value: new}\n  - {field: status, operator: is, value: solved}\n",
			"settings/unknown.yaml": "setting: queue.wieghts\nvalue: 1\n",
			"polices/standard.yaml": "title: Standard\n",
			"stray.yaml":            "title: Stray\n",
		} {
			k.write(name, text)
		}
		got := k.problems()
		want := []string{
			"calendars/closed.yaml:1: hours: ",
			"calendars/never.yaml:4: hours.monday[1]: found “10-11”. ",
			"calendars/never.yaml:5: hours.mnday: there is no key “mnday”. Did you mean monday",
			"groups/double.yaml:1: title: the group “double” stands in groups/double_too.yaml, too; allowed: each object in one file",
			"groups/double_too.yaml:1: title: the group “double” stands in groups/double.yaml, too; allowed: each object in one file",
			"groups/empty.yaml: the file is empty; allowed: one object, such as title: …",
			"groups/key.yaml:1: titel: there is no key “titel”. Did you mean title?; allowed: title, previous_title",
			"groups/key.yaml:1: title: it is missing; allowed: What the group is called",
			"groups/twice.yaml:2: title: it stands here twice, first in line 1; allowed: each key once",
			"groups/typo.yaml:2: this is no YAML: ",
			"people/id.yaml:3: role: found “agnet”; allowed: light_agent, agent, lead, admin",
			"people/id.yaml:4: manager: found the number 12 where a name belongs; allowed: the name of a person.",
			"people/id.yaml:5: groups[0]: found the number 7 where a name belongs; allowed: the name of a group.",
			"people/id.yaml:5: groups[1]: there is no group “Goood”. Did you mean Good?; allowed: ",
			"polices: there is no folder “polices”. Did you mean policies?; allowed: calendars, ",
			"policies/match.yaml:2: filter: Nothing can match all of",
			"policies/nothing.yaml:8: targets.urgent.first_reply_time.within: found “4 hors”; allowed: hours, minutes and seconds, such as 30m, 4h or 1h30m",
			"settings/unknown.yaml:1: setting: found “queue.wieghts”. Did you mean queue.weights?; allowed: ",
			"stray.yaml: this file lies in no folder; allowed: ",
			"triggers/words.yaml:4: conditions.all[0].field: found “statsu”. Did you mean status?; allowed: status, ",
			"triggers/words.yaml:5: conditions.all[1].operator: found “iz”. Did you mean is?; allowed: is, ",
			"triggers/words.yaml:6: conditions.all[2].value: found the number 3 where a name belongs; allowed: the name of a group.",
			"triggers/words.yaml:8: actions[0].value: there is no group “Billing”; allowed: ",
			"views/type.yaml:1: title: found a list; allowed: a text",
			"views/type.yaml:2: position: found “high”; allowed: a whole number",
		}
		for i := range max(len(want), len(got)) {
			if i >= len(want) || i >= len(got) || !strings.HasPrefix(got[i], want[i]) {
				t.Fatalf("problem %d is not %s\n%s", i, slices.Concat(want, make([]string, len(got)))[i], strings.Join(got, "\n"))
			}
		}
		k.dir = t.TempDir()
		if after := k.export(); after.Objects != before.Objects {
			t.Errorf("%d objects became %d", before.Objects, after.Objects)
		}
		if diff := cmp.Diff(clean, contents(t, k.dir)); diff != "" {
			t.Errorf("something was applied (-before +after)\n%s", diff)
		}
	})
}

// TestBadMeaning is about files that read well and make no sense to the desk: its own rules say so, with the line.
func TestBadMeaning(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for _, c := range []struct{ name, file, text, want string }{
			{"focuses", "people/ben.yaml", "email: ben@desk.test\nname: Ben\nrole: agent\nfocuses:\n- {name: SaaS, percentage: 60}\n",
				"people/ben.yaml:4: focuses: The shares add up to 60 percent"},
			{"search", "views/a.yaml", "title: A\nquery: 'status:opne'\n", "views/a.yaml:2: query: "},
			{"number in a search", "views/a.yaml", "title: A\nquery: 'requester:#7'\n", "views/a.yaml:2: query: “requester:#7” names something by its number"},
			{"order of days", "statuses/pending.yaml", "status: pending\nremind_after_days: 9\nsolve_after_days: 3\n",
				"statuses/pending.yaml:3: solve_after_days: "},
			{"another status", "statuses/hold.yaml", "status: hold\nclose_after_days: 3\n",
				"statuses/hold.yaml:2: close_after_days: This happens to the status solved"},
			{"setting", "settings/queue.weights.yaml", "setting: queue.weights\nvalue:\n  escalated: -1\n",
				"settings/queue.weights.yaml:3: value.escalated: -1 points"},
			{"unknown key of a setting", "settings/queue.weights.yaml", "setting: queue.weights\nvalue: {escaleted: 1}\n",
				"settings/queue.weights.yaml:2: value.escaleted: there is no key “escaleted”. Did you mean escalated?"},
			{"loop", "automations/a.yaml",
				"title: A\nconditions:\n  all:\n  - {field: OPEN, operator: greater_than, value: 1}\nactions:\n- {field: priority, value: high}\n",
				"automations/a.yaml:5: actions: “A” would fire on the same ticket without end"},
			{"place", "views/a.yaml", "title: A\nposition: 10\nquery: status<solved\n",
				"views/a.yaml:2: position: the place 10 is that of views/unassigned.yaml, too"},
			{"rename to what is there", "views/a.yaml", "title: A\nprevious_title: Mine\n",
				"views/a.yaml:2: previous_title: “Mine” is the title of views/mine.yaml"},
		} {
			t.Run(c.name, func(t *testing.T) {
				k.dir = t.TempDir()
				k.export()
				k.write(c.file, c.text)
				if got := k.problems(); !strings.HasPrefix(got[0], c.want) {
					t.Errorf("want %s, got\n%s", c.want, strings.Join(got, "\n"))
				}
			})
		}
	})
}

// TestFights refuses rules that undo one another, unless their files accept it.
func TestFights(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		rule := func(title, from, to, tail string) string {
			return "title: " + title + "\nconditions:\n  all:\n  - {field: priority, operator: is, value: " + from +
				"}\nactions:\n- {field: priority, value: " + to + "}\n" + tail
		}
		k.write("triggers/up.yaml", rule("Up", "low", "high", ""))
		k.write("triggers/down.yaml", rule("Down", "high", "low", ""))
		got := k.problems()
		if len(got) != 2 || !strings.HasPrefix(got[0], "triggers/down.yaml:5: actions: these rules would undo one another: ") ||
			!strings.HasPrefix(got[1], "triggers/up.yaml:5: ") {
			t.Errorf("got %s", strings.Join(got, "\n"))
		}
		k.write("triggers/up.yaml", rule("Up", "low", "high", "accept_fights: true\n"))
		k.write("triggers/down.yaml", rule("Down", "high", "low", "accept_fights: true\n"))
		k.apply(Options{})
		if got := k.plan(); !strings.Contains(got, "Nothing to change") {
			t.Error(got)
		}
	})
}
