package people

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/web"
)

// Sessions keeps the sessions of browsers as rows, so that any process knows them and a user's can be ended.
// It has the methods of web.SessionStore.
type Sessions struct {
	db   *db.DB
	user func(data []byte) (int64, error)
}

// NewSessions makes the store; user reads from a session's data whose it is, 0 for nobody's.
func NewSessions(d *db.DB, user func(data []byte) (int64, error)) *Sessions {
	return &Sessions{db: d, user: user}
}

// sessionsEnd is the signal that rows of sessions were taken away.
const sessionsEnd = "sessions"

// Ended gives a channel that receives after sessions were ended by this process, and what to call in the end; it fits
// web.Config.
func (s *Sessions) Ended() (<-chan struct{}, func()) {
	ch := s.db.Listen(sessionsEnd)
	return ch, func() { s.db.Unlisten(sessionsEnd, ch) }
}

// FindCtx gives the data of a session that has not expired.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.db.Read().QueryRow(ctx, "SELECT data FROM sessions WHERE token = $1 AND expires_at > $2", token, s.db.Now(ctx)).Scan(&data)
	if db.IsNoRows(err) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx stores a session. Sessions in use are stored every few minutes, so it also notes that their user
// was here.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	userID, err := s.user(data)
	if err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		statement := `INSERT INTO sessions (token, user_id, data, expires_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (token) DO UPDATE SET user_id = excluded.user_id, data = excluded.data, expires_at = excluded.expires_at`
		if web.Continues(ctx) {
			statement = "UPDATE sessions SET user_id = $2, data = $3, expires_at = $4 WHERE token = $1"
		}
		stored, err := tx.Exec(ctx, statement, token, userID, data, expiry)
		if err != nil || userID == 0 || stored == 0 {
			return err
		}
		return touchUser(ctx, tx, userID)
	})
}

// DeleteCtx ends a session; one that is not there is no error.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Do(ctx, func(tx *db.Tx) error { return endSessions(ctx, tx, "token = $1", token) })
}

// Find is FindCtx for callers without a context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for callers without a context.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for callers without a context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func touchUser(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, "UPDATE users SET last_seen_at = $2 WHERE id = $1", userID, tx.Now())
	return err
}

func deleteSessions(ctx context.Context, tx *db.Tx, userID int64) error {
	return endSessions(ctx, tx, "user_id = $1", userID)
}

func endSessions(ctx context.Context, tx *db.Tx, which string, key any) error {
	gone, err := tx.Exec(ctx, "DELETE FROM sessions WHERE "+which, key)
	if gone > 0 {
		tx.AfterCommit(tx.Signal(sessionsEnd))
	}
	return err
}

func sweepSessions(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, "DELETE FROM sessions WHERE expires_at <= $1", tx.Now())
	return err
}
