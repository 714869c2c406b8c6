package account

import (
	"slices"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/test/coretest"
)

// pod keeps a pod of ana, ben and cho.
func (k *desk) pod() Pod {
	k.T.Helper()
	p, err := k.SavePod(k.As(k.lou), Pod{Name: " North  pod ", Members: []int64{k.cho.ID, k.ana.ID, k.ben.ID, k.ana.ID}})
	k.Must(err)
	return p
}

// TestPods keeps who is in which, and refuses what could not be one.
func TestPods(t *testing.T) {
	bubble(t, func(k *desk) {
		p := k.pod()
		if p.Name != "North pod" || !slices.Equal(p.Members, []int64{k.ana.ID, k.ben.ID, k.cho.ID}) {
			k.T.Errorf("it became %+v", p)
		}
		for _, test := range []struct {
			p     Pod
			kind  fault.Kind
			field string
		}{
			{Pod{Name: " ", Members: []int64{k.jun.ID, k.lou.ID}}, fault.Invalid, "name"},
			{Pod{Name: "north POD", Members: []int64{k.jun.ID, k.lou.ID}}, fault.Invalid, "name"},
			{Pod{Name: "South", Members: []int64{k.jun.ID, k.jun.ID}}, fault.Invalid, "members"},
			{Pod{Name: "South", Members: []int64{k.jun.ID, k.dan.ID}}, fault.Invalid, "members"},
			{Pod{Name: "South", Members: []int64{k.jun.ID, k.ana.ID}}, fault.Invalid, "members"},
			{Pod{ID: 99, Name: "South", Members: []int64{k.jun.ID, k.lou.ID}}, fault.NotFound, ""},
		} {
			_, err := k.SavePod(k.As(k.lou), test.p)
			k.refused(err, test.kind, test.field)
		}
		p.Name, p.Members = "West pod", []int64{k.ana.ID, k.jun.ID}
		_, err := k.SavePod(k.As(k.lou), p)
		k.Must(err)
		if got, err := k.Pod(k.Ctx, p.ID); err != nil || got.Name != "West pod" || !slices.Equal(got.Members, []int64{k.ana.ID, k.jun.ID}) {
			k.T.Errorf("changed it is %+v, %v", got, err)
		}
		k.assigned(k.ben)
		if pods, without, err := k.Pods(k.Ctx, at(monday), at(sunday)); err != nil || len(pods) != 1 || len(without) != 1 || without[0].ID != k.ben.ID {
			k.T.Errorf("there are %+v, and %v are in none, %v", pods, without, err)
		}
		k.Must(k.EndPod(k.As(k.lou), p.ID))
		k.refused(k.EndPod(k.As(k.lou), p.ID), fault.NotFound, "")
		_, err = k.Pod(k.Ctx, p.ID)
		k.refused(err, fault.NotFound, "")
		if f := coretest.Facts[PodKept](k.Core, PodSubject(p.ID)); len(f) != 2 || f[0].Name != "North pod" || len(f[0].Members) != 3 {
			k.T.Errorf("the log says %+v", f)
		}
	})
}

// TestPodWeek tells what each of a pod covers in a week, for how many agreed hours, and who is out.
func TestPodWeek(t *testing.T) {
	bubble(t, func(k *desk) {
		k.pod()
		a := k.assigned(k.ana)
		off := k.off(k.ana, "2000-01-10 00:00", "2000-01-11 13:00")
		k.off(k.cho, "2000-01-11 00:00", "2000-01-12 00:00")
		k.promised(a, off, k.ben)
		p, ok, err := k.PodFor(k.Ctx, k.ben.ID, at(monday), at(sunday))
		k.Must(err)
		if !ok || p.Out != 2 || !p.When.From.Equal(at("2000-01-11 00:00")) || !p.When.Until.Equal(at("2000-01-11 13:00")) {
			k.T.Fatalf("the pod is %+v", p)
		}
		ana, ben, cho := p.Crew[0], p.Crew[1], p.Crew[2]
		if ana.User.ID != k.ana.ID || len(ana.Accounts) != 1 || len(ana.Out) != 1 || ana.Covered != 0 || len(ana.Covers) != 0 {
			k.T.Errorf("whoever is away is %+v", ana)
		}
		if len(ben.Covers) != 1 || ben.Covered != 12*time.Hour || len(ben.Out) != 0 {
			k.T.Errorf("whoever covers is %+v", ben)
		}
		if len(cho.Out) != 1 || cho.Covered != 0 {
			k.T.Errorf("the third is %+v", cho)
		}
		next, _, err := k.PodFor(k.Ctx, k.ben.ID, at(sunday), at("2000-01-24 00:00"))
		k.Must(err)
		if next.Out != 0 || next.Crew[1].Covered != 0 || len(next.Crew[1].Covers) != 0 {
			k.T.Errorf("the week after is %+v", next)
		}
		k.Must(k.People.Deactivate(k.As(k.ada), k.cho.ID))
		if p, _, err := k.PodFor(k.Ctx, k.ben.ID, at(monday), at(sunday)); err != nil || p.Crew[2].Here() {
			k.T.Errorf("whoever left is %+v, %v", p.Crew[2], err)
		}
		if _, ok, err := k.PodFor(k.Ctx, k.jun.ID, at(monday), at(sunday)); ok || err != nil {
			k.T.Errorf("somebody is in a pod who is in none, %v", err)
		}
	})
}

// TestPodOut tells nobody of one who is out, the others of two, and the manager of three; the numbers are settings.
func TestPodOut(t *testing.T) {
	bubble(t, func(k *desk) {
		k.pod()
		plan := func(u people.User, step Step, told ...string) {
			k.T.Helper()
			k.notices = nil
			k.off(u, "2000-01-10 00:00", "2000-01-12 00:00")
			if got := k.told("are out at one time"); !slices.Equal(got, told) {
				k.T.Errorf("as %s goes %v are told, want %v", u.Name, got, told)
			}
			f := coretest.Facts[PodOut](k.Core, userSubject(u.ID))
			if step == Enter && len(f) != 0 || step != Enter && (len(f) != 1 || f[0].Step != step) {
				k.T.Errorf("as %s goes the log says %+v", u.Name, f)
			}
		}
		plan(k.ana, Enter)
		plan(k.jun, Enter) // in no pod
		plan(k.ben, Post, "Ana Cho")
		plan(k.cho, Manager, "Ana Ben Cho Mia")
		rules := RulesKey.Default
		rules.PodPost, rules.PodManager = 3, 4
		k.Must(k.SaveSetup(k.Ctx, rules))
		k.notices = nil
		k.off(k.ana, "2000-02-07 00:00", "2000-02-08 00:00")
		k.off(k.ben, "2000-02-07 00:00", "2000-02-08 00:00")
		if len(k.notices) != 0 {
			k.T.Errorf("two out are told as %+v", k.notices)
		}
		k.off(k.cho, "2000-02-07 12:00", "2000-02-08 00:00")
		if got := k.told("3 of North pod are out"); !slices.Equal(got, []string{"Ana Ben"}) {
			k.T.Errorf("of three %v are told", got)
		}
		k.notices = nil
		k.off(k.cho, "2000-02-09 00:00", "2000-02-10 00:00") // apart from the others
		if len(k.notices) != 0 {
			k.T.Errorf("one out is told as %+v", k.notices)
		}
	})
}

func TestStep(t *testing.T) {
	for out, want := range []Step{Enter, Enter, Post, Manager, Manager} {
		if got := RulesKey.Default.Step(out); got != want {
			t.Errorf("with %d out the step is %s, want %s", out, got, want)
		}
	}
}
