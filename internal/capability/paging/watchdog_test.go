package paging

import (
	"strings"
	"testing"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
)

// TestLate has the desk stand still for an hour: people then get the time that the policy gives them, whoever is on call
// then is asked, and those who run the desk are told how late it was.
func TestLate(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		k.turn()
		k.now = k.now.Add(time.Hour)
		if err := k.probe(k.system()); !fault.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "50m0s late") {
			t.Errorf("the health of an engine that stands still: %v", err)
		}
		k.wait(4 * time.Minute)
		k.told(p, "0 triggered", "0 step 0.0 ana", "60 step 0.1 max")
		all, err := k.Ringing(k.as("ada"))
		if err != nil || len(all) != 2 || all[1].Title != "Pages were 50m0s late: the paging engine stood still. First: Thing 1" {
			t.Fatalf("%+v, %v", all, err)
		}
		k.told(all[1], "0 triggered", "0 step 0.0 ada")
		k.must(k.probe(k.system()))
	})
}

// TestRescue has the watchdog do the engine's work where that does not run.
func TestRescue(t *testing.T) {
	each(t, func(k *rig) {
		p := k.page(1)
		k.now = k.now.Add(time.Minute)
		behind, err := k.behind(k.system())
		if err != nil || behind != time.Minute {
			t.Fatalf("%s, %v", behind, err)
		}
		k.rescue(k.system(), behind)
		k.logged(p, "ana mail accepted 60:accepted")
	})
}
