package paging

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/db/dbtest"
)

// TestLikeTheMachine draws policies, rotas that change while pages ring, and acknowledgements, and holds the story of a page
// in the database to what the pure machine says.
func TestLikeTheMachine(t *testing.T) {
	d := dbtest.SQLite(t, migrations)
	k := newRig(t, d)
	n := int64(0)
	rapid.Check(t, func(r *rapid.T) {
		n++
		p := drawPolicy(r, k, n)
		changes := rapid.IntRange(0, 40).Draw(r, "rota changes after")
		k.rota["Night"] = func(at time.Time) []string {
			return []string{[]string{"ana", "ben"}[(at.Minute()+changes)/7%2]}
		}
		start := k.now
		page := k.page(n, func(a *Alarm) { a.Policy = p.Title })
		acked := start.Add(time.Duration(rapid.IntRange(1, 30*60).Draw(r, "acknowledged after")) * time.Second)
		k.wait(acked.Sub(start) - time.Microsecond)
		k.now = acked // an answer at the instant of a step wins
		if _, err := k.Acknowledge(k.as("ada"), page.ID); err != nil {
			r.Fatal(err)
		}
		k.wait(time.Minute)
		if want, got := k.machine(r, p, start, acked), k.story(page); got != want {
			r.Fatalf("the desk tells\n%s\n\nthe machine\n%s", got, want)
		}
	})
}

func drawPolicy(r *rapid.T, k *rig, n int64) Policy {
	target := rapid.Custom(func(r *rapid.T) escalation.Target {
		return rapid.SampledFrom([]escalation.Target{{Schedule: "Night"}, {Schedule: "Nobody"}, {Schedule: "Senior leaders", Everyone: true},
			{User: k.users["max"].ID}}).Draw(r, "target")
	})
	step := rapid.Custom(func(r *rapid.T) escalation.Step {
		return escalation.Step{Targets: rapid.SliceOfN(target, 1, 2).Draw(r, "targets"),
			Timeout: time.Duration(rapid.IntRange(1, 900).Draw(r, "timeout")) * time.Second}
	})
	k.always("Nobody")
	p, err := k.SavePolicy(k.system(), Policy{Title: fmt.Sprint("Drawn ", n), Policy: escalation.Policy{Steps: rapid.SliceOfN(step, 1, 4).Draw(r, "steps"),
		Repeat: rapid.IntRange(0, 2).Draw(r, "repeat"), WaitEmpty: rapid.Bool().Draw(r, "wait for nobody"),
		LastResort: []escalation.Target{{User: k.users["sue"].ID}}, Every: 4 * time.Minute}})
	if err != nil {
		r.Fatal(err)
	}
	return p
}

// machine tells what the pure machine does until somebody acknowledges, in the words of story.
func (k *rig) machine(r *rapid.T, p Policy, start, acked time.Time) string {
	lines := []string{"0 triggered"}
	resolve := func(t escalation.Target, at time.Time) ([]int64, error) {
		if t.User != 0 {
			return []int64{t.User}, nil
		}
		ids, err := k.onCall(k.t.Context(), nil, t.Schedule, at)
		if !t.Everyone {
			ids = ids[:min(len(ids), 1)]
		}
		return ids, err
	}
	for s := escalation.Begin(start); s.Due.Before(acked); {
		next, a, err := p.Policy.Next(s, resolve)
		if err != nil {
			r.Fatal(err)
		}
		minute := a.At.Sub(start).Minutes()
		var who []string
		for _, id := range a.Users {
			who = append(who, k.name(id))
		}
		switch a.Kind {
		case escalation.Empty:
			lines = append(lines, fmt.Sprintf("%g skipped %d.%d", minute, a.Loop, a.Step))
		case escalation.Exhausted:
			lines = append(lines, fmt.Sprintf("%g exhausted", minute))
		case escalation.LastResort:
			lines = append(lines, fmt.Sprintf("%g last_resort %d.0 %s", minute, a.Loop, strings.Join(who, " ")))
		default:
			lines = append(lines, fmt.Sprintf("%g step %d.%d %s", minute, a.Loop, a.Step, strings.Join(who, " ")))
		}
		s = next
	}
	return strings.Join(append(lines, fmt.Sprintf("%g acknowledged ada", acked.Sub(start).Minutes())), "\n")
}
