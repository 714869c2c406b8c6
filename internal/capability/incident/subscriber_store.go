package incident

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const subscriberColumns = "SELECT id, channel, address, language, components, state, reason, failures, created_at, changed_at FROM incident_subscribers "

func subscribersWhere(ctx context.Context, q db.Querier, rest string, args ...any) ([]Subscriber, error) {
	return db.All(ctx, q, func(row *sql.Rows, b *Subscriber) error {
		var components []byte
		err := row.Scan(&b.ID, &b.Channel, &b.Address, &b.Language, &components, &b.State, &b.Reason, &b.Failures, db.Time(&b.CreatedAt), db.Time(&b.ChangedAt))
		if err != nil {
			return err
		}
		return json.Unmarshal(components, &b.Components)
	}, subscriberColumns+rest, args...)
}

func findSubscriber(ctx context.Context, q db.Querier, id int64) (Subscriber, error) {
	list, err := subscribersWhere(ctx, q, "WHERE id = $1", id)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Subscriber{}, db.OrNotFound(err, "This subscription was removed. Subscribe again to be told")
	}
	return list[0], nil
}

// subscriberAt gives the subscriber of an address; one without a number where there is none.
func subscriberAt(ctx context.Context, q db.Querier, channel Channel, address string) (b Subscriber, err error) {
	list, err := subscribersWhere(ctx, q, "WHERE channel = $1 AND address = $2", string(channel), address)
	if len(list) > 0 {
		b = list[0]
	}
	return b, err
}

// subscribersIn lists those of a state, n at most, the newest first.
func subscribersIn(ctx context.Context, q db.Querier, state SubscriberState, n int) ([]Subscriber, error) {
	return subscribersWhere(ctx, q, "WHERE state = $1 ORDER BY id DESC LIMIT $2", string(state), n)
}

// activeBehind lists those who are told, behind a number, n at most.
func activeBehind(ctx context.Context, q db.Querier, id int64, n int) ([]Subscriber, error) {
	return subscribersWhere(ctx, q, "WHERE state = 'active' AND id > $1 ORDER BY id LIMIT $2", id, n)
}

func countSubscribers(ctx context.Context, q db.Querier) (map[SubscriberState]int, error) {
	type count struct {
		state SubscriberState
		n     int
	}
	list, err := db.All(ctx, q, func(row *sql.Rows, c *count) error { return row.Scan(&c.state, &c.n) },
		"SELECT state, count(*) FROM incident_subscribers GROUP BY state")
	out := map[SubscriberState]int{}
	for _, c := range list {
		out[c.state] = c.n
	}
	return out, err
}

func storeSubscriber(ctx context.Context, tx *db.Tx, b *Subscriber) error {
	components, err := json.Marshal(append([]int64{}, b.Components...))
	if err != nil {
		return err
	}
	if b.ID != 0 {
		_, err = tx.Exec(ctx, `UPDATE incident_subscribers SET language = $2, components = $3, state = $4, reason = $5, failures = $6, changed_at = $7
			WHERE id = $1`, b.ID, b.Language, string(components), string(b.State), db.Text(b.Reason), b.Failures, tx.Now())
		return err
	}
	b.ID, err = tx.Insert(ctx, `INSERT INTO incident_subscribers (channel, address, language, components, state, reason, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id`,
		string(b.Channel), db.Text(b.Address), b.Language, string(components), string(b.State), db.Text(b.Reason), tx.Now())
	return err
}

func deleteSubscriber(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM incident_subscribers WHERE id = $1", id)
	return err
}

const sendingColumns = "SELECT s.update_id, s.upto, s.told, s.began_at, s.finished_at FROM incident_sendings s "

func scanSending(row *sql.Rows, s *Sending) error {
	return row.Scan(&s.Update, &s.upto, &s.Told, db.Time(&s.BeganAt), db.Time(&s.FinishedAt))
}

// findSending gives how far an update is; one without an update where nobody is to be told.
func findSending(ctx context.Context, q db.Querier, update int64) (s Sending, err error) {
	list, err := db.All(ctx, q, scanSending, sendingColumns+"WHERE s.update_id = $1", update)
	if len(list) > 0 {
		s = list[0]
	}
	return s, err
}

func sendingsOf(ctx context.Context, q db.Querier, incident int64) ([]Sending, error) {
	return db.All(ctx, q, scanSending, sendingColumns+"JOIN incident_updates u ON u.id = s.update_id WHERE u.incident_id = $1", incident)
}

func beginSending(ctx context.Context, tx *db.Tx, update int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO incident_sendings (update_id, upto, told, began_at) VALUES ($1, 0, 0, $2)", update, tx.Now())
	return err
}

func saveSending(ctx context.Context, tx *db.Tx, s Sending) error {
	_, err := tx.Exec(ctx, "UPDATE incident_sendings SET upto = $2, told = $3, finished_at = $4 WHERE update_id = $1", s.Update, s.upto, s.Told, s.FinishedAt)
	return err
}
