package call

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const callColumns = `SELECT c.id, c.uid, c.sequence, c.kind, c.state, c.subject_type, c.subject_id, c.ticket_id, c.organization_id, c.customer_id, c.by_id,
	c.title, c.about, c.pool, c.every_host, c.minutes, c.from_at, c.until_at, c.zone, c.language, c.nonce, c.provider, c.room, c.room_ref, c.room_from, c.room_until, c.room_error,
	c.offered_at, c.expires_at, c.booked_at, c.ended_at, c.reason, c.by_customer, c.summary FROM calls c `

func scanCall(row interface{ Scan(...any) error }, c *Call) error {
	var pool, minutes []byte
	err := row.Scan(&c.ID, &c.UID, &c.Sequence, &c.Kind, &c.State, &c.Subject.Type, &c.Subject.ID, db.Zero(&c.TicketID), db.Zero(&c.OrganizationID),
		db.Zero(&c.CustomerID), &c.By, &c.Title, &c.About, &pool, &c.EveryHost, &minutes, db.Time(&c.From), db.Time(&c.Until), &c.Zone, &c.Language,
		&c.Nonce, &c.Provider, &c.Room, &c.RoomRef, db.Time(&c.RoomFrom), db.Time(&c.RoomUntil), &c.RoomError, db.Time(&c.OfferedAt),
		db.Time(&c.ExpiresAt), db.Time(&c.BookedAt), db.Time(&c.EndedAt),
		&c.Reason, &c.ByCustomer, &c.Summary)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(pool, &c.Pool); err != nil {
		return err
	}
	return json.Unmarshal(minutes, &c.Choices)
}

func scanCalls(row *sql.Rows, c *Call) error { return scanCall(row, c) }

func findCall(ctx context.Context, q db.Querier, id int64) (c Call, err error) {
	err = scanCall(q.QueryRow(ctx, callColumns+"WHERE c.id = $1", id), &c)
	if err != nil {
		return c, db.OrNotFound(err, "There is no call %d", id)
	}
	return c, loadParts(ctx, q, &c)
}

func lockCall(ctx context.Context, tx *db.Tx, id int64) (c Call, err error) {
	err = scanCall(tx.QueryRow(ctx, callColumns+"WHERE c.id = $1"+db.Pick(tx, "", " FOR UPDATE"), id), &c)
	if err != nil {
		return c, db.OrNotFound(err, "There is no call %d", id)
	}
	return c, loadParts(ctx, tx, &c)
}

// loadParts reads who takes part.
func loadParts(ctx context.Context, q db.Querier, c *Call) (err error) {
	if c.Hosts, err = db.Column[int64](ctx, q, "SELECT user_id FROM call_hosts WHERE call_id = $1 ORDER BY user_id", c.ID); err != nil {
		return err
	}
	c.Guests, err = db.All(ctx, q, scanGuest, "SELECT address, name, user_id, answer, answered_at FROM call_guests WHERE call_id = $1 ORDER BY address", c.ID)
	return err
}

func scanGuest(row *sql.Rows, g *Guest) error {
	return row.Scan(&g.Address, &g.Name, db.Zero(&g.UserID), &g.Answer, db.Time(&g.AnsweredAt))
}

func numbers[T any](list []T) (string, error) {
	raw, err := json.Marshal(append([]T{}, list...))
	return string(raw), err
}

func insertCall(ctx context.Context, tx *db.Tx, c Call) (int64, error) {
	pool, err := numbers(c.Pool)
	if err != nil {
		return 0, err
	}
	minutes, err := numbers(c.Choices)
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO calls (uid, kind, state, subject_type, subject_id, ticket_id, organization_id, customer_id, by_id, title, about, pool,
		every_host, minutes, from_at, until_at, zone, language, nonce, provider, room, offered_at, expires_at, booked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) RETURNING id`,
		c.UID, string(c.Kind), string(c.State), c.Subject.Type, c.Subject.ID, db.Null(c.TicketID), db.Null(c.OrganizationID), db.Null(c.CustomerID), c.By,
		db.Text(c.Title), db.Text(c.About), pool, c.EveryHost, minutes, c.From, c.Until, c.Zone, c.Language, c.Nonce, c.Provider, c.Room, c.OfferedAt,
		c.ExpiresAt, c.BookedAt)
}

func updateCall(ctx context.Context, tx *db.Tx, c Call) error {
	_, err := tx.Exec(ctx, `UPDATE calls SET sequence = $2, state = $3, title = $4, about = $5, from_at = $6, until_at = $7, zone = $8, nonce = $9,
		provider = $10, room = $11, room_ref = $12, room_error = $13, expires_at = $14, booked_at = $15, ended_at = $16, reason = $17, by_customer = $18,
		summary = $19, room_from = $20, room_until = $21 WHERE id = $1`,
		c.ID, c.Sequence, string(c.State), db.Text(c.Title), db.Text(c.About), c.From, c.Until, c.Zone, c.Nonce, c.Provider, c.Room, c.RoomRef,
		db.Text(c.RoomError), c.ExpiresAt, c.BookedAt, c.EndedAt, db.Text(c.Reason), c.ByCustomer, db.Text(c.Summary), c.RoomFrom, c.RoomUntil)
	return err
}

// insertGuest adds somebody to a call; who is asked already stays as they are.
func insertGuest(ctx context.Context, tx *db.Tx, id int64, g Guest) error {
	_, err := tx.Exec(ctx, `INSERT INTO call_guests (call_id, address, name, user_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		id, db.Text(g.Address), db.Text(g.Name), db.Null(g.UserID))
	return err
}

func setAnswer(ctx context.Context, tx *db.Tx, id int64, g Guest) (int64, error) {
	return tx.Exec(ctx, "UPDATE call_guests SET answer = $3, answered_at = $4 WHERE call_id = $1 AND address = $2", id, g.Address,
		string(g.Answer), g.AnsweredAt)
}

// forgetAnswers makes everybody unanswered again: they answered to another time.
func forgetAnswers(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE call_guests SET answer = '', answered_at = NULL WHERE call_id = $1", id)
	return err
}

func callsOfTicket(ctx context.Context, q db.Querier, ticketID int64) ([]Call, error) {
	return listed(ctx, q, "WHERE c.ticket_id = $1 ORDER BY c.id DESC", ticketID)
}

// listed reads calls with who takes part.
func listed(ctx context.Context, q db.Querier, where string, args ...any) ([]Call, error) {
	all, err := db.All(ctx, q, scanCalls, callColumns+where, args...)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := loadParts(ctx, q, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func callByUID(ctx context.Context, q db.Querier, uid string) (id int64, err error) {
	err = q.QueryRow(ctx, "SELECT id FROM calls WHERE uid = $1", uid).Scan(&id)
	return id, db.OrNotFound(err, "There is no call with this mark")
}

// callsBetween lists calls that were offered, or begin, in [from, until).
func callsBetween(ctx context.Context, q db.Querier, from, until time.Time) ([]Call, error) {
	return listed(ctx, q, `WHERE (c.offered_at >= $1 AND c.offered_at < $2) OR (c.from_at >= $1 AND c.from_at < $2) OR (c.booked_at >= $1 AND c.booked_at < $2)
		ORDER BY c.id`, from, until)
}

func listCalls(ctx context.Context, q db.Querier, f Filter) ([]Call, error) {
	var w db.Where
	order := " ORDER BY coalesce(c.from_at, c.expires_at), c.id"
	if f.Over {
		order = " ORDER BY coalesce(c.from_at, c.ended_at) DESC, c.id DESC"
		w.And("c.state NOT IN (?, ?)", string(Offered), string(Booked))
	} else if f.State == "" {
		w.And("c.state IN (?, ?)", string(Offered), string(Booked))
	}
	if f.State != "" {
		w.And("c.state = ?", string(f.State))
	}
	if f.Kind != "" {
		w.And("c.kind = ?", string(f.Kind))
	}
	if f.Host != 0 {
		w.And("(EXISTS (SELECT 1 FROM call_hosts h WHERE h.call_id = c.id AND h.user_id = ?) OR c.state = ? AND c.by_id = ?)", f.Host, string(Offered), f.Host)
	}
	if !f.From.IsZero() {
		w.And("coalesce(c.from_at, c.offered_at) >= ?", f.From)
	}
	if !f.Until.IsZero() {
		w.And("coalesce(c.from_at, c.offered_at) < ?", f.Until)
	}
	if f.Limit == 0 {
		f.Limit = 200
	}
	tail := w.Bind(order+" LIMIT ?", f.Limit)
	return listed(ctx, q, "WHERE "+w.String()+tail, w.Args()...)
}
