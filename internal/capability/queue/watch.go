package queue

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
)

// Watch is when a region takes work, in hours of the UTC day (tickets.md, Regional queue-hours table). Hour 7 is
// 07:00 to 08:00 UTC.
type Watch struct {
	Queue   []int // it is responsible for new tickets
	Extra   []int // some of its people are around
	Cleanup []int // no new tickets, only the end of the day's work: rehoming
}

// Duty is what a region does at an instant.
type Duty string

// The duties.
const (
	Off        Duty = "off"
	OnQueue    Duty = "queue"
	OnExtra    Duty = "extra"
	OnCleaning Duty = "cleanup"
)

// At tells what the region does at t.
func (w Watch) At(t time.Time) Duty {
	hour := t.UTC().Hour()
	switch {
	case slices.Contains(w.Queue, hour):
		return OnQueue
	case slices.Contains(w.Cleanup, hour):
		return OnCleaning
	case slices.Contains(w.Extra, hour):
		return OnExtra
	}
	return Off
}

// End is when the queue hours that run at t, or else the next ones, end: the moment at which the region's queue
// has to be clean. ok is false for a region without queue hours, or with all of them.
func (w Watch) End(t time.Time) (end time.Time, ok bool) {
	begun := w.At(t) == OnQueue
	for at := t.UTC().Truncate(time.Hour); at.Before(t.Add(50 * time.Hour)); at = at.Add(time.Hour) {
		on := w.At(at) == OnQueue
		if begun && !on {
			return at, true
		}
		begun = begun || on
	}
	return time.Time{}, false
}

// Start is when the queue hours that run at t began, or else when the next ones begin. ok is false for a region
// without queue hours, or with all of them.
func (w Watch) Start(t time.Time) (start time.Time, ok bool) {
	if len(w.Queue) == 0 {
		return time.Time{}, false
	}
	at := t.UTC().Truncate(time.Hour)
	if w.At(t) == OnQueue {
		for range 24 {
			if w.At(at.Add(-time.Hour)) != OnQueue {
				return at, true
			}
			at = at.Add(-time.Hour)
		}
		return time.Time{}, false
	}
	for w.At(at) != OnQueue {
		at = at.Add(time.Hour)
	}
	return at, true
}

// Round is when every queue hour of the region has gone by once since from: a ticket that was sent to the region has
// then gone round without an owner. An hour that from cuts in two is over when it comes again. ok is false for a
// region without queue hours.
func (w Watch) Round(from time.Time) (until time.Time, ok bool) {
	if len(w.Queue) == 0 {
		return time.Time{}, false
	}
	until = from.Add(24 * time.Hour)
	hour := until.Truncate(time.Hour)
	if !hour.Equal(until) && w.At(from) == OnQueue {
		return until, true
	}
	for w.At(hour.Add(-time.Hour)) != OnQueue {
		hour = hour.Add(-time.Hour)
	}
	return hour, true
}

// WatchOf gives the watch of a region of the desk.
func WatchOf(r people.Region) Watch { return Watch{Queue: r.Queue, Extra: r.Extra, Cleanup: r.Cleanup} }
