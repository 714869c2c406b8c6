package app

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// wantedBlobs are the hashes that rows refer to.
func wantedBlobs(ctx context.Context, q db.Querier) (map[string]bool, error) {
	// A small mail lies in its row. An attachment never does.
	hashes, err := db.Column[string](ctx, q, `SELECT hash FROM attachments WHERE hash <> '' UNION SELECT hash FROM portal_logo UNION SELECT hash FROM environment_documents UNION
		SELECT hash FROM raw_mails WHERE body IS NULL AND size > 0`)
	wanted := make(map[string]bool, len(hashes))
	for _, h := range hashes {
		wanted[h] = true
	}
	return wanted, err
}

// mailTally is what became of all mail, counted from the rows and not from one another.
type mailTally struct {
	received, filed, held, dead, pending int
	astray                               int // filed, but to no ticket that exists
}

func (a mailTally) balanced() bool {
	return a.received == a.filed+a.held+a.dead+a.pending && a.astray == 0
}

// String is the account in a line.
func (a mailTally) String() string {
	s := fmt.Sprintf("%d received, %d filed, %d held, %d dead, %d pending", a.received, a.filed, a.held, a.dead, a.pending)
	if a.received != a.filed+a.held+a.dead+a.pending {
		s += ", which does not add up"
	}
	if a.astray > 0 {
		s += fmt.Sprintf("; %d of them filed to no ticket", a.astray)
	}
	return s
}

func mailAccount(ctx context.Context, q db.Querier) (a mailTally, err error) {
	if err := q.QueryRow(ctx, "SELECT count(*) FROM mail_deliveries").Scan(&a.received); err != nil {
		return a, err
	}
	counts := map[string]*int{"filed": &a.filed, "held": &a.held, "dead": &a.dead, "pending": &a.pending}
	type row struct {
		state string
		n     int
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.state, &x.n) },
		"SELECT state, count(*) FROM mail_deliveries GROUP BY state")
	if err != nil {
		return a, err
	}
	for _, r := range rows {
		if n, known := counts[r.state]; known {
			*n = r.n
		}
	}
	err = q.QueryRow(ctx, `SELECT count(*) FROM mail_deliveries m WHERE m.state IN ('filed', 'dead')
		AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.id = m.ticket_id)`).Scan(&a.astray)
	return a, err
}
