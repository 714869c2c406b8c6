package paging

import (
	"errors"
	"time"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/outbound"
)

// pauses are those between the tries of one attempt; the last holds for all that follow.
var pauses = []time.Duration{1 * time.Second, 3 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second, time.Minute}

// taken settles an attempt that the other side took.
func (d *Delivery) taken(r Receipt, now time.Time) {
	d.State, d.ProviderID, d.Said, d.SettledAt = Accepted, fault.Clip(r.ProviderID, longestSaid), fault.Clip(r.Detail, longestSaid), now
}

// failed takes in that a try failed, and decides whether there is another. ringing is false once somebody answered: then
// there is none.
func (d *Delivery) failed(cause error, ringing bool, p Patience, now time.Time) Outcome {
	d.Said = reason(cause)
	outcome := TryRefused
	if fault.Is(cause, fault.Unavailable) || fault.Is(cause, fault.Internal) || fault.Is(cause, fault.RateLimited) {
		outcome = TryAgain
	}
	switch {
	case errors.Is(cause, errAnswered):
		d.State, d.SettledAt, outcome = Cancelled, now, TryStopped
	case outcome == TryAgain && !ringing:
		d.State, d.SettledAt = Cancelled, now
	case outcome == TryAgain && d.Tries < p.Tries:
		d.State, d.NextTryAt = Queued, now.Add(pause(d.Tries, cause))
	default:
		d.State, d.SettledAt = Failed, now
	}
	return outcome
}

// pause is how long to wait after the given try: what the other side asks for, if that is more.
func pause(tries int, cause error) time.Duration {
	wait := pauses[min(max(tries, 1), len(pauses))-1]
	var f *outbound.Failure
	if errors.As(cause, &f) {
		wait = max(wait, min(f.RetryAfter, longestPause))
	}
	return wait
}

// longestPause is the most that another side may have us wait: a page is urgent.
const longestPause = 5 * time.Minute

// elsewhere reports whether the next way to the person is due: this one does not work, for now or for good.
func (d Delivery) elsewhere(p Patience) bool {
	return d.State == Failed || d.State == Held || d.State == Queued && d.Tries >= p.Elsewhere
}

// reason is what the log of the page says of a failure: words for people, else those of the error.
func reason(cause error) string {
	said := cause.Error()
	var e *fault.Error
	if errors.As(cause, &e) && e.Public != "" {
		said = e.Public
	}
	return fault.Clip(said, longestSaid)
}

const longestSaid = 200
