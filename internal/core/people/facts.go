package people

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
)

// UserCreated is the fact that a person became known.
type UserCreated struct {
	Role access.Role `json:"role"`
}

// EventKind implements event.Fact.
func (UserCreated) EventKind() string { return "user.created" }

// UserChanged is the fact that a field of a person changed. Secrets appear as "***"; of long texts it tells
// only that they changed.
type UserChanged struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// EventKind implements event.Fact.
func (UserChanged) EventKind() string { return "user.changed" }

// OrganizationSaved is the fact that an organization was made or changed.
type OrganizationSaved struct {
	Name    string   `json:"name"`
	New     bool     `json:"new,omitempty"`
	Changes []Change `json:"changes,omitempty"`
}

// Change is one field that became another.
type Change struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// EventKind implements event.Fact.
func (OrganizationSaved) EventKind() string { return "organization.saved" }

// GroupSaved is the fact that a group was made, renamed or given other members.
type GroupSaved struct {
	Name    string  `json:"name"`
	New     bool    `json:"new,omitempty"`
	Members []int64 `json:"members"` // as they are now
}

// EventKind implements event.Fact.
func (GroupSaved) EventKind() string { return "group.saved" }

// GroupDeleted is the fact that a group is no more.
type GroupDeleted struct {
	Name string `json:"name"`
}

// EventKind implements event.Fact.
func (GroupDeleted) EventKind() string { return "group.deleted" }

// SenderBlocked is the fact that a sender was blocked, or allowed again.
type SenderBlocked struct {
	Pattern string `json:"pattern"`
	Blocked bool   `json:"blocked"`
}

// EventKind implements event.Fact.
func (SenderBlocked) EventKind() string { return "sender.blocked" }

// TimeOffPlanned is the fact that a person will not work for a stretch.
type TimeOffPlanned struct {
	ID    int64     `json:"id"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// EventKind implements event.Fact.
func (TimeOffPlanned) EventKind() string { return "time_off.planned" }

// TimeOffCancelled is the fact that planned time off was taken back, or ended early.
type TimeOffCancelled struct {
	ID    int64     `json:"id"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"` // as it was planned
}

// EventKind implements event.Fact.
func (TimeOffCancelled) EventKind() string { return "time_off.cancelled" }
