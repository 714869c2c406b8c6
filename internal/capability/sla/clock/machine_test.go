package clock_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/capability/sla/clock/clocktest"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// sequences is how many random histories a run tries; all of them with the long tests.
func sequences() int {
	if os.Getenv("DAYWATCH_LONG") != "" {
		return 100_000
	}
	return 2_000
}

// TestMachineAgreesWithReference drives random histories through the machine and the reference.
func TestMachineAgreesWithReference(t *testing.T) {
	for seed := range sequences() {
		facts := rapid.Custom(drawHistory).Example(seed)
		if diff := disagreement(facts); diff != "" {
			t.Fatalf("history %d: machine (-) and reference (+) differ:\n%s\n%s", seed, diff, tell(facts))
		}
	}
}

// TestMachineShrinks looks for the smallest history on which both differ.
func TestMachineShrinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.Custom(drawHistory).Draw(t, "history")
		if diff := disagreement(facts); diff != "" {
			t.Fatalf("machine (-) and reference (+) differ:\n%s\n%s", diff, tell(facts))
		}
	})
}

func tell(facts []clock.Fact) string {
	out := ""
	for _, f := range facts {
		out += fmt.Sprintf("%s %s %s %s public=%v first=%v %v\n", f.At.Format("Mon 01-02 15:04:05"), f.Kind, f.Status, f.By, f.Public, f.First, f.Terms)
	}
	return out
}

func disagreement(facts []clock.Fact) string {
	machine := clocktest.Observe(clock.Replay(calendars, facts).Clocks)
	return cmp.Diff(machine, clocktest.Recompute(calendars, facts), cmpopts.EquateEmpty())
}

// The calendars of the tests, each with two versions.
func specs() map[int64][]bizcal.Spec {
	day := func(from, to int) bizcal.Spec {
		s := bizcal.Spec{Zone: "Europe/Amsterdam"}
		for d := time.Monday; d <= time.Friday; d++ {
			s.Weekly[d] = []bizcal.Span{{From: from * 60, To: to * 60}}
		}
		return s
	}
	split := bizcal.Spec{Zone: "America/New_York"}
	for d := time.Monday; d <= time.Saturday; d++ {
		split.Weekly[d] = []bizcal.Span{{From: 0, To: 6 * 60}, {From: 8*60 + 30, To: 12 * 60}, {From: 22 * 60, To: bizcal.Day}}
	}
	return map[int64][]bizcal.Spec{1: {day(8, 18), day(9, 17)}, 2: {split, day(0, 24)}}
}

var compiled = func() map[[2]int64]*bizcal.Calendar {
	all := map[[2]int64]*bizcal.Calendar{}
	for id, versions := range specs() {
		for v, spec := range versions {
			c, err := bizcal.New(spec)
			if err != nil {
				panic(err)
			}
			all[[2]int64{id, int64(v + 1)}] = c
		}
	}
	return all
}()

var always = bizcal.Always()

func calendars(c clock.Calendar) *bizcal.Calendar {
	if c.ID == 0 {
		return always
	}
	return compiled[[2]int64{c.ID, c.Version}]
}
