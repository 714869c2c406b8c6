package people

import "time"

// State is where somebody is with their work at a moment.
type State string

// The states. The zero State is that of someone who is not in the active team.
const (
	Here      State = "here"      // inside their hours
	Elsewhere State = "elsewhere" // outside their hours
	Off       State = "off"       // time off
	Unknown   State = "unknown"   // no hours are kept
)

// Presence is where somebody is at a moment, and until when.
type Presence struct {
	State State
	Until time.Time // the end of the hours, their next beginning, the return; zero where that is not known
}

// Available reports whether somebody can be given work.
func (p Presence) Available() bool { return p.State == Here || p.State == Unknown }

// Presence tells where somebody is at a moment. Someone off is back at the first moment of work after it.
func (r *Roster) Presence(userID int64, at time.Time) Presence {
	if _, ok := r.byID[userID]; !ok {
		return Presence{}
	}
	off, isOff := r.offAt(userID, at)
	week := r.week[userID]
	switch {
	case isOff:
		return Presence{Off, r.next(userID, off.Until)}
	case week == nil:
		return Presence{State: Unknown}
	case week.Open(at):
		return Presence{Here, r.end(userID, at)}
	}
	return Presence{Elsewhere, r.next(userID, at)}
}

// next is the first moment from t on at which somebody works.
func (r *Roster) next(userID int64, t time.Time) time.Time {
	for {
		if week := r.week[userID]; week != nil {
			open, ok := week.NextOpen(t)
			if !ok {
				return time.Time{}
			}
			t = open
		}
		off, isOff := r.offAt(userID, t)
		if !isOff {
			return t
		}
		t = off.Until
	}
}

// end is when somebody who works at t stops.
func (r *Roster) end(userID int64, t time.Time) time.Time {
	end, ok := r.week[userID].NextClose(t)
	if !ok {
		end = time.Time{} // open round the clock
	}
	for _, o := range r.off[userID] {
		if o.From.After(t) && (end.IsZero() || o.From.Before(end)) {
			return o.From
		}
	}
	return end
}

func (r *Roster) offAt(userID int64, t time.Time) (TimeOff, bool) {
	for _, o := range r.off[userID] {
		if o.Covers(t) {
			return o, true
		}
	}
	return TimeOff{}, false
}

// Stretch is a part of somebody's working hours; Off says that they are away in it.
type Stretch struct {
	From, Until time.Time
	Off         bool
}

// Stretches gives somebody's working hours from a up to b, parted where time off begins and ends.
func (r *Roster) Stretches(userID int64, a, b time.Time) []Stretch {
	week := r.week[userID]
	if week == nil {
		return nil
	}
	var all []Stretch
	for from, until := range week.Intervals(a, b) {
		at := from
		for _, o := range r.off[userID] {
			if !o.Overlaps(at, until) {
				continue
			}
			if o.From.After(at) {
				all = append(all, Stretch{From: at, Until: o.From})
				at = o.From
			}
			end := o.Until
			if end.After(until) {
				end = until
			}
			all = append(all, Stretch{From: at, Until: end, Off: true})
			at = end
		}
		if at.Before(until) {
			all = append(all, Stretch{From: at, Until: until})
		}
	}
	return all
}
