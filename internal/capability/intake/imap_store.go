package intake

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/mailwire/imapfetch"
)

// openPlace remembers a mailbox's numbering. After the server renumbered its mails (RFC 3501 §2.3.1.1), those below
// rescanBelow may be ones we hold.
func openPlace(ctx context.Context, tx *db.Tx, p imapfetch.Place, uidNext uint32) (rescanBelow uint32, err error) {
	var validity uint32
	err = tx.QueryRow(ctx, "SELECT uid_validity, rescan_below FROM imap_places WHERE account = $1 AND mailbox = $2 "+db.Pick(tx, "", "FOR UPDATE"),
		p.Account, p.Mailbox).Scan(&validity, &rescanBelow)
	switch {
	case db.IsNoRows(err):
		_, err = tx.Exec(ctx, "INSERT INTO imap_places (account, mailbox, uid_validity) VALUES ($1, $2, $3)", p.Account, p.Mailbox, p.UIDValidity)
		return 0, err
	case err != nil || validity == p.UIDValidity:
		return rescanBelow, err
	}
	_, err = tx.Exec(ctx, "UPDATE imap_places SET uid_validity = $1, rescan_below = $2 WHERE account = $3 AND mailbox = $4",
		p.UIDValidity, uidNext, p.Account, p.Mailbox)
	return uidNext, err
}

// rekeyDelivery gives the oldest delivery with these bytes under an older numbering its key under the new.
func rekeyDelivery(ctx context.Context, tx *db.Tx, channel, hash, prefix, key string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE mail_deliveries SET source_key = $1 WHERE id = (
		SELECT min(id) FROM mail_deliveries WHERE channel = $2 AND hash = $3 AND substr(source_key, 1, length($4)) <> $4)`,
		key, channel, hash, prefix)
	return n > 0, err
}

func countFailure(ctx context.Context, tx *db.Tx, key string, cause error, now time.Time) (tries int, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO imap_failures (source_key, tries, error, at) VALUES ($1, 1, $2, $3)
		ON CONFLICT (source_key) DO UPDATE SET tries = imap_failures.tries + 1, error = excluded.error, at = excluded.at RETURNING tries`,
		key, db.Text(cause.Error()), now).Scan(&tries)
	return tries, err
}
