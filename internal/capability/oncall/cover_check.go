package oncall

import (
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// canTake asks whether somebody may take their part of a request: trained and cleared, not away, by day, rested, and not on
// call elsewhere. fault.Invalid on user, with the reason.
func (b *book) canTake(c Cover, o Offer) error {
	schedule, ok := b.schedule(c.ScheduleID)
	if !ok {
		return fault.New(fault.NotFound, "The schedule is not there any more")
	}
	if err := b.mayTake(schedule, o.UserID, "user"); err != nil {
		return err
	}
	h := b.history(schedule.ID)
	taken, err := h.duties(c.UserID, o.From, o.Until)
	if err != nil {
		return err
	}
	if len(taken) == 0 {
		return fault.Field("from", "%s is not on call between these times any more, so there is nothing to take", b.name(c.UserID))
	}
	after := h.with(Override{Override: rotation.Override{Kind: rotation.Replace, Of: c.UserID, User: o.UserID, From: o.From, Until: o.Until}})
	for _, d := range taken {
		if away, ok := b.awayIn(o.UserID, d.From, d.Until); ok {
			return fault.Field("user", "%s is away from %s to %s. Choose somebody else, or another part", b.name(o.UserID),
				away.From.UTC().Format(stamp), away.Until.UTC().Format(stamp))
		}
		if err := b.daytimeOf(after, o.UserID, d.From, d.Until, "user"); err != nil {
			return err
		}
		if err := b.restedFor(o.UserID, d.From, d.Until); err != nil {
			return err
		}
	}
	return nil
}

// restedFor refuses whoever is on call elsewhere in a stretch, or would come from or go to another duty with less rest than
// the rules give. A duty that it simply prolongs is one with it.
func (b *book) restedFor(userID int64, from, until time.Time) error {
	rest := time.Duration(b.rules.Rest) * time.Hour
	others, err := b.dutiesOf(userID, from.Add(-rest), until.Add(rest))
	if err != nil {
		return err
	}
	for _, d := range others {
		switch touches := d.Until.Equal(from) || d.From.Equal(until); {
		case d.overlaps(from, until):
			if !b.rules.Double {
				return fault.Field("user", "%s is on call for %s from %s to %s. Nobody is on call for two things at once", b.name(userID), d.schedule.Title,
					d.From.UTC().Format(stamp), d.Until.UTC().Format(stamp))
			}
		case touches:
		default:
			return fault.Field("user", "%s is on call for %s from %s to %s and would have less than the %d hours of rest that lie between two duties",
				b.name(userID), d.schedule.Title, d.From.UTC().Format(stamp), d.Until.UTC().Format(stamp), b.rules.Rest)
		}
	}
	return nil
}
