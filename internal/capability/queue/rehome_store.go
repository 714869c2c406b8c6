package queue

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func storeHomeward(ctx context.Context, tx *db.Tx, h homeward) error {
	_, err := tx.Exec(ctx, `INSERT INTO queue_rehomes (ticket_id, region, from_region, waits, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (ticket_id) DO UPDATE SET region = excluded.region, from_region = excluded.from_region, waits = excluded.waits,
			at = excluded.at, round_from = NULL, round_until = NULL, turns = 0`, h.TicketID, h.Region, h.From, h.Waits, h.At)
	return err
}

// storeRound begins a round without an owner; a zero until ends the counting.
func storeRound(ctx context.Context, tx *db.Tx, h homeward, from, until time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE queue_rehomes SET waits = FALSE, round_from = $2, round_until = $3, turns = $4 WHERE ticket_id = $1",
		h.TicketID, from, until, h.Turns)
	return err
}

func deleteHomeward(ctx context.Context, tx *db.Tx, ticketID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM queue_rehomes WHERE ticket_id = $1", ticketID)
	return err
}

const homewardColumns = "SELECT ticket_id, region, from_region, waits, at, round_from, round_until, turns FROM queue_rehomes "

func scanHomeward(row *sql.Rows, h *homeward) error {
	return row.Scan(&h.TicketID, &h.Region, &h.From, &h.Waits, db.Time(&h.At), db.Time(&h.RoundFrom), db.Time(&h.RoundUntil), &h.Turns)
}

// findHomeward gives the rehome of a ticket; ok is false when there is none.
func findHomeward(ctx context.Context, q db.Querier, ticketID int64) (h homeward, ok bool, err error) {
	list, err := db.All(ctx, q, scanHomeward, homewardColumns+"WHERE ticket_id = $1", ticketID)
	if err != nil || len(list) == 0 {
		return h, false, err
	}
	return list[0], true, nil
}

// findRounds lists those that go round a region without an owner.
func findRounds(ctx context.Context, q db.Querier) ([]homeward, error) {
	return db.All(ctx, q, scanHomeward, homewardColumns+"WHERE round_from IS NOT NULL ORDER BY ticket_id")
}
