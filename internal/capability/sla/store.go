package sla

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// findState gives what is kept of a ticket's clocks and when its timer is due; nil where nothing is.
func findState(ctx context.Context, q db.Querier, id int64) (*clock.State, time.Time, error) {
	var raw []byte
	var armed time.Time
	err := q.QueryRow(ctx, "SELECT state, armed_at FROM sla_tickets WHERE ticket_id = $1", id).Scan(&raw, db.Time(&armed))
	if db.IsNoRows(err) {
		return nil, armed, nil
	}
	if err != nil {
		return nil, armed, err
	}
	s := &clock.State{}
	if err := json.Unmarshal(raw, s); err != nil {
		return nil, armed, fmt.Errorf("clocks of ticket %d: %w", id, err)
	}
	return s, armed, nil
}

func saveState(ctx context.Context, tx *db.Tx, id int64, s *clock.State, armed time.Time) error {
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	live := s.Status != clock.Solved && s.Status != clock.Closed
	_, err = tx.Exec(ctx, `INSERT INTO sla_tickets (ticket_id, state, live, policy_id, calendar_id, armed_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (ticket_id) DO UPDATE SET state = excluded.state, live = excluded.live, policy_id = excluded.policy_id,
			calendar_id = excluded.calendar_id, armed_at = excluded.armed_at`,
		id, string(raw), live, db.Null(s.Terms.Policy.ID), db.Null(s.Terms.Calendar.ID), armed)
	return err
}

// saveClock keeps a clock that has or had a target.
func saveClock(ctx context.Context, tx *db.Tx, id int64, c clock.Clock) error {
	if c.Target.Seconds == 0 && !slices.ContainsFunc(c.Marks, func(m clock.Mark) bool { return m.Kind == clock.MarkTargeted }) {
		return nil
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO sla_clocks (ticket_id, metric, instance, phase, started_at, ended_at, due_at, breached_at, used, seconds,
			contract, policy_id, clock)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (ticket_id, metric, instance) DO UPDATE SET phase = excluded.phase, started_at = excluded.started_at, ended_at = excluded.ended_at,
			due_at = excluded.due_at, breached_at = excluded.breached_at, used = excluded.used, seconds = excluded.seconds,
			contract = excluded.contract, policy_id = excluded.policy_id, clock = excluded.clock`,
		id, string(c.Metric), c.Instance, string(c.Phase), c.Start, c.End, c.Due, c.Breached, c.Used.Microseconds(), c.Target.Seconds,
		c.Target.Contract, db.Null(c.Policy.ID), string(raw))
	return err
}

// clocksOf gives the clocks kept of a ticket, oldest first.
func clocksOf(ctx context.Context, q db.Querier, id int64) ([]clock.Clock, error) {
	return db.All(ctx, q, scanClock, "SELECT clock FROM sla_clocks WHERE ticket_id = $1 ORDER BY started_at, metric, instance", id)
}

func scanClock(row *sql.Rows, c *clock.Clock) error {
	var raw []byte
	if err := row.Scan(&raw); err != nil {
		return err
	}
	return json.Unmarshal(raw, c)
}

// measured lists tickets with clocks, the newest first.
func measured(ctx context.Context, q db.Querier, n int) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT ticket_id FROM sla_tickets ORDER BY ticket_id DESC LIMIT $1", n)
}

// newestClock gives the last clock of a metric that is kept of a ticket.
func newestClock(ctx context.Context, q db.Querier, id int64, m clock.Metric) (c clock.Clock, ok bool, err error) {
	all, err := db.All(ctx, q, scanClock, "SELECT clock FROM sla_clocks WHERE ticket_id = $1 AND metric = $2 ORDER BY instance DESC LIMIT 1", id, string(m))
	if err != nil || len(all) == 0 {
		return c, false, err
	}
	return all[0], true, nil
}

// alarmed lists and locks tickets whose timer is due, but for those that somebody else is at work on.
func alarmed(ctx context.Context, tx *db.Tx, now time.Time, n int) ([]int64, error) {
	return db.Column[int64](ctx, tx, `SELECT t.id FROM sla_tickets k JOIN tickets t ON t.id = k.ticket_id WHERE k.armed_at <= $1
		ORDER BY k.armed_at LIMIT $2 `+db.Pick(tx, "", "FOR UPDATE OF t SKIP LOCKED"), now, n)
}
