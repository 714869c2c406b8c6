package event

import (
	"context"
	"log/slog"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// overlap is how many ids the tail reads again, because on PostgreSQL ids become visible out of order.
const overlap = 200

// Tail calls show with events as they are committed, by this process at once and by others within poll,
// until ctx ends. It is a hint for open pages: events may be missed after an outage of the database, and
// pages reconcile by themselves.
func Tail(ctx context.Context, d *db.DB, poll time.Duration, log *slog.Logger, show func([]Event)) {
	wake := d.Listen("event")
	defer d.Unlisten("event", wake)
	last, err := newest(ctx, d.Read())
	if err != nil {
		log.Warn("live feed", "err", err)
	}
	seen := map[int64]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-time.After(poll):
		}
		from := last
		if d.Engine() == db.PostgreSQL {
			from -= overlap
		}
		events, err := since(ctx, d.Read(), from, 1000)
		if err != nil {
			if ctx.Err() == nil {
				log.Warn("live feed", "err", err)
			}
			continue
		}
		last = deliver(events, last, seen, show)
	}
}

// deliver shows the events not seen yet and returns the new high-water mark.
func deliver(events []Event, last int64, seen map[int64]bool, show func([]Event)) int64 {
	start := last
	fresh := events[:0:0]
	for _, e := range events {
		if !seen[e.ID] && (e.ID > start || len(seen) > 0) {
			fresh = append(fresh, e)
		}
		seen[e.ID] = true
		last = max(last, e.ID)
	}
	for id := range seen {
		if id < last-2*overlap {
			delete(seen, id)
		}
	}
	if len(fresh) > 0 {
		show(fresh)
	}
	return last
}
