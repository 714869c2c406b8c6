package scenario

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/edge/config"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestScenario29(t *testing.T) {
	play(t, friday, func(t *testing.T, k *desk) {
		k.do(func(ctx context.Context, tx *db.Tx) error {
			mira := people.User{Name: "Mira Sand", Email: "mira@desk.test", Role: access.Admin, Region: "emea", Zone: "Europe/Amsterdam"}
			return errors.Join(k.join(ctx, tx, mira, ""), config.SecondApprover.Set(ctx, tx, k.Log, config.Approval{For: config.C1, Role: access.Admin}))
		})
		dana := k.enter("dana")
		k.until("2026-10-16 17:50")
		id := dana.open("2", "emea")
		f := k.export()

		f.write("macros/changed.yaml", "title: General::Changed priority\nbody: We changed the priority of your ticket.\n")
		if out, err := f.apply(config.Options{}); err != nil || out.Plan.Highest() != config.C4 || out.Revision == 0 {
			t.Fatalf("a macro is applied as %+v: %v", out, err)
		}
		if macros, err := k.Rules.Macros(k.as("ana")); err != nil || len(macros) == 0 || macros[len(macros)-1].Title != "General::Changed priority" {
			t.Errorf("macros: %+v, %v", macros, err)
		}

		f.edit("policies/standard.yaml", "title: Standard\n", "title: Standard plan\nprevious_title: Standard\n")
		f.edit("policies/standard.yaml", "first_reply_time: {within: 4h,", "first_reply_time: {within: 2h,")
		if diff := cmp.Diff(`> C1  policy “Standard” becomes “Standard plan”  policies/standard.yaml
    title: Standard → Standard plan
    targets.high.first_reply_time.within: 4h → 2h

1 to rename. The most critical is C1.
`, f.plan()); diff != "" {
			t.Errorf("the plan (-want +got):\n%s", diff)
		}
		for _, o := range []config.Options{{}, {By: "lea@desk.test"}, {By: "lea@desk.test", ApprovedBy: "lea@desk.test"}} {
			if out, err := f.apply(o); err == nil {
				t.Errorf("%+v alone applied %+v", o, out)
			}
		}
		k.wait(0)
		k.due(id, clock.FirstReply, "Mon 11:50")
		k.until("2026-10-16 18:00")
		if _, err := f.apply(config.Options{By: "lea@desk.test", ApprovedBy: "mira@desk.test"}); err != nil {
			t.Fatal(err)
		}
		k.wait(0)
		k.due(id, clock.FirstReply, "Mon 09:50")
		if plan := f.plan(); !strings.HasPrefix(plan, "Nothing to change") {
			t.Errorf("after it was applied: %s", plan)
		}

		f.write("triggers/numbers.yaml",
			"title: Numbers\nconditions:\n  all:\n  - {field: group_id, operator: is, value: 3}\nactions:\n- {field: priority, value: high}\n")
		if _, err := f.apply(config.Options{By: "lea@desk.test", ApprovedBy: "mira@desk.test"}); !fault.Is(err, fault.Invalid) ||
			!strings.Contains(err.Error(), "triggers/numbers.yaml:4:") || !strings.Contains(err.Error(), "found the number 3 where a name belongs") {
			t.Errorf("a number where a name belongs: %v", err)
		}
	})
}

func TestScenario31(t *testing.T) {
	play(t, monday, func(t *testing.T, k *desk) {
		f, lea := k.export(), k.signIn("lea")
		f.write("groups/saas.yaml", "title: SaaS\n")
		f.write("settings/queue.push.yaml", "setting: queue.push\nvalue:\n- {group: SaaS, focus: SaaS}\n")
		f.person("ana", "working_hours: {monday: [\"08:00-18:00\"]}", "focuses: [{name: SaaS, percentage: 100}]", "skills: [{name: Geo, level: 1}]")
		f.person("emil", "working_hours: {monday: [\"08:00-18:00\"]}", "focuses: [{name: SaaS, percentage: 50}, {name: Operations, percentage: 50}]")
		f.must(f.apply(config.Options{}))
		groups, err := k.People.ListGroups(k.as("lea"))
		k.must(err)
		group := groups[len(groups)-1].ID
		k.shared(group, map[string]int{"ana": 4, "emil": 2})
		lea.get("/team/skills?q=gitaly").shows(http.StatusOK).hides("Ana Ruiz")

		f.person("ana", "working_hours: {monday: [\"13:00-17:00\"]}", "focuses: [{name: SaaS, percentage: 25}, {name: Operations, percentage: 75}]",
			"skills: [{name: Gitaly, level: 3}]")
		f.must(f.apply(config.Options{}))
		lea.get("/team/skills?q=gitaly").shows(http.StatusOK, "Gitaly", "Ana Ruiz")
		if here, err := k.People.Available(k.system(), k.DB.Read(), k.users["ana"].ID, at("2026-10-12 09:00")); err != nil || here {
			t.Errorf("by the new hours she is here at 9: %t, %v", here, err)
		}
		k.shared(group, map[string]int{"emil": 2})
		k.until("2026-10-12 13:00")
		k.shared(group, map[string]int{"ana": 2, "emil": 4})
	})
}

// shared opens tickets of a group and checks who is pushed how many.
func (k *desk) shared(group int64, want map[string]int) {
	k.t.Helper()
	n := 0
	for _, m := range want {
		n += m
	}
	got := map[string]int{}
	for i := range n {
		id := k.mail(letter{from: "dana", subject: fmt.Sprint("Question ", i), text: "How?"})
		_, err := k.Tickets.Update(k.as("lea"), id, ticket.Update{GroupID: &group})
		k.must(err)
		k.wait(0)
		for name, u := range k.users {
			if owner := k.ticket(id).AssigneeID; owner == u.ID {
				got[name]++
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		k.t.Errorf("who was pushed how many of %d tickets (-want +got):\n%s", n, d)
	}
}

// folder is the desk's configuration as files.
type folder struct {
	k   *desk
	dir string
}

// export writes the configuration into a folder. The command line acts.
func (k *desk) export() folder {
	k.t.Helper()
	f := folder{k, k.t.TempDir()}
	_, err := k.Config.Export(f.cli(), f.dir, config.ExportOptions{})
	k.must(err)
	return f
}

func (f folder) cli() context.Context { return access.AsSystem(f.k.t.Context(), "cli") }

func (f folder) write(name, text string) {
	f.k.t.Helper()
	path := filepath.Join(f.dir, name)
	f.k.must(os.MkdirAll(filepath.Dir(path), 0o755))
	f.k.must(os.WriteFile(path, []byte(text), 0o644))
}

// edit replaces a text that must be in the file.
func (f folder) edit(name, old, fresh string) {
	f.k.t.Helper()
	raw, err := os.ReadFile(filepath.Join(f.dir, name))
	f.k.must(err)
	if !strings.Contains(string(raw), old) {
		f.k.t.Fatalf("%s has no %q:\n%s", name, old, raw)
	}
	f.write(name, strings.Replace(string(raw), old, fresh, 1))
}

// person writes the file of somebody of the group SaaS whom tickets are pushed to.
func (f folder) person(name string, lines ...string) {
	f.k.t.Helper()
	u := f.k.users[name]
	f.write(f.of(u.Email), fmt.Sprintf("email: %s\nname: %s\nrole: %s\nregion: %s\nzone: %s\ngroups: [SaaS]\nround_robin: {active: true, modifier: 100}\n%s\n",
		u.Email, u.Name, u.Role, u.Region, u.Zone, strings.Join(lines, "\n")))
}

// of finds the file that speaks of an address.
func (f folder) of(email string) (found string) {
	f.k.t.Helper()
	files := os.DirFS(f.dir)
	names, err := fs.Glob(files, "people/*")
	f.k.must(err)
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		f.k.must(err)
		if strings.Contains(string(text), "email: "+email+"\n") {
			return name
		}
	}
	f.k.t.Fatalf("no file of %s among %v", email, names)
	return ""
}

func (f folder) plan() string {
	f.k.t.Helper()
	p, err := f.k.Config.Plan(f.cli(), os.DirFS(f.dir), false)
	f.k.must(err)
	var b strings.Builder
	f.k.must(p.Print(&b))
	return b.String()
}

func (f folder) apply(o config.Options) (config.Applied, error) {
	return f.k.Config.Apply(f.cli(), os.DirFS(f.dir), o)
}

func (f folder) must(_ config.Applied, err error) {
	f.k.t.Helper()
	f.k.must(err)
}
