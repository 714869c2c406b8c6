package people

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const contactColumns = "c.user_id, c.organization_id, c.role, c.proof, c.proved_at, c.proved_by, c.since"

func scanContact(row *sql.Rows, c *Contact) error {
	return row.Scan(&c.UserID, &c.OrganizationID, &c.Role, &c.Proof, db.Time(&c.ProvedAt), &c.ProvedBy, db.Time(&c.Since))
}

func contactsOf(ctx context.Context, q db.Querier, organizationID int64) ([]Contact, error) {
	return db.All(ctx, q, scanContact, "SELECT "+contactColumns+` FROM organization_contacts c JOIN users u ON u.id = c.user_id
		WHERE c.organization_id = $1 ORDER BY u.name_key, u.id`, organizationID)
}

func contactOf(ctx context.Context, q db.Querier, userID int64) (c Contact, ok bool, err error) {
	list, err := db.All(ctx, q, scanContact, "SELECT "+contactColumns+" FROM organization_contacts c WHERE c.user_id = $1", userID)
	if err != nil || len(list) == 0 {
		return c, false, err
	}
	return list[0], true, nil
}

func anyContact(ctx context.Context, q db.Querier) (bool, error) {
	found, err := db.Column[int64](ctx, q, "SELECT user_id FROM organization_contacts LIMIT 1")
	return len(found) > 0, err
}

func saveContact(ctx context.Context, tx *db.Tx, c Contact) error {
	_, err := tx.Exec(ctx, `INSERT INTO organization_contacts (user_id, organization_id, role, proof, proved_at, proved_by, since)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id) DO UPDATE SET organization_id = excluded.organization_id,
		role = excluded.role, proof = excluded.proof, proved_at = excluded.proved_at, proved_by = excluded.proved_by, since = excluded.since`,
		c.UserID, c.OrganizationID, c.Role, c.Proof, c.ProvedAt, c.ProvedBy, c.Since)
	return err
}

func deleteContact(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM organization_contacts WHERE user_id = $1", userID)
	return err
}
