// Package vector checks files of test vectors about the cadence of public updates.
package vector

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident/cadence"
	"github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Cadence is the name of this kind of file, and Marker what only such a file has at its top.
const (
	Cadence = "update cadence"
	Marker  = "table_minutes"
)

// one is a vector.
type one struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Events []struct {
		At       time.Time `json:"at"`
		Severity string    `json:"severity"`
		Update   string    `json:"update"`
		NextBy   time.Time `json:"next_by"`
	} `json:"events"`
	Queries []query `json:"queries"`
}

type query struct {
	Now     time.Time `json:"now"`
	Due     time.Time `json:"due"` // null: zero
	Overdue float64   `json:"overdue_minutes"`
}

// line writes what was asked and answered.
func (q query) line() vector.Line {
	due := "none"
	if !q.Due.IsZero() {
		due = q.Due.UTC().Format(time.RFC3339)
	}
	return vector.Line{Name: "due", Value: fmt.Sprintf("%s due %s, overdue %g min", q.Now.UTC().Format(time.RFC3339), due, q.Overdue)}
}

// Check asks every vector of a file, in order. The error is about the file as a whole.
func Check(top map[string]json.RawMessage) (iter.Seq[vector.Result], error) {
	var minutes map[string]map[string]float64
	if err := json.Unmarshal(top[Marker], &minutes); err != nil {
		return nil, fault.Field(Marker, "This is no table of minutes by status and severity.")
	}
	table := cadence.Table{}
	for status, row := range minutes {
		table[status] = map[string]time.Duration{}
		for severity, m := range row {
			table[status][severity] = time.Duration(m * float64(time.Minute))
		}
	}
	var list []json.RawMessage
	if err := json.Unmarshal(top["vectors"], &list); err != nil {
		return nil, fault.Field("vectors", "The file holds no list of vectors.")
	}
	return func(yield func(vector.Result) bool) {
		for _, raw := range list {
			if !yield(check(table, raw)) {
				return
			}
		}
	}, nil
}

// check asks all queries of a vector; the first that is answered otherwise is told.
func check(table cadence.Table, raw json.RawMessage) vector.Result {
	var v one
	if err := json.Unmarshal(raw, &v); err != nil {
		return vector.Result{Err: fault.Wrap(fault.Invalid, err, "This cannot be read: %v", err)}
	}
	r := vector.Result{ID: v.ID, About: v.Name}
	var events []cadence.Event
	for _, e := range v.Events {
		events = append(events, cadence.Event{At: e.At, Severity: e.Severity, Update: e.Update, NextBy: e.NextBy})
	}
	if len(v.Queries) == 0 {
		r.Err = fault.Field("queries", "The vector asks nothing.")
	}
	for _, q := range v.Queries {
		got := query{Now: q.Now}
		if due, ok := table.Due(cadence.Until(events, q.Now)); ok {
			got.Due, got.Overdue = due, cadence.Overdue(due, q.Now).Minutes()
		}
		if r.Want, r.Got = q.line(), got.line(); !r.OK() {
			break
		}
	}
	return r
}
