package upgrade

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const upgradeColumns = `SELECT u.id, u.organization_id, u.environment_id, u.ticket_id, u.state, u.from_version, u.to_version, u.stops, u.plan, u.plan_document, u.rollback,
	u.window_from, u.window_until, u.zone, u.engineer_id, u.hold, u.confirmed_at, u.call_id, u.call_at, u.informed_at, u.advice, u.advised_at, u.noticed_at, u.asked_at,
	u.outcome, u.outcome_note, u.reached, u.ended_at, u.after_id, u.by_id, u.created_at, u.updated_at, o.name, e.name
	FROM upgrades u JOIN organizations o ON o.id = u.organization_id JOIN environments e ON e.id = u.environment_id `

func scanUpgrade(row interface{ Scan(...any) error }, u *Upgrade) error {
	var stops []byte
	err := row.Scan(&u.ID, &u.OrganizationID, &u.EnvironmentID, db.Zero(&u.TicketID), &u.State, &u.From, &u.To, &stops, &u.Plan,
		db.Zero(&u.PlanDocument), &u.Rollback,
		db.Time(&u.WindowFrom), db.Time(&u.WindowUntil), &u.Zone, db.Zero(&u.EngineerID), &u.Hold, db.Time(&u.ConfirmedAt),
		db.Zero(&u.CallID), db.Time(&u.CallAt),
		db.Time(&u.InformedAt), &u.Advice, db.Time(&u.AdvisedAt), db.Time(&u.NoticedAt), db.Time(&u.AskedAt), &u.Outcome, &u.OutcomeNote,
		&u.Reached, db.Time(&u.EndedAt),
		db.Zero(&u.AfterID), db.Zero(&u.By), db.Time(&u.CreatedAt), db.Time(&u.UpdatedAt), &u.Organization, &u.Environment)
	if err != nil {
		return err
	}
	return json.Unmarshal(stops, &u.Stops)
}

func scanUpgrades(row *sql.Rows, u *Upgrade) error { return scanUpgrade(row, u) }

func findUpgrade(ctx context.Context, q db.Querier, id int64) (u Upgrade, err error) {
	err = scanUpgrade(q.QueryRow(ctx, upgradeColumns+"WHERE u.id = $1", id), &u)
	return u, db.OrNotFound(err, "There is no upgrade %d", id)
}

func lockUpgrade(ctx context.Context, tx *db.Tx, id int64) (u Upgrade, err error) {
	err = scanUpgrade(tx.QueryRow(ctx, upgradeColumns+"WHERE u.id = $1"+db.Pick(tx, "", " FOR UPDATE OF u"), id), &u)
	return u, db.OrNotFound(err, "There is no upgrade %d", id)
}

func listUpgrades(ctx context.Context, q db.Querier, f Filter) ([]Upgrade, error) {
	var w db.Where
	order := " ORDER BY CASE WHEN u.window_from IS NULL THEN 1 ELSE 0 END, u.window_from, u.id"
	if f.Over {
		order = " ORDER BY u.ended_at DESC, u.id DESC"
		w.And("u.ended_at IS NOT NULL")
	} else if !f.All {
		w.And("u.ended_at IS NULL")
	}
	for column, id := range map[string]int64{"u.organization_id": f.OrganizationID, "u.environment_id": f.EnvironmentID,
		"u.ticket_id": f.TicketID, "u.engineer_id": f.EngineerID} {
		if id != 0 {
			w.And(column+" = ?", id)
		}
	}
	if f.All {
		order = " ORDER BY u.id DESC"
	}
	tail := w.Bind(order+" LIMIT ?", f.limit())
	return db.All(ctx, q, scanUpgrades, upgradeColumns+"WHERE "+w.String()+tail, w.Args()...)
}

// windowsIn lists those that are ready and whose window meets a stretch of time, the earliest first.
func windowsIn(ctx context.Context, q db.Querier, from, until time.Time) ([]Upgrade, error) {
	return db.All(ctx, q, scanUpgrades, upgradeColumns+`WHERE u.ended_at IS NULL AND u.state = 'ready' AND u.window_until > $1 AND u.window_from < $2
		ORDER BY u.window_from, u.id LIMIT 200`, from, until)
}

func insertUpgrade(ctx context.Context, tx *db.Tx, u Upgrade) (int64, error) {
	stops, err := json.Marshal(append([]string{}, u.Stops...))
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO upgrades (organization_id, environment_id, ticket_id, state, from_version, to_version, stops, plan, plan_document, rollback, window_from,
		window_until, zone, engineer_id, hold, advice, outcome, outcome_note, reached, after_id, by_id, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', '', '', '', $16, $17, $18, $18) RETURNING id`,
		u.OrganizationID, u.EnvironmentID, db.Null(u.TicketID), string(u.State), u.From, u.To, string(stops), db.Text(u.Plan),
		db.Null(u.PlanDocument), db.Text(u.Rollback),
		u.WindowFrom, u.WindowUntil, u.Zone, db.Null(u.EngineerID), u.Hold, db.Null(u.AfterID), db.Null(u.By), tx.Now())
}

func updateUpgrade(ctx context.Context, tx *db.Tx, u Upgrade) error {
	stops, err := json.Marshal(append([]string{}, u.Stops...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE upgrades SET ticket_id = $1, state = $2, from_version = $3, to_version = $4, stops = $5, plan = $6, plan_document = $7, rollback = $8,
		window_from = $9, window_until = $10, zone = $11, engineer_id = $12, hold = $13, confirmed_at = $14, call_id = $15, call_at = $16, informed_at = $17, advice = $18,
		advised_at = $19, noticed_at = $20, asked_at = $21, outcome = $22, outcome_note = $23, reached = $24, ended_at = $25, updated_at = $26 WHERE id = $27`,
		db.Null(u.TicketID), string(u.State), u.From, u.To, string(stops), db.Text(u.Plan), db.Null(u.PlanDocument), db.Text(u.Rollback),
		u.WindowFrom, u.WindowUntil, u.Zone,
		db.Null(u.EngineerID), u.Hold, u.ConfirmedAt, db.Null(u.CallID), u.CallAt, u.InformedAt, db.Text(u.Advice), u.AdvisedAt,
		u.NoticedAt, u.AskedAt, string(u.Outcome),
		db.Text(u.OutcomeNote), u.Reached, u.EndedAt, tx.Now(), u.ID)
	return err
}
