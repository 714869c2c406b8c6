package people_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func TestLastAdminStays(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Admin)
		must(t, k.SetRole(as(t, ana), bo.ID, access.Lead))
		wantKind(t, k.SetRole(as(t, ana), ana.ID, access.Agent), fault.Invalid, "role")
		wantKind(t, k.Deactivate(as(t, ana), ana.ID), fault.Invalid, "role")
		must(t, k.SetRole(as(t, ana), bo.ID, access.Admin))
		must(t, k.SetRole(as(t, ana), ana.ID, access.Agent))
		wantKind(t, k.SetRole(as(t, bo), bo.ID, "emperor"), fault.Invalid, "role")
		wantKind(t, k.SetRole(as(t, bo), bo.ID, access.System), fault.Invalid, "role")
	})
}

// Whatever administrators do to one another at the same time, one is left.
func TestLastAdminRace(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		var admins []people.User
		for i := range 3 {
			admins = append(admins, k.add(t, fmt.Sprintf("admin%d", i), access.Admin))
		}
		errs := together(len(admins), func(i int) error { return k.Deactivate(as(t, admins[i]), admins[i].ID) })
		if won := count(errs, nil); won != 2 {
			t.Errorf("%d of 3 left, want 2: %v", won, errs)
		}
		k.wantAdmins(t, 1)
	})
}

func (k *desk) wantAdmins(t interface {
	Fatalf(string, ...any)
}, least int) {
	ids, err := db.Column[int64](context.Background(), k.db.Read(), "SELECT id FROM users WHERE role = 'admin' AND active")
	if err != nil || len(ids) < least {
		t.Fatalf("%d active administrators, want at least %d (%v)", len(ids), least, err)
	}
}

// Any sequence of role changes leaves someone who can undo it.
func TestAdminsSurviveAnySequence(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		var team []people.User
		for i := range 3 {
			team = append(team, k.add(t, fmt.Sprintf("p%d", i), access.Admin))
		}
		ctx := system(t)
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 8).Draw(r, "steps") {
				id := rapid.SampledFrom(team).Draw(r, "who").ID
				switch rapid.IntRange(0, 2).Draw(r, "act") {
				case 0:
					_ = k.Deactivate(ctx, id) // may be refused
				case 1:
					_ = k.SetRole(ctx, id, rapid.SampledFrom(access.Roles()).Draw(r, "role"))
				default:
					_ = k.Reactivate(ctx, id)
				}
				k.wantAdmins(r, 1)
			}
		})
	})
}

func TestLeavingTheTeamLeavesGroups(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		g, err := k.SaveGroup(as(t, ana), people.Group{Name: "EMEA", Members: []int64{bo.ID, ana.ID, bo.ID}})
		must(t, err)
		if len(g.Members) != 2 {
			t.Errorf("members %v", g.Members)
		}
		must(t, k.SetRole(as(t, ana), bo.ID, access.EndUser))
		groups, err := k.Groups(t.Context(), k.db.Read())
		must(t, err)
		if len(groups[0].Members) != 1 {
			t.Errorf("members %v", groups[0].Members)
		}
		_, err = k.SaveGroup(as(t, ana), people.Group{ID: g.ID, Name: "EMEA", Members: []int64{bo.ID}})
		wantKind(t, err, fault.Invalid, "members")
	})
}

func TestGroups(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		g, err := k.SaveGroup(as(t, ana), people.Group{Name: " EMEA  team "})
		must(t, err)
		_, err = k.SaveGroup(as(t, ana), people.Group{Name: "emea TEAM"})
		wantKind(t, err, fault.Conflict, "name")
		g.Name, g.Members = "Europe", []int64{ana.ID}
		_, err = k.SaveGroup(as(t, ana), g)
		must(t, err)
		_, err = k.SaveGroup(as(t, ana), g) // the same again is no change
		must(t, err)
		if facts := k.facts(t, "group", g.ID); len(facts) != 2 {
			t.Errorf("%d facts, want 2", len(facts))
		}
		must(t, k.DeleteGroup(as(t, ana), g.ID))
		wantKind(t, k.DeleteGroup(as(t, ana), g.ID), fault.NotFound, "")
	})
}
