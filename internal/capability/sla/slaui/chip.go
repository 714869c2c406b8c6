package slaui

import (
	"context"
	"sync"
	"time"

	g "maragu.dev/gomponents"

	"github.com/daywatch/daywatch/internal/capability/sla"
	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/page"
)

// Due is the chip of a ticket's row: what is due next, when, and why; nil when no clock runs. It is a slot of the
// lists.
func (u *UI) Due(ctx context.Context, row ticket.Row) g.Node {
	if row.BreachAt.IsZero() {
		return nil
	}
	o, ok, err := u.nextDue(ctx, row)
	now := u.Now(ctx)
	if err != nil || !ok { // the list is a moment old, or the reason cannot be read: the time is right all the same
		return page.DueChip(ctx, page.Due{At: row.BreachAt, What: metric(ctx, clock.Metric(row.BreachMetric))}, now)
	}
	return page.DueChip(ctx, due(ctx, o, now), now)
}

// chips keeps what the rows of lists need, so that a list asks for each clock once. What stands under a due time
// never changes: another course has another due time.
type chips struct {
	mu   sync.Mutex
	kept map[chipKey]sla.Course
}

type chipKey struct {
	ticket int64
	metric string
	due    int64
}

// mostChips bounds what is kept; beyond it all is forgotten and read again as it is shown.
const mostChips = 5000

func (u *UI) nextDue(ctx context.Context, row ticket.Row) (sla.Course, bool, error) {
	key := chipKey{row.ID, row.BreachMetric, row.BreachAt.UnixMicro()}
	u.chips.mu.Lock()
	o, ok := u.chips.kept[key]
	u.chips.mu.Unlock()
	if ok {
		o.Used = spent(o, u.Now(ctx))
		return o, true, nil
	}
	o, ok, err := u.Clocks.NextDue(ctx, row.ID, row.BreachMetric, row.BreachAt)
	if err != nil || !ok {
		return o, ok, err
	}
	u.chips.mu.Lock()
	defer u.chips.mu.Unlock()
	if u.chips.kept == nil || len(u.chips.kept) >= mostChips {
		u.chips.kept = map[chipKey]sla.Course{}
	}
	u.chips.kept[key] = o
	return o, true, nil
}

// spent is what a running course used by now, from the stretches that were drawn up to its due time.
func spent(o sla.Course, now time.Time) (sum time.Duration) {
	for _, s := range o.Spans {
		if s.Stands || !s.From.Before(now) {
			continue
		}
		until := s.Until
		if until.After(now) {
			until = now
		}
		sum += until.Sub(s.From)
	}
	return sum
}
