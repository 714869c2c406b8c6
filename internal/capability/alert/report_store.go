package alert

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/alert/wire"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Step is a report, or several alike in a row, and what became of it.
type Step struct {
	Action  wire.Action
	Outcome Outcome
	Summary string
	Times   int64
	FirstAt time.Time
	LastAt  time.Time
}

// mostSteps is how many steps of an alert are kept: the newest.
const mostSteps = 200

// putReport writes down a report. The same body again, with the same outcome, only counts.
func putReport(ctx context.Context, tx *db.Tx, alertID int64, r wire.Report, outcome Outcome, digest string) error {
	n, err := tx.Exec(ctx, `UPDATE alert_reports SET times = times + 1, last_at = $4 WHERE id = (SELECT max(id) FROM alert_reports WHERE alert_id = $1)
		AND digest = $2 AND outcome = $3`, alertID, digest, string(outcome), tx.Now())
	if err != nil || n > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO alert_reports (alert_id, action, outcome, summary, digest, times, first_at, last_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $6)`,
		alertID, string(r.Action), string(outcome), r.Summary, digest, tx.Now())
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM alert_reports WHERE alert_id = $1 AND id <= (SELECT id FROM alert_reports WHERE alert_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)`,
		alertID, mostSteps)
	return err
}

func stepsOf(ctx context.Context, q db.Querier, alertID int64) ([]Step, error) {
	return db.All(ctx, q, func(row *sql.Rows, s *Step) error {
		return row.Scan(&s.Action, &s.Outcome, &s.Summary, &s.Times, db.Time(&s.FirstAt), db.Time(&s.LastAt))
	}, "SELECT action, outcome, summary, times, first_at, last_at FROM alert_reports WHERE alert_id = $1 ORDER BY id DESC", alertID)
}

// Deployed is something that was changed at a service, such as a deployment (PagerDuty: change event).
type Deployed struct {
	Summary string
	Source  string
	Links   []wire.Link
	At      time.Time
}

func insertChange(ctx context.Context, tx *db.Tx, serviceID int64, r wire.Report) error {
	links, err := json.Marshal(r.Links)
	if err != nil {
		return fmt.Errorf("links of a change: %w", err)
	}
	at := r.At
	if at.IsZero() || at.After(tx.Now()) {
		at = tx.Now()
	}
	_, err = tx.Exec(ctx, "INSERT INTO alert_changes (service_id, summary, source, links, at) VALUES ($1, $2, $3, $4, $5)", serviceID, r.Summary, r.Source,
		db.Text(string(links)), at)
	return err
}

// changesOf gives what was changed at a service in a stretch of time, newest first.
func changesOf(ctx context.Context, q db.Querier, serviceID int64, from, until time.Time) ([]Deployed, error) {
	return db.All(ctx, q, func(row *sql.Rows, c *Deployed) error {
		var links string
		if err := row.Scan(&c.Summary, &c.Source, &links, db.Time(&c.At)); err != nil {
			return err
		}
		return json.Unmarshal([]byte(links), &c.Links)
	}, "SELECT summary, source, links, at FROM alert_changes WHERE service_id = $1 AND at BETWEEN $2 AND $3 ORDER BY at DESC, id DESC LIMIT 20", serviceID, from, until)
}
