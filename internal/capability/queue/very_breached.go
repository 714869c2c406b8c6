package queue

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// VeryBreached reports whether a ticket waits for its first reply, has breached, and the business days that
// policy allows have passed since (tickets.md, Very Breached Ticket): by then a High has waited thirteen times its
// target. Weekends do not count: workdays are Monday to Friday in zone.
func VeryBreached(breached, now time.Time, days int, zone *time.Location) bool {
	if breached.IsZero() {
		return false
	}
	return !now.Before(AddWorkdays(breached, days, zone))
}

// AddWorkdays gives the same wall time n working days behind t in zone. From a weekend, counting begins on
// Monday at 00:00.
func AddWorkdays(t time.Time, n int, zone *time.Location) time.Time {
	t = t.In(zone)
	for weekend(t) {
		t = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone)
	}
	for n > 0 {
		t = t.AddDate(0, 0, 1)
		if !weekend(t) {
			n--
		}
	}
	return t.UTC()
}

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// veryBreached lists what waits for its first word, or is an emergency, far behind its due time; with owners or without.
func (s *Service) veryBreached(ctx context.Context, tx *db.Tx) ([]Item, error) {
	setting, err := VeryBreachedKey.Get(ctx, tx)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(setting.Zone)
	if err != nil {
		return nil, err
	}
	most, err := Longest.Get(ctx, tx)
	if err != nil {
		return nil, err
	}
	weights, err := WeightsKey.Get(ctx, tx)
	if err != nil {
		return nil, err
	}
	all, err := findBreaching(ctx, tx, tx.Now(), most)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, w := range all {
		if w.Stage != ticket.FirstReply && w.Stage != ticket.Emergency || !VeryBreached(w.BreachAt, tx.Now(), setting.Days, zone) {
			continue
		}
		items = append(items, Item{TicketID: w.ID, Weight: weights.Weigh(w.facts(), tx.Now()).Total, BreachAt: w.BreachAt})
	}
	return items[:min(len(items), mostListed)], nil // those that wait longest first
}
