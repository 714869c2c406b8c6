package intake

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func leaseHolder(ctx context.Context, tx *db.Tx, account string) (holder string, err error) {
	err = tx.QueryRow(ctx, "SELECT holder FROM imap_leases WHERE account = $1 "+db.Pick(tx, "", "FOR UPDATE"), account).Scan(&holder)
	if db.IsNoRows(err) {
		return "", nil
	}
	return holder, err
}

// takeLease takes or renews a lease that is free, its own, run out or a dead process's.
func takeLease(ctx context.Context, tx *db.Tx, account, holder string, until time.Time, dead string) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO imap_leases (account, holder, until) VALUES ($1, $2, $3)
		ON CONFLICT (account) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE imap_leases.holder IN ($2, $4) OR imap_leases.until < $5`, account, holder, until, dead, tx.Now())
	return n > 0, err
}

func dropLease(ctx context.Context, tx *db.Tx, account, holder string) error {
	_, err := tx.Exec(ctx, "DELETE FROM imap_leases WHERE account = $1 AND holder = $2", account, holder)
	return err
}
