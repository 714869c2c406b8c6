package queue

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Weights says how many points each reason to take a ticket soon is worth. No published formula exists
// (tickets.md, Views, queue and assignment): these are ours, and every number is a setting.
type Weights struct {
	Stage     map[string]int `json:"stage"`     // by stage
	Priority  map[string]int `json:"priority"`  // by priority
	Tier      map[string]int `json:"tier"`      // by success tier of the organization
	Escalated int            `json:"escalated"` // the account is escalated
	Rehomed   int            `json:"rehomed"`   // sent to its region: it wants an owner the same day
	Satellite int            `json:"satellite"` // for each whole shift that it went round without an owner
	// Due is what a ticket has at its breach. Before, it has half of that when HalfHours are left, a third at twice that, and so on; behind, more
	// by OverHour for each hour, up to OverMost.
	Due       int `json:"due"`
	HalfHours int `json:"half_hours"`
	OverHour  int `json:"over_hour"`
	OverMost  int `json:"over_most"`
}

// WeightsKey is the setting.
var WeightsKey = settings.Key[Weights]{Name: "queue.weights", Check: checkWeights, Default: Weights{
	Stage:     map[string]int{"emergency": 1000, "first_reply": 150, "next_reply": 50},
	Priority:  map[string]int{"urgent": 400, "high": 200, "normal": 100, "low": 0},
	Tier:      map[string]int{"signature": 100, "advanced": 50},
	Escalated: 150, Rehomed: 60, Satellite: 120,
	Due: 400, HalfHours: 2, OverHour: 10, OverMost: 200,
}}

func checkWeights(w Weights) error {
	for _, f := range []struct {
		field string
		n     int
	}{{"escalated", w.Escalated}, {"rehomed", w.Rehomed}, {"satellite", w.Satellite}, {"due", w.Due}, {"over_hour", w.OverHour}, {"over_most", w.OverMost}} {
		if f.n < 0 {
			return fault.Field(f.field, "%d points would push a ticket down for a reason to take it. Write 0 to ignore the reason", f.n)
		}
	}
	if w.HalfHours < 1 {
		return fault.Field("half_hours", "%d hours cannot halve anything. Write 1 or more", w.HalfHours)
	}
	return nil
}

// Facts are what a weight is made of.
type Facts struct {
	Stage     ticket.Stage
	Priority  ticket.Priority
	Tier      string
	Escalated bool
	Rehomed   bool
	Turns     int       // whole shifts without an owner since it was sent to its region
	BreachAt  time.Time // zero: no clock runs
}

// Part is one reason and what it is worth. Name is a message id: queue.part.NAME.
type Part struct {
	Name   string
	Detail string // the stage, the priority, the tier, or a number
	Points int
}

// Weight is what orders the global queue, with its reasons, the heaviest first.
type Weight struct {
	Total int
	Parts []Part
}

// Weigh adds up the reasons to take a ticket at an instant. It never falls while nothing happens but time.
func (w Weights) Weigh(f Facts, now time.Time) Weight {
	parts := []Part{
		{"stage", string(f.Stage), w.Stage[string(f.Stage)]},
		{"priority", f.Priority.String(), w.Priority[f.Priority.String()]},
		{"tier", f.Tier, w.Tier[f.Tier]},
		{"escalated", "", points(f.Escalated, w.Escalated)},
		{"rehomed", "", points(f.Rehomed, w.Rehomed)},
		{"satellite", fmt.Sprint(f.Turns), f.Turns * w.Satellite},
		w.due(f.BreachAt, now),
	}
	parts = slices.DeleteFunc(parts, func(p Part) bool { return p.Points == 0 })
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(b.Points, a.Points) })
	out := Weight{Parts: parts}
	for _, p := range parts {
		out.Total += p.Points
	}
	return out
}

func points(holds bool, n int) int {
	if holds {
		return n
	}
	return 0
}

// due rises ever faster towards the breach and goes on in a straight line behind it, so that of two late
// tickets the later is taken first, but no lateness outweighs an emergency.
func (w Weights) due(breach, now time.Time) Part {
	if breach.IsZero() {
		return Part{Name: "due"}
	}
	left := breach.Sub(now)
	if left <= 0 {
		over := min(int(-left.Hours()*float64(w.OverHour)), w.OverMost)
		return Part{Name: "breached", Points: w.Due + over}
	}
	half := time.Duration(w.HalfHours) * time.Hour
	return Part{Name: "due", Points: int(float64(w.Due) * float64(half) / float64(half+left))}
}
