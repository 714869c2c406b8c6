package people_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func fullWork(t *testing.T, manager int64) people.Work {
	t.Helper()
	return people.Work{Title: "Senior Support Engineer", ManagerID: manager, Hours: week(t, "mon-thu: 0800-1200, 1300-1700\nfri: 0800-1200"), Shift: true,
		Focuses: []people.Focus{{Name: "SaaS", Percent: 90}, {Name: "Onboarding", Percent: 10}},
		Skills:  []people.Skill{{Name: "Gitaly", Level: people.Helping}, {Name: "Geo", Level: people.Learning}}, Languages: []string{"de", "en"},
		RoundRobin: people.RoundRobin{Active: true, Modifier: 50}, Accepts: 12}
}

// Scenario 31: what changes in a person's file changes hours, round robin and skills at once.
func TestWork(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent)
		must(t, errOf(k.SaveWork(as(t, ana), bo.ID, fullWork(t, ana.ID))))
		got, err := k.User(as(t, bo), bo.ID)
		must(t, err)
		want := fullWork(t, ana.ID)
		want.Skills = []people.Skill{{Name: "Geo", Level: 1}, {Name: "Gitaly", Level: 3}} // by name
		if diff := cmp.Diff(want, got.Work); diff != "" {
			t.Errorf("kept (-want +got):\n%s", diff)
		}
		if got.Skill("GITALY") != people.Helping || got.Skill("Praefect") != 0 {
			t.Errorf("skills %v", got.Skills)
		}
		changes := map[string][2]string{}
		for _, e := range k.facts(t, "user", bo.ID) {
			var c people.UserChanged
			must(t, json.Unmarshal(e.Data, &c))
			changes[c.Field] = [2]string{c.From, c.To}
		}
		for field, to := range map[string]string{"title": "Senior Support Engineer", "manager": number(ana.ID), "shift": "true",
			"focuses": "SaaS 90 %, Onboarding 10 %",
			"hours":   "monday: [08:00-12:00, 13:00-17:00]; tuesday: [08:00-12:00, 13:00-17:00]; wednesday: [08:00-12:00, 13:00-17:00]; thursday: [08:00-12:00, 13:00-17:00]; friday: [08:00-12:00]",
			"skills":  "Geo 1, Gitaly 3", "languages": "de en", "round_robin": "true", "modifier": "50", "accepts": "12"} {
			if changes[field][1] != to {
				t.Errorf("%s became %q, want %q", field, changes[field][1], to)
			}
		}
		before := len(k.facts(t, "user", bo.ID))
		must(t, errOf(k.SaveWork(as(t, ana), bo.ID, got.Work)))
		if after := len(k.facts(t, "user", bo.ID)); after != before {
			t.Errorf("no change left %d facts", after-before)
		}
	})
}

// People keep what is theirs; the rest is for their manager.
func TestWhoArrangesWork(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana, bo, cy := k.add(t, "ana", access.Admin), k.add(t, "bo", access.Agent), k.add(t, "cy", access.Agent)
		own := people.Work{Hours: week(t, "mon: 0900-1700"), Skills: []people.Skill{{Name: "Geo", Level: 2}}, Languages: []string{"ja"},
			RoundRobin: bo.RoundRobin}
		must(t, errOf(k.SaveWork(as(t, bo), bo.ID, own)))
		wantKind(t, errOf(k.SaveWork(as(t, cy), bo.ID, own)), fault.Forbidden, "")
		for _, change := range []func(*people.Work){
			func(w *people.Work) { w.Title = "Director" }, func(w *people.Work) { w.ManagerID = cy.ID }, func(w *people.Work) { w.Shift = true },
			func(w *people.Work) { w.Focuses = []people.Focus{{Name: "Idling", Percent: 100}} }, func(w *people.Work) { w.Accepts = 1 },
			func(w *people.Work) { w.RoundRobin.Modifier = 1 },
		} {
			w := own
			change(&w)
			wantKind(t, errOf(k.SaveWork(as(t, bo), bo.ID, w)), fault.Forbidden, "")
		}
		own.ManagerID = cy.ID
		must(t, errOf(k.SaveWork(as(t, ana), bo.ID, own)))
		own.Title = "Associate"
		must(t, errOf(k.SaveWork(as(t, cy), bo.ID, own))) // as the manager
		wantKind(t, errOf(k.SaveWork(as(t, ana), cy.ID, people.Work{ManagerID: bo.ID})), fault.Invalid, "manager")
		wantKind(t, errOf(k.SaveWork(as(t, ana), bo.ID, people.Work{ManagerID: bo.ID})), fault.Invalid, "manager")
		dana := k.contact(t, "Dana", "dana@acme.example")
		wantKind(t, errOf(k.SaveWork(as(t, ana), dana.ID, people.Work{})), fault.Invalid, "")
		wantKind(t, errOf(k.SaveWork(as(t, ana), bo.ID, people.Work{ManagerID: dana.ID})), fault.Invalid, "manager")
	})
}

func TestWorkRefuses(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		overlap := bizcal.Week{time.Tuesday: {{From: 540, To: 720}, {From: 700, To: 1020}}}
		for field, w := range map[string]people.Work{
			"tuesday":   {Hours: overlap},
			"languages": {Languages: []string{"Deutsch, bitte"}},
			"modifier":  {RoundRobin: people.RoundRobin{Modifier: -1}},
			"accepts":   {Accepts: -1},
			"skills":    {Skills: []people.Skill{{Name: "Geo", Level: 4}}},
			"focuses":   {Focuses: []people.Focus{{Name: "SaaS", Percent: 60}, {Name: "Onboarding", Percent: 60}}},
		} {
			wantKind(t, errOf(k.SaveWork(as(t, ana), ana.ID, w)), fault.Invalid, field)
		}
		for _, w := range []people.Work{
			{Skills: []people.Skill{{Name: "Geo", Level: 1}, {Name: " geo ", Level: 2}}}, {Skills: []people.Skill{{Name: " ", Level: 1}}},
		} {
			wantKind(t, errOf(k.SaveWork(as(t, ana), ana.ID, w)), fault.Invalid, "skills")
		}
		for _, w := range []people.Work{
			{Focuses: []people.Focus{{Name: "SaaS", Percent: 50}, {Name: "saas", Percent: 50}}},
			{Focuses: []people.Focus{{Name: "SaaS", Percent: 0}, {Name: "B", Percent: 100}}},
		} {
			wantKind(t, errOf(k.SaveWork(as(t, ana), ana.ID, w)), fault.Invalid, "focuses")
		}
	})
}

// Scenarios 32 and 50: time off asks for no balance, only for coverage, and shows what it costs a region.
func TestTimeOff(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ana := k.add(t, "ana", access.Admin)
		var team []people.User
		for _, name := range []string{"bo", "cy", "di", "ed", "fa"} {
			u := k.add(t, name, access.Agent)
			must(t, errOf(k.EditUser(as(t, ana), u.ID, people.Particulars{Name: name, Zone: "Europe/Berlin", Region: "emea"})))
			team = append(team, u)
		}
		ctx := db.At(as(t, team[0]), at(t, "2037-11-20T10:00:00Z"))
		wish := people.TimeOff{UserID: team[0].ID, From: at(t, "2037-11-22T23:00:00Z"), Until: at(t, "2037-11-25T23:00:00Z"), Note: "Hiking"}
		first, err := k.PlanTimeOff(ctx, wish, false) // one of five is 20 %
		must(t, err)
		wantKind(t, errOf(k.PlanTimeOff(ctx, wish, true)), fault.Invalid, "from") // twice

		cy := db.At(as(t, team[1]), at(t, "2037-11-20T10:00:00Z"))
		wish.UserID = team[1].ID
		wantKind(t, errOf(k.PlanTimeOff(ctx, wish, true)), fault.Forbidden, "")
		wantKind(t, errOf(k.PlanTimeOff(cy, wish, false)), fault.Conflict, "agreed") // two of five are red
		second, err := k.PlanTimeOff(cy, wish, true)
		must(t, err)

		roster, err := k.Team(cy, at(t, "2037-11-20T10:00:00Z"))
		must(t, err)
		capacity := roster.Capacity(people.Regions.Default[1], day(t, "2037-11-24"))
		if capacity.Level != people.Red || capacity.Percent() != 40 {
			t.Errorf("capacity is %s, %d %%", capacity.Level, capacity.Percent())
		}
		if notes := roster.TimeOff(team[0].ID); len(notes) != 1 || notes[0].Note != "" {
			t.Errorf("everybody reads %+v", notes)
		}
		mine, err := k.TimeOffs(ctx, team[0].ID, time.Time{})
		must(t, err)
		hers, err := k.TimeOffs(cy, team[0].ID, time.Time{})
		must(t, err)
		if len(mine) != 1 || mine[0].Note != "Hiking" || len(hers) != 1 || hers[0].Note != "" {
			t.Errorf("mine %+v, to a colleague %+v", mine, hers)
		}
		cancelTimeOff(t, k, team, first, second)
	})
}

// cancelTimeOff takes one stretch back before it begins, and comes back early from the other.
func cancelTimeOff(t *testing.T, k *desk, team []people.User, first, second people.TimeOff) {
	t.Helper()
	bo := func(at time.Time) func(int64) error {
		return func(id int64) error { return k.CancelTimeOff(db.At(as(t, team[0]), at), id) }
	}
	wantKind(t, bo(first.From.Add(-time.Hour))(second.ID), fault.Forbidden, "")
	must(t, k.CancelTimeOff(db.At(as(t, team[1]), second.From.Add(-time.Hour)), second.ID))
	wantKind(t, k.CancelTimeOff(as(t, team[1]), second.ID), fault.NotFound, "")
	must(t, bo(first.From.Add(24*time.Hour))(first.ID))
	wantKind(t, bo(first.From.Add(25*time.Hour))(first.ID), fault.Invalid, "")
	available := func(at time.Time) bool {
		ok, err := k.Available(t.Context(), k.db.Read(), team[0].ID, at)
		must(t, err)
		return ok
	}
	if available(first.From.Add(12*time.Hour)) || !available(first.From.Add(36*time.Hour)) {
		t.Error("off on Monday and here on Tuesday, they said")
	}
	kinds := map[string]int{}
	for _, u := range team[:2] {
		for _, e := range k.facts(t, "user", u.ID) {
			kinds[e.Kind]++
		}
	}
	if kinds["time_off.planned"] != 2 || kinds["time_off.cancelled"] != 2 {
		t.Errorf("facts %v", kinds)
	}
}

func TestTimeOffRefuses(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bo := k.add(t, "bo", access.Agent)
		dana := k.contact(t, "Dana", "dana@acme.example")
		monday := at(t, "2037-11-23T00:00:00Z")
		for field, off := range map[string]people.TimeOff{
			"from":  {UserID: bo.ID, Until: monday},
			"until": {UserID: bo.ID, From: monday, Until: monday},
		} {
			wantKind(t, errOf(k.PlanTimeOff(as(t, bo), off, true)), fault.Invalid, field)
		}
		wantKind(t, errOf(k.PlanTimeOff(as(t, bo), people.TimeOff{UserID: bo.ID, From: monday, Until: monday.AddDate(2, 0, 0)}, true)), fault.Invalid, "until")
		wantKind(t, errOf(k.PlanTimeOff(as(t, bo), people.TimeOff{UserID: dana.ID, From: monday, Until: monday.AddDate(0, 0, 1)}, true)), fault.Forbidden, "")
		wantKind(t, errOf(k.PlanTimeOff(t.Context(), people.TimeOff{UserID: bo.ID}, true)), fault.Unauthorized, "")
	})
}
