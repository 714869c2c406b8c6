package cadence_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/incident/cadence"
	"github.com/daywatch/daywatch/internal/capability/incident/cadence/vector"
	frame "github.com/daywatch/daywatch/internal/platform/bizcal/vector"
	"github.com/daywatch/daywatch/test/corpus"
)

// TestVectors asks the vectors that were worked out beside the table of the job family.
func TestVectors(t *testing.T) {
	ask(t, corpus.Vectors(t, "comms_cadence.json"), 13)
}

// TestOwnVectors asks one of our own making, wherever the shared ones are, and one that is wrong.
func TestOwnVectors(t *testing.T) {
	ask(t, []byte(`{"version": 1, "table_minutes": {"investigating": {"s1": 10}, "resolved": null}, "vectors": [
		{"id": "own-1", "name": "a severity that the table does not know has no clock", "events": [{"at": "2026-01-01T00:00:00Z", "severity": "s5", "update": "investigating"}],
		 "queries": [{"now": "2026-01-01T01:00:00Z", "due": null, "overdue_minutes": 0}]},
		{"id": "own-2", "name": "over the change of the clocks", "events": [{"at": "2026-03-29T00:55:00Z", "severity": "s1", "update": "investigating"}],
		 "queries": [{"now": "2026-03-29T01:06:00Z", "due": "2026-03-29T01:05:00Z", "overdue_minutes": 1}]}]}`), 2)
	wrong := results(t, []byte(`{"table_minutes": {"investigating": {"s1": 10}}, "vectors": [{"id": "w", "name": "wrong",
		"events": [{"at": "2026-01-01T00:00:00Z", "severity": "s1", "update": "investigating"}], "queries": [{"now": "2026-01-01T00:00:00Z", "due": null, "overdue_minutes": 0}]},
		{"id": "silent", "name": "asks nothing", "events": []}]}`))
	for _, r := range wrong {
		if r.OK() {
			t.Errorf("%+v is said to be right", r)
		}
	}
}

func ask(t *testing.T, data []byte, least int) {
	t.Helper()
	all := results(t, data)
	if len(all) < least {
		t.Errorf("only %d vectors, want %d", len(all), least)
	}
	for _, r := range all {
		t.Run(r.ID, func(t *testing.T) {
			if !r.OK() {
				t.Errorf("%s: got %v, want %v (%v)", r.About, r.Got, r.Want, r.Err)
			}
		})
	}
}

func results(t *testing.T, data []byte) []frame.Result {
	t.Helper()
	top, err := frame.Split(data)
	if err != nil {
		t.Fatal(err)
	}
	all, err := vector.Check(top)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(all)
}

// TestDefault: the shipped table is that of the job family.
func TestDefault(t *testing.T) {
	table := cadence.Default()
	for status, want := range map[string][4]int{cadence.Investigating: {10, 15, 15, 15}, cadence.Identified: {10, 30, 30, 30},
		cadence.Monitoring: {30, 60, 60, 60}} {
		for i, severity := range []string{cadence.S1, cadence.S2, cadence.S3, cadence.S4} {
			if got := table[status][severity]; got != time.Duration(want[i])*time.Minute {
				t.Errorf("%s at %s: %s, want %d min", status, severity, got, want[i])
			}
		}
	}
	if len(table[cadence.Resolved]) > 0 {
		t.Error("resolved has a clock")
	}
}

// TestDueHolds: an update always moves the due time to at or after itself, and a worse severity never moves it out.
func TestDueHolds(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	severities := []string{cadence.S1, cadence.S2, cadence.S3, cadence.S4}
	rapid.Check(t, func(t *rapid.T) {
		var events []cadence.Event
		at := start
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "after")) * time.Minute)
			events = append(events, cadence.Event{At: at, Severity: rapid.SampledFrom(append(severities, "")).Draw(t, "severity"),
				Update: rapid.SampledFrom([]string{"", cadence.Investigating, cadence.Identified, cadence.Monitoring, cadence.Resolved}).Draw(t, "update")})
		}
		events[0].Severity = cadence.S4
		table := cadence.Default()
		last := events[len(events)-1]
		due, ok := table.Due(events)
		switch {
		case last.Update == cadence.Resolved && ok:
			t.Fatalf("resolved, and due %s", due)
		case last.Update != "" && last.Update != cadence.Resolved && (!ok || due.Before(last.At)):
			t.Fatalf("updated at %s, due %s, %v", last.At, due, ok)
		}
		worse, _ := table.Due(append(events, cadence.Event{At: at, Severity: cadence.S1}))
		if ok && worse.After(due) {
			t.Fatalf("at s1 due %s, before %s", worse, due)
		}
	})
}
