package sla

import (
	"strings"
	"testing"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestDefaults keeps the shipped policies to tickets.md.
func TestDefaults(t *testing.T) {
	for _, p := range Defaults() {
		if _, err := p.typed(); err != nil {
			t.Errorf("%s: %v", p.Title, err)
		}
	}
	want := map[string]string{
		"Standard":               "urgent 1800 s, 24x7, contract; high 14400 s, contract; normal 28800 s, contract; low 86400 s, contract",
		"Signature":              "urgent 1800 s, 24x7, contract; high 7200 s, 24x7, contract; normal 28800 s, contract; low 86400 s, contract",
		"Advanced":               "urgent 1800 s, 24x7, contract; high 14400 s, 24x7, contract; normal 28800 s, contract; low 86400 s, contract",
		"Licensing and renewals": "urgent 28800 s, contract; high 28800 s, contract; normal 28800 s, contract; low 28800 s, contract",
		"Internal requests":      "urgent 3600 s; high 14400 s; normal 28800 s; low 86400 s",
		"No SLA: contract":       "",
	}
	for _, p := range Defaults() {
		var got []string
		for _, t := range p.Targets {
			if t.Metric == clock.FirstReply {
				got = append(got, t.Priority+" "+t.word())
			}
		}
		if w, ok := want[p.Title]; ok && strings.Join(got, "; ") != w {
			t.Errorf("%s: first reply %s", p.Title, strings.Join(got, "; "))
		}
	}
}

// TestTypedRefuses names the field of what makes no sense.
func TestTypedRefuses(t *testing.T) {
	target := func(priority string, m clock.Metric, seconds int64) Policy {
		return Policy{Title: "P", Targets: []Target{{priority, clock.Target{Metric: m, Seconds: seconds}}}}
	}
	two := target("high", clock.FirstReply, 60)
	two.Targets = append(two.Targets, two.Targets[0])
	for _, c := range []struct {
		field string
		p     Policy
	}{
		{"title", Policy{Title: "  "}},
		{"title", Policy{Title: strings.Repeat("ü", longestTitle+1)}},
		{"description", Policy{Title: "P", Description: strings.Repeat("x", longestDescription+1)}},
		{"warn", Policy{Title: "P", Warn: []float64{1}}},
		{"warn", Policy{Title: "P", Warn: []float64{0.5, 0.5}}},
		{"warn", Policy{Title: "P", Warn: []float64{.1, .2, .3, .4, .5, .6}}},
		{"targets", target("grave", clock.FirstReply, 60)},
		{"targets", target("high", clock.Promise, 60)},
		{"high.first_reply", target("high", clock.FirstReply, 0)},
		{"high.first_reply", target("high", clock.FirstReply, longestTarget+1)},
		{"high.first_reply", two},
		{"all[0].field", Policy{Title: "P",
			Filter: condition.Set{All: []condition.Condition{{Field: "NEW", Operator: condition.LessThan, Value: []string{"4"}}}}}},
	} {
		_, err := c.p.typed()
		if _, field := fault.Public(err); field != c.field || !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v at %q, want one at %q", c.p, err, field, c.field)
		}
	}
}

// TestPoliciesInOrder makes, changes, moves and deletes policies; each change is told part by part.
func TestPoliciesInOrder(t *testing.T) {
	each(t, func(k *testDesk) {
		ctx := access.With(t.Context(), access.Principal{UserID: k.lea.ID, Role: access.Admin, Via: "web"})
		made, err := k.SavePolicy(ctx, Policy{Title: "Night", Active: true, Warn: DefaultWarn()})
		k.must(err)
		k.must(k.MovePolicy(ctx, made.ID, 2))
		all, err := k.Policies(ctx)
		k.must(err)
		if all[1].Title != "Night" || all[2].Position != 3 || len(all) != len(Defaults())+1 {
			t.Fatalf("the order is %+v", all)
		}
		stale := all[1]
		stale.Version--
		if _, err := k.SavePolicy(ctx, stale); !fault.Is(err, fault.Conflict) {
			t.Errorf("a change of an older version: %v", err)
		}
		after := all[1]
		after.Title, after.Targets = "Standard", []Target{{"low", clock.Target{Metric: clock.NextReply, Seconds: 60}}}
		if _, err := k.SavePolicy(ctx, after); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second title: %v", err)
		}
		after.Title = "Late"
		if got := all[1].differences(after); len(got) != 2 || got[0] != (Change{"title", "Night", "Late"}) || got[1] != (Change{"low.next_reply", "", "60 s"}) {
			t.Errorf("the change is told as %+v", got)
		}
		k.must(k.DeletePolicy(ctx, made.ID))
		if all, err = k.Policies(ctx); err != nil || all[len(all)-1].Position != int64(len(Defaults())) {
			t.Errorf("after deleting: %+v, %v", all, err)
		}
		agent := access.With(t.Context(), access.Principal{UserID: k.ana.ID, Role: access.Agent})
		for _, err := range []error{k.DeletePolicy(agent, 1), k.MovePolicy(agent, 1, 2)} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("an agent may: %v", err)
			}
		}
	})
}
