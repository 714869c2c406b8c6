package notify

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/daywatch/daywatch/internal/platform/mailwire/submit"
)

// TestSettleKeepsCount runs any sequence of outcomes against what must always hold: a sent recipient is left
// alone, every possible copy is counted, and a mail ends exactly when nobody is open.
func TestSettleKeepsCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
		m := Mail{State: Queued, FirstTryAt: now}
		for i := range rapid.IntRange(1, 4).Draw(t, "recipients") {
			m.Recipients = append(m.Recipients, Recipient{Address: fmt.Sprintf("r%d@a.test", i), Role: To, Outcome: Waiting})
		}
		copies := map[string]int{}
		for m.State == Queued {
			m.Attempts++
			now = maxTime(now, m.NextTryAt)
			var results []submit.Recipient
			for _, address := range m.open() {
				o := rapid.SampledFrom([]submit.Outcome{submit.Sent, submit.Deferred, submit.Failed, submit.Unknown}).Draw(t, "outcome")
				before := o == submit.Deferred && rapid.Bool().Draw(t, "before data")
				code := 0
				if o == submit.Deferred && rapid.Bool().Draw(t, "answered") {
					code = 451
				}
				if o == submit.Sent || o == submit.Unknown {
					copies[address]++
				}
				results = append(results, submit.Recipient{Address: address, Outcome: o, Code: code, BeforeData: before})
			}
			was := slices.Clone(m.Recipients)
			failed := m.settle(results, now, 10*time.Minute)
			for i, r := range m.Recipients {
				if !was[i].open() && r != was[i] {
					t.Fatalf("a settled recipient changed: %+v to %+v", was[i], r)
				}
				if r.Copies != copies[r.Address] {
					t.Fatalf("%s: %d copies counted, %d possible", r.Address, r.Copies, copies[r.Address])
				}
				told := slices.ContainsFunc(failed, func(f Recipient) bool { return f.Address == r.Address })
				if was[i].open() && r.Outcome == submit.Failed && !told {
					t.Fatalf("%s failed and nobody is told", r.Address)
				}
			}
			if m.State == Queued && !m.NextTryAt.After(now) {
				t.Fatal("the next try is not later")
			}
			if m.State == Queued && len(m.open()) == 0 {
				t.Fatal("waits for nobody")
			}
			if m.Attempts > 2000 {
				return // a relay that never answers is tried for ever
			}
		}
		if m.SettledAt.IsZero() || (m.State == Sent) != !slices.ContainsFunc(m.Recipients, func(r Recipient) bool { return r.Outcome != submit.Sent }) {
			t.Fatalf("ended as %s with %+v", m.State, m.Recipients)
		}
	})
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
