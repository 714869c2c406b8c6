package alert

import (
	"slices"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Urgency is how loud an alert pages.
type Urgency string

// The urgencies: High rings through quiet hours, Low waits for them to end, None pages nobody.
const (
	High Urgency = "high"
	Low  Urgency = "low"
	None Urgency = "none"
)

// Louder reports whether u is louder than other.
func (u Urgency) Louder(other Urgency) bool { return u.rank() < other.rank() }

func (u Urgency) rank() int {
	if i := slices.Index([]Urgency{High, Low, None}, u); i >= 0 {
		return i
	}
	return 3
}

// Urgencies say how loud each severity pages.
type Urgencies map[wire.Severity]Urgency

// DefaultUrgencies wake people for what is broken, and let what merely warns wait for the morning.
func DefaultUrgencies() Urgencies {
	return Urgencies{wire.Critical: High, wire.Error: High, wire.Warning: Low, wire.Info: None}
}

// Of gives the urgency of a severity. What the service says nothing about is loud.
func (u Urgencies) Of(s wire.Severity) Urgency {
	if urgency, ok := u[s]; ok {
		return urgency
	}
	return High
}

// check wants one of the three for each severity.
func (u Urgencies) check() error {
	for _, s := range wire.Severities() {
		if u.Of(s).rank() == 3 {
			return fault.Field("urgency-"+string(s), "%q is no urgency. Choose high, low or none", u[s])
		}
	}
	return nil
}
