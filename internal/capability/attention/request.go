package attention

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// managing is the permission of those who triage requests: leads.
const managing = access.ManageOnCall

// Urgency is how soon a manager should look.
type Urgency string

// The urgencies, the most urgent first (tickets.md, STAR).
const (
	Urgent    Urgency = "urgent"     // may become an emergency
	Timely    Urgency = "timely"     //
	NotUrgent Urgency = "not_urgent" //
)

// Urgencies lists them, the most urgent first.
func Urgencies() []Urgency { return []Urgency{Urgent, Timely, NotUrgent} }

// Kind is why attention is asked for.
type Kind string

// The kinds. The last two are named only to say where they belong.
const (
	FirstReplyLate Kind = "first_reply_late"
	Dissatisfied   Kind = "dissatisfied"
	Business       Kind = "business"
	PriorityLow    Kind = "priority_low"
	Stalled        Kind = "stalled"
	AccountAtRisk  Kind = "account_at_risk"
	JustTelling    Kind = "just_telling"
)

// Kinds lists the kinds in the order of the form.
func Kinds() []Kind {
	return []Kind{FirstReplyLate, Dissatisfied, Business, PriorityLow, Stalled, AccountAtRisk, JustTelling}
}

// State is where a request stands.
type State string

// The states.
const (
	Waiting   State = "waiting"   // for a manager to look
	Seen      State = "seen"      // a manager looks
	Engaged   State = "engaged"   // an engineer was found
	Resolved  State = "resolved"  // the correct next step is identified and underway; the ticket may be far from solved
	Unstarred State = "unstarred" // rejected, with reasons and what was agreed instead
)

// States lists the states.
func States() []State { return []State{Waiting, Seen, Engaged, Resolved, Unstarred} }

// Open reports whether something is left to be done.
func (s State) Open() bool { return s != Resolved && s != Unstarred }

// The tags of tickets that attention was asked for.
const (
	TagSubmitted = "star_submitted"
	TagUnstarred = "unstarred"
)

// Request is what an employee asks for one ticket (tickets.md, STAR). Its clock is kept by a manager who looks.
type Request struct {
	ID         int64
	TicketID   int64
	By         int64
	Urgency    Urgency
	Kind       Kind
	Reason     string
	Wanted     string // what shall come of it
	State      State
	ManagerID  int64 // 0: nobody was on call
	EngineerID int64 // 0: none yet
	At, DueAt  time.Time
	SeenAt     time.Time // zero: nobody looked yet; so are the next
	WarnedAt   time.Time
	BreachedAt time.Time
	EndedAt    time.Time
	Outcome    string
	Agreed     string
	Labels     []string
	Subject    string // of the ticket, read along
}

// Kept reports whether a manager looked in time, before the moment itself; known is false while that is open.
func (r Request) Kept(now time.Time) (kept, known bool) {
	if !r.SeenAt.IsZero() {
		return r.SeenAt.Before(r.DueAt), true
	}
	return false, !now.Before(r.DueAt)
}

// Indicators are what requests tell about how a desk works.
type Indicators struct {
	Open      int
	Asked     int // in the time looked at
	InTime    int // of those that are over or looked at
	Judged    int
	Resolved  int
	Unstarred int
	Kinds     []Count // the most frequent first
	Labels    []Count
}

// Count is a word with how often it was said.
type Count struct {
	Word string
	N    int
}

// measure computes the indicators of requests; it is pure.
func measure(all []Request, now time.Time) (in Indicators) {
	kinds, labels := map[string]int{}, map[string]int{}
	for _, r := range all {
		in.Asked++
		kinds[string(r.Kind)]++
		for _, l := range r.Labels {
			labels[l]++
		}
		switch {
		case r.State.Open():
			in.Open++
		case r.State == Resolved:
			in.Resolved++
		default:
			in.Unstarred++
		}
		if kept, known := r.Kept(now); known {
			in.Judged++
			if kept {
				in.InTime++
			}
		}
	}
	in.Kinds, in.Labels = counted(kinds), counted(labels)
	return in
}

func counted(by map[string]int) (out []Count) {
	for word, n := range by {
		out = append(out, Count{word, n})
	}
	slices.SortFunc(out, func(a, b Count) int {
		if a.N != b.N {
			return b.N - a.N
		}
		if a.Word < b.Word {
			return -1
		}
		return 1
	})
	return out
}
