package paging

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
)

// ringing is a page with what the engine keeps of it.
type ringing struct {
	Page
	course course
	asks   int       // how often people were asked
	nextAt time.Time // when it does something by itself; zero: never
}

// course is where a page stands on its way through its policy.
type course struct {
	State escalation.State `json:"state"`
	// Step and Loop are those last asked, Asked whom they asked so far, and Why the reason of the last ask.
	Step  int       `json:"step"`
	Loop  int       `json:"loop"`
	Asked []int64   `json:"asked,omitempty"`
	Why   Why       `json:"why,omitempty"`
	At    time.Time `json:"at,omitzero"` // of the last ask
	// Lost says that nobody of the last ask can be reached, and that all that follows from it was done.
	Lost bool `json:"lost,omitempty"`
}

// schedule sets when the page does something next.
func (r *ringing) schedule(p Policy) {
	switch r.State {
	case Triggered:
		r.nextAt = r.course.State.Due
	case Acknowledged:
		r.nextAt = time.Time{}
		if p.AckTimeout > 0 && !r.Only {
			r.nextAt = r.AckedAt.Add(p.AckTimeout)
		}
	default:
		r.nextAt = time.Time{}
	}
}
