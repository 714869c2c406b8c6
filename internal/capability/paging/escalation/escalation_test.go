package escalation_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

var start = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

// who is a small desk: the second engineer takes over at 10:05, and nobody is a senior leader before 10:20.
func who(t escalation.Target, at time.Time) ([]int64, error) {
	minutes := at.Sub(start).Minutes()
	switch {
	case t.User != 0:
		return []int64{t.User}, nil
	case t.Schedule == "engineers" && minutes < 5:
		return []int64{1}, nil
	case t.Schedule == "engineers":
		return []int64{2, 1}, nil
	case t.Schedule == "leaders" && minutes >= 20:
		return []int64{8, 9}, nil
	}
	return nil, nil
}

func policy() escalation.Policy {
	return escalation.Policy{
		Steps: []escalation.Step{
			{Targets: []escalation.Target{{Schedule: "engineers"}}, Timeout: 10 * time.Minute},
			{Targets: []escalation.Target{{Schedule: "leaders", Everyone: true}}, Timeout: 5 * time.Minute},
			{Targets: []escalation.Target{{User: 7}, {Schedule: "engineers"}}, Timeout: 15 * time.Minute},
		},
		Repeat: 1, LastResort: []escalation.Target{{User: 5}}, Every: 5 * time.Minute,
	}
}

// TestNext goes through a policy by hand, beyond its end: who is on call is asked at each step's own time.
func TestNext(t *testing.T) {
	p := policy()
	s := escalation.Begin(start)
	var got []escalation.Action
	for range 10 {
		next, a, err := p.Next(s, who)
		if err != nil {
			t.Fatal(err)
		}
		got, s = append(got, a), next
	}
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	want := []escalation.Action{
		{At: at(0), Kind: escalation.Paged, Users: []int64{1}},
		{At: at(10), Kind: escalation.Empty, Step: 1},
		{At: at(10), Kind: escalation.Paged, Step: 2, Users: []int64{7, 2, 1}},
		{At: at(25), Kind: escalation.Paged, Loop: 1, Users: []int64{2, 1}},
		{At: at(35), Kind: escalation.Paged, Loop: 1, Step: 1, Users: []int64{8, 9}},
		{At: at(40), Kind: escalation.Paged, Loop: 1, Step: 2, Users: []int64{7, 2, 1}},
		{At: at(55), Kind: escalation.Exhausted, Loop: 1},
		{At: at(55), Kind: escalation.LastResort, Users: []int64{5}},
		{At: at(60), Kind: escalation.LastResort, Loop: 1, Users: []int64{5}},
		{At: at(65), Kind: escalation.LastResort, Loop: 2, Users: []int64{5}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestNextFails: when nobody can say who is on call, nothing has happened, and the step is asked again.
func TestNextFails(t *testing.T) {
	away := errors.New("the database is away")
	s := escalation.Begin(start)
	next, _, err := policy().Next(s, func(escalation.Target, time.Time) ([]int64, error) { return nil, away })
	if !errors.Is(err, away) || next != s {
		t.Errorf("%+v, %v", next, err)
	}
}

// TestRunHolds: whatever the policy, time never runs back, no step is left out, an acknowledgement ends it before anybody
// is paged at or after it, and a page that nobody answers ends exhausted.
func TestRunHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := escalation.Policy{Repeat: rapid.IntRange(0, 3).Draw(t, "repeat"), WaitEmpty: rapid.Bool().Draw(t, "wait")}
		for range rapid.IntRange(1, 5).Draw(t, "steps") {
			target := rapid.SampledFrom([]escalation.Target{{User: 3}, {Schedule: "engineers"}, {Schedule: "leaders"}, {Schedule: "none"}})
			p.Steps = append(p.Steps, escalation.Step{Targets: rapid.SliceOfN(target, 1, 3).Draw(t, "targets"),
				Timeout: time.Duration(rapid.IntRange(1, 1800).Draw(t, "timeout")) * time.Second})
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		all, ended, err := p.Run(start, time.Time{}, who)
		if err != nil || len(all) != len(p.Steps)*(p.Repeat+1) {
			t.Fatalf("%d actions of %d steps, repeated %d times: %v", len(all), len(p.Steps), p.Repeat, err)
		}
		if !slices.IsSortedFunc(all, func(a, b escalation.Action) int { return a.At.Compare(b.At) }) || ended.Before(all[len(all)-1].At) {
			t.Fatalf("time runs back: %+v, ended %s", all, ended)
		}
		acked := start.Add(time.Duration(rapid.IntRange(0, 3600).Draw(t, "acked")) * time.Second)
		some, stopped, err := p.Run(start, acked, who)
		want := slices.IndexFunc(all, func(a escalation.Action) bool { return !a.At.Before(acked) })
		if want < 0 {
			want = len(all)
		}
		if err != nil || len(some) != want || !stopped.Equal(earlier(acked, ended)) {
			t.Fatalf("acknowledged at %s: %d actions until %s, want %d until %s: %v", acked, len(some), stopped, want, earlier(acked, ended), err)
		}
	})
}

func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// TestCheck: what a policy cannot be is named.
func TestCheck(t *testing.T) {
	for want, change := range map[string]func(*escalation.Policy){
		"":                func(*escalation.Policy) {},
		"steps":           func(p *escalation.Policy) { p.Steps = nil },
		"repeat":          func(p *escalation.Policy) { p.Repeat = -1 },
		"every":           func(p *escalation.Policy) { p.Every = 0 },
		"steps.1.targets": func(p *escalation.Policy) { p.Steps[1].Targets = nil },
		"steps.2.timeout": func(p *escalation.Policy) { p.Steps[2].Timeout = 0 },
		"steps.0.targets": func(p *escalation.Policy) { p.Steps[0].Targets[0].User = 3 },
		"last_resort":     func(p *escalation.Policy) { p.LastResort = []escalation.Target{{}} },
	} {
		p := policy()
		change(&p)
		err := p.Check()
		field := ""
		if err != nil {
			_, field = fault.Public(err)
		}
		if field != want {
			t.Errorf("%v names %q, want %q", err, field, want)
		}
	}
}
