package sla

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// lockPromise locks what the promise is made to, whose facts it adds to.
func lockPromise(ctx context.Context, tx *db.Tx, of event.Subject) error {
	if of.Type != ofOrganization {
		return nil // the caller has locked the ticket
	}
	var id int64
	err := tx.QueryRow(ctx, "SELECT id FROM organizations WHERE id = $1 "+db.Pick(tx, "", "FOR UPDATE"), of.ID).Scan(&id)
	if err != nil {
		return db.OrNotFound(err, "There is no organization with the number %d", of.ID)
	}
	at, err := event.Last(ctx, tx, of)
	tx.NotBefore(at)
	return err
}

func findPromise(ctx context.Context, q db.Querier, of event.Subject) (c clock.Cadence, err error) {
	err = q.QueryRow(ctx, "SELECT times, zone FROM sla_promises WHERE subject_type = $1 AND subject_id = $2", of.Type, of.ID).Scan(&c.Times, &c.Zone)
	if db.IsNoRows(err) {
		return c, nil
	}
	c.From = of.Type
	return c, err
}

// promiseOf gives what holds for a ticket of an organization, which may be 0.
func promiseOf(ctx context.Context, q db.Querier, ticketID, organization int64) (c clock.Cadence, err error) {
	all, err := db.All(ctx, q, func(row *sql.Rows, c *clock.Cadence) error { return row.Scan(&c.Times, &c.Zone, &c.From) },
		`SELECT times, zone, subject_type FROM sla_promises WHERE (subject_type = 'ticket' AND subject_id = $1)
			OR (subject_type = 'organization' AND subject_id = $2) ORDER BY subject_type DESC`, ticketID, organization)
	if err != nil || len(all) == 0 || all[0].Times == NoPromise {
		return c, err
	}
	return all[0], nil
}

func savePromise(ctx context.Context, tx *db.Tx, of event.Subject, times, zone string) error {
	if times == "" {
		_, err := tx.Exec(ctx, "DELETE FROM sla_promises WHERE subject_type = $1 AND subject_id = $2", of.Type, of.ID)
		return err
	}
	actor, _ := access.From(ctx)
	_, err := tx.Exec(ctx, `INSERT INTO sla_promises (subject_type, subject_id, times, zone, by_id, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (subject_type, subject_id) DO UPDATE SET times = excluded.times, zone = excluded.zone, by_id = excluded.by_id, at = excluded.at`,
		of.Type, of.ID, times, zone, actor.UserID, tx.Now())
	return err
}
