package queue

import "time"

// Class is a ticket's place on the shift chair's list (tickets.md, Queue rescue).
type Class int

// The classes. Every ticket of the first two must have an owner by the end of the shift.
const (
	Unlisted Class = iota
	P1             // new, its first reply breached or about to within the shift and an hour
	P2             // open, its next reply likewise
	P3             // the rest that breaches within the region's hours and an hour
)

// Shift is what a list is made for.
type Shift struct {
	Region string
	End    time.Time     // of the region's queue hours
	Beyond time.Duration // how far behind the end the list looks: an hour
	// Hours is the end of the region's business day, when it is later than the end of its queue hours.
	Hours time.Time
}

// Listed is what decides on a ticket's class.
type Listed struct {
	FirstReply bool // the first reply is still owed
	NextReply  bool // an answer is owed
	Region     string
	BreachAt   time.Time // zero: no clock runs
}

// ClassOf sorts a live ticket into the list of a shift. New tickets of all regions are everybody's; open ones
// are listed where they belong.
func (s Shift) ClassOf(t Listed) Class {
	if t.BreachAt.IsZero() {
		return Unlisted
	}
	urgent := s.End.Add(s.Beyond)
	ours := t.Region == "" || t.Region == s.Region
	switch {
	case !ours:
		return Unlisted
	case t.FirstReply && !t.BreachAt.After(urgent):
		return P1
	case t.NextReply && !t.BreachAt.After(urgent):
		return P2
	case !t.BreachAt.After(s.horizon()):
		return P3
	}
	return Unlisted
}

// horizon is the last moment at which a breach is on the list at all.
func (s Shift) horizon() time.Time { return later(s.Hours, s.End).Add(s.Beyond) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
