package oncall

import "time"

// Saved is the fact that a schedule was made or changed.
type Saved struct {
	Title       string    `json:"title"`
	Version     int64     `json:"version"` // as it is now
	New         bool      `json:"new,omitempty"`
	EffectiveAt time.Time `json:"effective_at"`
	Changes     []Change  `json:"changes,omitempty"`
	// Hole is what was agreed to: a stretch of a critical schedule with nobody on call.
	Hole string `json:"hole,omitempty"`
	// Exempt says whose duty lies outside of the day, and why that may be.
	Exempt []string `json:"exempt,omitempty"`
}

// EventKind implements event.Fact.
func (Saved) EventKind() string { return "on_call.saved" }

// Change is one part of a schedule that became another, in words.
type Change struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Deleted is the fact that a schedule is no more. What it was stays.
type Deleted struct {
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (Deleted) EventKind() string { return "on_call.deleted" }

// Overridden is the fact that somebody else is on call for a stretch.
type Overridden struct {
	Title string    `json:"title"`
	ID    int64     `json:"id"`
	Kind  string    `json:"kind"`
	Of    int64     `json:"of,omitempty"`
	User  int64     `json:"user,omitempty"`
	Users []int64   `json:"users,omitempty"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Note  string    `json:"note,omitempty"`
}

// EventKind implements event.Fact.
func (Overridden) EventKind() string { return "on_call.overridden" }

// Restored is the fact that an override was taken back; what was so up to then stays.
type Restored struct {
	Title string    `json:"title"`
	ID    int64     `json:"id"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// EventKind implements event.Fact.
func (Restored) EventKind() string { return "on_call.restored" }

// Covered is what became of a request for cover or an offer. Act is asked, offered, accepted, undone, withdrawn, expired.
type Covered struct {
	Title string    `json:"title"`
	Cover int64     `json:"cover"`
	Act   string    `json:"act"`
	Of    int64     `json:"of"`             // who cannot be there
	User  int64     `json:"user,omitempty"` // who offers
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// EventKind implements event.Fact.
func (Covered) EventKind() string { return "on_call.cover" }

// QualificationSaved is the fact that a qualification was made, changed, or given to others.
type QualificationSaved struct {
	Title   string  `json:"title"`
	New     bool    `json:"new,omitempty"`
	Holders []int64 `json:"holders"` // as they are now
}

// EventKind implements event.Fact.
func (QualificationSaved) EventKind() string { return "on_call.qualification_saved" }

// QualificationDeleted is the fact that a qualification is no more.
type QualificationDeleted struct {
	Title string `json:"title"`
}

// EventKind implements event.Fact.
func (QualificationDeleted) EventKind() string { return "on_call.qualification_deleted" }
