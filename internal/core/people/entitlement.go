package people

import (
	"time"

	"github.com/daywatch/daywatch/internal/platform/bizcal"
)

// Entitlement is whether a customer has support at a moment.
type Entitlement string

// The entitlements. What a ticket of each gets is for policies and rules to say.
const (
	Active     Entitlement = "active"
	Grace      Entitlement = "grace"       // the contract ended; support goes on for a while
	Expired    Entitlement = "expired"     // the contract and its grace ended, or the level says so
	OnHold     Entitlement = "hold"        // support is held back for a written reason, such as an unpaid invoice
	NotStarted Entitlement = "not_started" // the contract begins later
)

// Entitlement is what the customer has at now. The days of a contract are those of UTC; its last day counts.
func (o Organization) Entitlement(now time.Time) Entitlement {
	today := bizcal.DateOf(now.UTC())
	switch {
	case o.Hold:
		return OnHold
	case o.SupportLevel == LevelExpired:
		return Expired
	case after(o.StartsOn, today):
		return NotStarted
	case o.EndsOn == (bizcal.Date{}) || !after(today, o.EndsOn):
		return Active
	case !after(today, o.GraceEndsOn()):
		return Grace
	}
	return Expired
}

// GraceEndsOn is the last day on which support goes on after the contract; the zero date without an end.
func (o Organization) GraceEndsOn() bizcal.Date {
	if o.EndsOn == (bizcal.Date{}) {
		return o.EndsOn
	}
	return o.EndsOn.AddDays(o.GraceDays)
}
