package content

import "time"

// scenario is one story that becomes many tickets. It is read from a text file; see text/README.md for the
// format.
type scenario struct {
	name       string // file name without its ending
	subjects   []template
	severities []int
	kind       string // question, incident, problem, task
	group      string // support, licensing, accounts, internal
	tags       []string
	deployment string // SaaS, self-managed, or empty for both
	language   string // of the customer's texts
	channels   []Channel
	weight     int
	vars       []variable
	turns      []turn
	live       *liveState // set on featured scenarios only
}

// liveState is how a featured ticket stands at the moment of the picture.
type liveState struct {
	age    time.Duration // since the last turn
	org    string        // Org.Key, empty for any that fits
	status Status        // where it differs from what the last turn leads to
	loose  bool          // nobody is assigned
}

// speaker is the part somebody plays in a scenario.
type speaker string

const (
	byCustomer  speaker = "customer"
	byCC        speaker = "cc"
	byAgent     speaker = "agent"
	byColleague speaker = "colleague"
	byLead      speaker = "lead"
)

func (s speaker) isStaff() bool { return s != byCustomer && s != byCC }

// turn is one comment.
type turn struct {
	who       speaker
	internal  bool
	takes     bool // the speaker becomes the assignee
	inEnglish bool // whatever the scenario's language
	after     [2]time.Duration
	maybe     int    // percent; 100 for always
	status    Status // set with the turn, empty for the usual one
	priority  string // set with the turn, empty to leave it
	attach    []attachmentSpec
	body      template
}

type attachmentSpec struct{ kind, name string }

// variable is a value drawn once per ticket.
type variable struct {
	name   string
	kind   string // words, number, hex, ulid
	lo, hi int    // number: the range; hex: lo digits
	words  []template
}

func (v variable) draw(s *scene) string {
	switch v.kind {
	case "number":
		return itoa(s.between(v.lo, v.hi))
	case "hex":
		return s.hex(v.lo)
	case "ulid":
		return s.ulid()
	}
	return pick(s.dice, v.words).render(s)
}
