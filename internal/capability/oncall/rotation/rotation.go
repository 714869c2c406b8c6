// Package rotation says who is on call at an instant, from a definition alone: no I/O, no stored position, so that past
// and future never drift. The semantics are those of the vectors' README, and names are PagerDuty's.
package rotation

import "time"

// Unit is what a turn is counted in.
type Unit string

// The units of a turn, by the wall clock of the layer's zone.
const (
	Hours  Unit = "hours"
	Days   Unit = "days"
	Weeks  Unit = "weeks"
	Months Unit = "months"
)

// Mode says how layers combine.
type Mode string

// Top has the last active layer win, as PagerDuty has it; Union has everybody on who is on in any layer.
const (
	Top   Mode = "top"
	Union Mode = "union"
)

// Label is a time of the wall clock, without a zone: 2006-01-02T15:04.
type Label string

// Window is when a layer is on, by the wall clock of its zone. Days are the weekdays on which it starts; an End that is
// not after Start is one of the next day, and 24:00 is allowed.
type Window struct {
	Days  []time.Weekday
	Start string // 15:04
	End   string
}

// Layer is people who take turns.
type Layer struct {
	Name    string
	Zone    string // IANA
	Anchor  Label  // the first handoff; turn k begins at Anchor + k*Length units. Empty: one person, for ever
	Unit    Unit
	Length  int
	Users   []int64  // turn k is that of Users[k mod len]
	Windows []Window // none: always
	// From and Until bound the layer; zero: unbounded.
	From, Until time.Time
	// Shadow layers show who goes along. They are never paged, and count for no gap.
	Shadow bool
}

// OverrideKind is what an override does.
type OverrideKind string

// The overrides, in the vectors' words.
const (
	Replace OverrideKind = "replace" // User instead of Of, where Of is on
	Remove  OverrideKind = "remove"  // Of is not on
	Add     OverrideKind = "add"     // User is on as well, even when nobody is
	Set     OverrideKind = "set"     // Users, and nobody else
)

// Override changes who is on in [From, Until). It never moves the edges of shifts.
type Override struct {
	Kind        OverrideKind
	From, Until time.Time
	Of          int64
	User        int64
	Users       []int64
}

// Schedule is layers, lowest first, with overrides on top, in order.
type Schedule struct {
	Mode      Mode
	Layers    []Layer
	Overrides []Override
}

// Overridden stands for the layer of somebody whom an override puts on, and no layer.
const Overridden = -1

// Segment is a stretch of time in which the same people are on. Users are in the order in which they are asked: by layer,
// the top one first. None is a gap.
type Segment struct {
	From, Until time.Time
	Users       []int64
	// Layers gives the index of the layer for which each of Users is on. Who replaces somebody is on for the same layer.
	Layers  []int
	Shadows []int64
}
