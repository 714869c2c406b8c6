package config

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestPlan shows every kind of change with its level, renames by previous_title, and nothing of what only others moved.
func TestPlan(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.export()
		k.edit("policies/standard.yaml", "title: Standard", "title: Standard plan\nprevious_title: Standard")
		k.edit("policies/standard.yaml", "first_reply_time: {within: 4h,", "first_reply_time: {within: 2h,")
		k.edit("policies/starter.yaml", "position: 70", "position: 15")
		k.edit("policies/internal-requests.yaml", "[75, 90]", "[50]")
		k.edit("views/unassigned.yaml", "query: ", "query: priority<low ")
		k.edit("calendars/emea-hours.yaml", "[\"08:00-18:00\"]", "[\"08:00-12:00\", \"13:00-18:00\"]")
		k.must(os.Remove(k.dir + "/views/pending.yaml"))
		k.write("macros/hello.yaml", "title: Hello\nbody: |\n  Hello,\n\n  we look.\n")
		want := `~ C1  calendar “EMEA hours”  calendars/emea-hours.yaml
    hours.monday: [08:00-18:00] → [08:00-12:00, 13:00-18:00]

~ C1  view “Unassigned”  views/unassigned.yaml
    query: assignee:none status<solved → priority<low assignee:none status<solved

+ C4  macro “Hello”  macros/hello.yaml
    title: Hello
    position: 10
    body: Hello, … (3 lines)

~ C1  policy “Starter”  policies/starter.yaml
    position: 70 → 20

~ C1  policy “Internal requests”  policies/internal-requests.yaml
    warn_at_percent: [75, 90] → [50]

> C1  policy “Standard” becomes “Standard plan”  policies/standard.yaml
    title: Standard → Standard plan
    targets.high.first_reply_time.within: 4h → 2h

In the desk and not in the files (left alone without --prune):
  view “Pending”

1 to create, 4 to change, 1 to rename. The most critical is C1.
`
		if diff := cmp.Diff(want, k.plan()); diff != "" {
			t.Errorf("the plan (-want +got)\n%s", diff)
		}
		if a := k.apply(Options{Prune: true}); a.Revision != 1 || a.Plan.count(Delete) != 1 {
			t.Errorf("applied %+v", a)
		}
		if got := k.plan(); !strings.HasPrefix(got, "Nothing to change") {
			t.Error(got)
		}
		policies, err := k.Clocks.Policies(k.ctx)
		k.must(err)
		var titles []string
		for _, p := range policies {
			titles = append(titles, p.Title)
		}
		if got := strings.Join(titles,
			", "); got != "No SLA: contract, Starter, No SLA: community and trials, Internal requests, Licensing and renewals, Signature, Advanced, Standard plan" {
			t.Errorf("the policies are %s", got)
		}
	})
}

// TestRollback goes back over several revisions: what they touched is as it was, with its place, and what they did not
// touch stays; and a rollback can be rolled back.
func TestRollback(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.export()
		first := contents(t, k.dir)
		k.edit("views/all-tickets.yaml", "position: 100", "position: 1")
		k.edit("views/pending.yaml", "title: Pending", "title: Waiting\nprevious_title: Pending")
		k.write("groups/new.yaml", "title: New\n")
		k.apply(Options{Source: "one"})
		k.edit("groups/new.yaml", "title: New", "title: Newer\nprevious_title: New")
		k.edit("views/pending.yaml", "query: ", "query: priority>=high ")
		k.must(os.Remove(k.dir + "/views/mine.yaml"))
		k.apply(Options{Source: "two", Prune: true})
		second := func() map[string]string {
			dir := t.TempDir()
			_, err := k.Export(k.ctx, dir, ExportOptions{})
			k.must(err)
			return contents(t, dir)
		}
		after := second()
		k.do(func(tx *db.Tx) error { return people.FocusNames.Set(k.ctx, tx, k.Log, []string{"By hand"}) })
		out, err := k.Rollback(k.ctx, 1, Options{})
		k.must(err)
		if out.Revision != 3 || len(out.Plan.Missing) != 0 {
			t.Errorf("rolled back as %+v", out)
		}
		focuses := first["settings/people.focuses.yaml"]
		first["settings/people.focuses.yaml"] = "# yaml-language-server: $schema=../schema/settings.json\nsetting: people.focuses\nvalue: [By hand]\n"
		if diff := cmp.Diff(first, second()); diff != "" {
			t.Errorf("after the rollback (-before +now)\n%s", diff)
		}
		_, err = k.Rollback(k.ctx, 0, Options{})
		k.must(err)
		k.do(func(tx *db.Tx) error { return people.FocusNames.Set(k.ctx, tx, k.Log, people.FocusNames.Default) })
		if after["settings/people.focuses.yaml"] = focuses; !cmp.Equal(after, second()) {
			t.Errorf("after the rollback of the rollback (-then +now)\n%s", cmp.Diff(after, second()))
		}
		list, err := k.Revisions(k.ctx, 10)
		k.must(err)
		if len(list) != 4 || list[0].Source != "rollback of 3" || list[3].Source != "one" || list[3].Actor == "" || list[2].Highest != C1 &&
			list[2].Highest != C2 {
			t.Errorf("revisions: %+v", list)
		}
		if _, err := k.Rollback(k.ctx, 77, Options{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a revision that is not there: %v", err)
		}
	})
}

// TestSecondApprover lets two people answer for a critical change where the desk asks for it.
func TestSecondApprover(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.do(func(tx *db.Tx) error {
			for email, role := range map[string]access.Role{"ana@desk.test": access.Admin, "ben@desk.test": access.Admin, "cleo@desk.test": access.Lead} {
				if _, err := k.People.ImportUser(k.ctx, tx, people.User{Name: email, Email: email, Role: role}, ""); err != nil {
					return err
				}
			}
			return SecondApprover.Set(k.ctx, tx, k.Log, Approval{For: C1, Role: access.Admin})
		})
		k.export()
		k.write("macros/hello.yaml", "title: Hello\nbody: Hello.\n")
		k.apply(Options{}) // C4 needs nobody
		k.edit("policies/standard.yaml", "within: 30m", "within: 20m")
		for _, c := range []struct {
			name string
			o    Options
			want string
		}{
			{"nobody", Options{}, "needs a second approver"},
			{"no actor", Options{ApprovedBy: "ben@desk.test"}, "does not know you"},
			{"oneself", Options{By: "ana@desk.test", ApprovedBy: "ana@desk.test"}, "cannot be the second approver"},
			{"a lead", Options{By: "ana@desk.test", ApprovedBy: "cleo@desk.test"}, "An approver is at least admin"},
			{"a stranger", Options{By: "ana@desk.test", ApprovedBy: "who@else.test"}, "Nobody of the team has the address"},
			{"an actor who may not", Options{By: "cleo@desk.test", ApprovedBy: "ben@desk.test"}, "may not change the desk's configuration"},
		} {
			if _, err := k.Apply(k.ctx, os.DirFS(k.dir), c.o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
		}
		if out := k.apply(Options{By: "ana@desk.test", ApprovedBy: "ben@desk.test"}); out.Revision != 2 {
			t.Errorf("with both: %+v", out)
		}
		r, err := k.Revision(k.ctx, 2)
		k.must(err)
		if r.Actor != "ana@desk.test" || r.Approver != "ben@desk.test" || r.Highest != C1 {
			t.Errorf("the revision: %+v", r)
		}
	})
}

// TestDrift tells what was changed in the desk since, of what files keep.
func TestDrift(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		if d, err := k.Drift(k.ctx); err != nil || d.Objects != 0 || len(d.Changes) != 0 {
			t.Errorf("before anything was applied: %+v, %v", d, err)
		}
		k.export()
		k.must(os.RemoveAll(k.dir + "/settings"))
		k.apply(Options{})
		file, err := k.ManagedFile(k.ctx, "views", "mine")
		k.must(err)
		if file != "views/mine.yaml" {
			t.Errorf("the view is kept by %q", file)
		}
		views, err := k.Tickets.Views(k.ctx)
		k.must(err)
		for _, v := range views {
			switch v.Title {
			case "Mine":
				v.Query = "assignee:me"
				_, err = k.Tickets.SaveView(k.ctx, v)
			case "Pending":
				err = k.Tickets.DeleteView(k.ctx, v.ID)
			}
			k.must(err)
		}
		_, err = k.Tickets.SaveView(k.ctx, ticket.View{Title: "By hand", Position: 500})
		k.must(err)
		k.do(func(tx *db.Tx) error { return people.FocusNames.Set(k.ctx, tx, k.Log, []string{"By hand"}) })
		d, err := k.Drift(k.ctx)
		k.must(err)
		want := []Change{
			{Action: Replace, Kind: "view", Folder: "views", Name: "Mine", File: "views/mine.yaml", Level: C2,
				Fields: []FieldChange{{Field: "query", From: "assignee:me status<solved", To: "assignee:me"}}},
			{Action: Delete, Kind: "view", Folder: "views", Name: "Pending", File: "views/pending.yaml", Level: C2},
		}
		if diff := cmp.Diff(want, d.Changes); diff != "" || d.Objects == 0 {
			t.Errorf("%d objects; drift (-want +got)\n%s", d.Objects, diff)
		}
	})
}
