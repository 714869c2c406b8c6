package crm

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

func scanOverride(row *sql.Rows, o *Override) error {
	var until string
	if err := row.Scan(&o.ID, &o.AccountID, &o.Customer, &o.Field, &o.Value, &o.Why, &until, &o.Expired); err != nil {
		return err
	}
	var err error
	o.Until, err = people.ParseDate("until", until)
	return err
}

func listOverrides(ctx context.Context, q db.Querier) ([]Override, error) {
	return db.All(ctx, q, scanOverride, `SELECT v.id, v.account_id, coalesce(o.name, ''), v.field, v.value, v.why, v.until_on, v.expired FROM crm_overrides v
		LEFT JOIN crm_links l ON l.account_key = v.account_key LEFT JOIN organizations o ON o.id = l.organization_id ORDER BY v.account_key, v.field`)
}

// lockOverrides lets one change of overrides happen at a time, as their log needs.
func lockOverrides(ctx context.Context, tx *db.Tx) error {
	_, err := db.Column[int64](ctx, tx, "SELECT id FROM crm_overrides ORDER BY id"+db.Pick(tx, "", " FOR UPDATE"))
	return err
}

// putOverride stores an override in the place of the one before of the same field.
func putOverride(ctx context.Context, tx *db.Tx, by int64, o Override) (int64, error) {
	return tx.Insert(ctx, `INSERT INTO crm_overrides (account_key, account_id, field, value, why, until_on, expired, created_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, FALSE, $7, $8, $8) ON CONFLICT (account_key, field) DO UPDATE SET account_id = excluded.account_id, value = excluded.value,
		why = excluded.why, until_on = excluded.until_on, expired = FALSE, created_by = excluded.created_by, updated_at = excluded.updated_at RETURNING id`,
		AccountKey(o.AccountID), o.AccountID, o.Field, o.Value, o.Why, people.FormatDate(o.Until), by, tx.Now())
}

func deleteOverride(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM crm_overrides WHERE id = $1", id)
	return err
}

func tellExpired(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE crm_overrides SET expired = TRUE, updated_at = $1 WHERE id = $2", tx.Now(), id)
	return err
}
