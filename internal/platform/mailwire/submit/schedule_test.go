package submit

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTriesGoOnForThreeDays(t *testing.T) {
	first := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	var waits []time.Duration
	now := first
	for attempt := 1; ; attempt++ {
		at, giveUp := Next(Deferred, attempt, first, now)
		if giveUp {
			break
		}
		waits = append(waits, at.Sub(now))
		now = at
	}
	want := []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}
	if diff := cmp.Diff(want, waits[:5]); diff != "" {
		t.Errorf("the first waits (-want +got):\n%s", diff)
	}
	if now.Sub(first) != 72*time.Hour || len(waits) != 22 {
		t.Errorf("the last of %d waits ends after %v, want 22 and 72 h", len(waits), now.Sub(first))
	}
}

func TestNextHolds(t *testing.T) {
	first := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		attempt := rapid.IntRange(-1, 100).Draw(t, "attempt")
		now := first.Add(time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(t, "since")))
		outcome := rapid.SampledFrom([]Outcome{Deferred, Unknown}).Draw(t, "outcome")
		at, giveUp := Next(outcome, attempt, first, now)
		if giveUp != (now.Sub(first) >= 72*time.Hour) {
			t.Fatalf("giveUp %v at %v", giveUp, now.Sub(first))
		}
		if giveUp {
			return
		}
		if !at.After(now) || at.After(first.Add(72*time.Hour)) {
			t.Fatalf("at %v is outside of (%v, 72 h]", at, now)
		}
		if outcome == Unknown && at.Sub(now) < 10*time.Minute && !at.Equal(first.Add(72*time.Hour)) {
			t.Fatalf("an unknown outcome is tried again after %v", at.Sub(now))
		}
	})
}
