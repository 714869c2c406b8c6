package sla

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
)

// Defaults are the policies that a new desk begins with: those of tickets.md, Severity and SLA engine.
func Defaults() []Policy {
	is := func(field string, values ...string) condition.Condition {
		return condition.Condition{Field: field, Operator: condition.Is, Value: values}
	}
	tagged := func(tag string) condition.Condition {
		return condition.Condition{Field: "current_tags", Operator: condition.Includes, Value: []string{tag}}
	}
	replies := first(standard, contract, urgent24x7)
	list := []Policy{
		{Title: "No SLA: contract", Description: "The contract has ended and its grace with it, has not begun, or is on hold.",
			Filter: condition.Set{All: []condition.Condition{is("organization.entitlement", "expired", "hold", "not_started")}}},
		{Title: "No SLA: community and trials", Description: "Community programmes and trials have no service level.",
			Filter: condition.Set{Any: []condition.Condition{is("organization.support_level", "community"),
				{Field: "organization.tags", Operator: condition.Includes, Value: []string{"trial"}}}}},
		{Title: "Internal requests", Description: "Colleagues who ask support: an objective, no contract.",
			Filter:  condition.Set{All: []condition.Condition{is("requester_role", "light_agent", "agent", "lead", "admin")}},
			Targets: first(hours{1, 4, 8, 24}, objective)},
		{Title: "Licensing and renewals", Description: "8 hours, five days a week, on every plan.",
			Filter: condition.Set{All: []condition.Condition{tagged("licensing")}}, Targets: join(first(hours{8, 8, 8, 8}, contract), next)},
		{Title: "Signature", Description: "High priority round the clock, and answered within 2 hours.",
			Filter:  condition.Set{All: []condition.Condition{is("organization.tier", "signature")}},
			Targets: join(first(hours{0.5, 2, 8, 24}, contract, urgent24x7, high24x7), next)},
		{Title: "Advanced", Description: "High priority round the clock.",
			Filter:  condition.Set{All: []condition.Condition{is("organization.tier", "advanced")}},
			Targets: join(first(standard, contract, urgent24x7, high24x7), next)},
		{Title: "Starter", Description: "The old Starter and Standard plans: one business day.",
			Filter:  condition.Set{All: []condition.Condition{is("organization.plan", "Starter", "Standard")}},
			Targets: join(first(hours{24, 24, 24, 24}, contract), next)},
		{Title: "Standard", Description: "The first reply by contract; the next ones are the desk's own objective.", Targets: join(replies, next)},
	}
	for i := range list {
		list[i].Position, list[i].Active, list[i].Warn = int64(i+1), true, DefaultWarn()
	}
	return list
}

// hours are targets by priority, most urgent first.
type hours [4]float64

var standard = hours{0.5, 4, 8, 24}

// next are the objectives for the next reply.
func next() []Target { return targets(clock.NextReply, hours{4, 4, 24, 24}, objective, urgent24x7) }

func contract(t *Target)   { t.Contract = true }
func objective(t *Target)  { t.Contract = false }
func urgent24x7(t *Target) { t.Always = t.Always || t.Priority == "urgent" }
func high24x7(t *Target)   { t.Always = t.Always || t.Priority == "high" }

func first(h hours, with ...func(*Target)) []Target { return targets(clock.FirstReply, h, with...) }

func join(replies []Target, more func() []Target) []Target { return append(replies, more()...) }

func targets(m clock.Metric, h hours, with ...func(*Target)) []Target {
	all := make([]Target, len(h))
	for i, p := range Prioritised() {
		all[i] = Target{Priority: p, Target: clock.Target{Metric: m, Seconds: int64(h[i] * float64(time.Hour/time.Second))}}
		for _, f := range with {
			f(&all[i])
		}
	}
	return all
}
