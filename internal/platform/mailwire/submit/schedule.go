package submit

import "time"

// The schedule of tries: soon at first, because most trouble passes within minutes, and for three days in
// all, because RFC 5321 §4.5.4.1 asks for patience of four to five days and an agent wants to know sooner.
var steps = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}

const (
	giveUpAfter = 72 * time.Hour
	// unknownDelay leaves a relay that may have the message the time to pass it on, so that the second copy
	// meets the first where duplicates are told apart.
	unknownDelay = 10 * time.Minute
)

// Next says when to try again after try number attempt (counted from 1) ended at now with outcome. first is
// when the first try began. The last try falls 72 hours after it; then giveUp is true and the time zero.
func Next(outcome Outcome, attempt int, first, now time.Time) (at time.Time, giveUp bool) {
	end := first.Add(giveUpAfter)
	if !now.Before(end) {
		return time.Time{}, true
	}
	wait := steps[min(max(attempt, 1), len(steps))-1]
	if outcome == Unknown {
		wait = max(wait, unknownDelay)
	}
	at = now.Add(wait)
	if at.After(end) {
		at = end
	}
	return at, false
}
