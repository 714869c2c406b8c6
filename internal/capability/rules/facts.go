package rules

import (
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
)

// Fired is the fact that a rule looked at a ticket and did something to it, with why. Its events are those of
// the ticket with numbers from From to To.
type Fired struct {
	Rule    int64    `json:"rule"`
	Kind    Kind     `json:"kind"`
	Title   string   `json:"title"` // as it was
	From    int64    `json:"from,omitempty"`
	To      int64    `json:"to,omitempty"`
	Effects []Effect `json:"effects,omitempty"`
	Told    []int64  `json:"told,omitempty"`  // users to whom it sent a message
	Wrote   int64    `json:"wrote,omitempty"` // the last comment it wrote
	Lines   []Line   `json:"lines"`
	// Problem says in a sentence what it could not do; the rest is done.
	Problem string `json:"problem,omitempty"`
	// Due is when an automation's conditions came to hold, where it fired late: the desk was down.
	Due time.Time `json:"due,omitzero"`
}

// EventKind implements event.Fact.
func (Fired) EventKind() string { return "rule.fired" }

// Line is one condition of a rule and whether it held as the rule looked.
type Line struct {
	Block    string             `json:"block"` // all or any
	Field    string             `json:"field"`
	Operator condition.Operator `json:"operator"`
	Value    []string           `json:"value,omitempty"`
	Held     bool               `json:"held"`
	Found    []string           `json:"found,omitempty"`
}

func lines(explained []condition.Line) []Line {
	out := make([]Line, len(explained))
	for i, l := range explained {
		out[i] = Line{l.Block, l.Condition.Field, l.Condition.Operator, l.Condition.Value, l.Held, l.Found}
	}
	return out
}

// Saved is the fact that a rule was made or changed.
type Saved struct {
	Kind       Kind          `json:"kind"`
	Title      string        `json:"title"`
	New        bool          `json:"new,omitempty"`
	Active     bool          `json:"active"`
	Position   int           `json:"position"`
	Conditions condition.Set `json:"conditions"`
	Fields     []string      `json:"fields"` // the fields its actions set; texts stay with the rule
}

// EventKind implements event.Fact.
func (Saved) EventKind() string { return "rule.saved" }

// Deleted is the fact that a rule is no more.
type Deleted struct {
	Kind  Kind   `json:"kind"`
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (Deleted) EventKind() string { return "rule.deleted" }
