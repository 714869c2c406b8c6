package paging

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Quiet are the hours in which only High pages go out, as minutes of the day on the person's clock: from From until before
// Until, over midnight where Until is the smaller. The same minute twice is no quiet hours.
type Quiet struct{ From, Until int }

// None reports whether there are no quiet hours.
func (q Quiet) None() bool { return q.From == q.Until }

// At reports whether t is within the quiet hours on the clocks of zone.
func (q Quiet) At(t time.Time, zone *time.Location) bool {
	local := t.In(zone)
	minute := local.Hour()*60 + local.Minute()
	if q.From < q.Until {
		return minute >= q.From && minute < q.Until
	}
	return q.From > q.Until && (minute >= q.From || minute < q.Until)
}

// Ends gives the first instant from t on that is not quiet, to the minute: t itself where it is not. It looks at the clock
// minute by minute instead of building a time of day, which a change of clocks may leave out or repeat.
func (q Quiet) Ends(t time.Time, zone *time.Location) time.Time {
	for minutes := 0; q.At(t, zone) && minutes < 48*60; minutes++ {
		t = t.Truncate(time.Minute).Add(time.Minute)
	}
	return t
}

// QuietChanged is the fact that somebody's quiet hours changed.
type QuietChanged struct {
	From  int `json:"from"`
	Until int `json:"until"`
}

// EventKind implements event.Fact.
func (QuietChanged) EventKind() string { return "contact.quiet_changed" }

// QuietHours gives the actor's own.
func (s *Service) QuietHours(ctx context.Context) (Quiet, error) {
	me, err := myself(ctx)
	if err != nil {
		return Quiet{}, err
	}
	return findQuiet(ctx, s.DB.Read(), me)
}

// SetQuietHours changes the actor's own. fault.Invalid names the field from or until.
func (s *Service) SetQuietHours(ctx context.Context, q Quiet) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	for field, minute := range map[string]int{"from": q.From, "until": q.Until} {
		if minute < 0 || minute >= 24*60 {
			return fault.Field(field, "Minute %d is no part of a day", minute)
		}
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := lockReach(ctx, tx, me); err != nil {
			return err
		}
		if err := storeQuiet(ctx, tx, me, q); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "reach", ID: me}, QuietChanged(q))
	})
}
