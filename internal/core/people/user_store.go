package people

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// userColumns are read by scanUser; the primary address and the organization's name come along.
const userColumns = `u.id, u.name, coalesce((SELECT i.value FROM identities i WHERE i.user_id = u.id AND i.kind = 'email'
	ORDER BY i.is_primary DESC, i.id LIMIT 1), ''), u.role, u.organization_id,
	coalesce((SELECT o.name FROM organizations o WHERE o.id = u.organization_id), ''), u.zone, u.locale, u.region, u.signature, u.notes,
	u.notify, u.active, u.mail_fails, u.password_hash <> '', u.password_at, u.last_seen_at, u.created_at, u.updated_at,
	u.title, u.manager_id, u.hours, u.shift, u.focuses, u.skills, u.languages, u.round_robin, u.modifier, u.accepts`

func scanUser(row interface{ Scan(...any) error }, u *User) error {
	var muted, hours, focuses, skills, languages []byte
	err := row.Scan(&u.ID, &u.Name, &u.Email, &u.Role, db.Zero(&u.OrganizationID), &u.Organization,
		&u.Zone, &u.Locale, &u.Region, &u.Signature, &u.Notes, &muted, &u.Active, &u.MailFails, &u.HasPassword, db.Time(&u.PasswordAt), db.Time(&u.LastSeenAt),
		db.Time(&u.CreatedAt), db.Time(&u.UpdatedAt), &u.Title, db.Zero(&u.ManagerID), &hours, &u.Shift, &focuses, &skills, &languages,
		&u.RoundRobin.Active, &u.RoundRobin.Modifier, &u.Accepts)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		text []byte
		into any
	}{{muted, &u.Muted}, {hours, &u.Hours}, {focuses, &u.Focuses}, {skills, &u.Skills}, {languages, &u.Languages}} {
		if len(c.text) <= len("[]") { // a customer's, in lists of hundreds
			continue
		}
		if err := json.Unmarshal(c.text, c.into); err != nil {
			return err
		}
	}
	return nil
}

func scanUsers(row *sql.Rows, u *User) error { return scanUser(row, u) }

func findUser(ctx context.Context, q db.Querier, id int64) (u User, err error) {
	err = scanUser(q.QueryRow(ctx, "SELECT "+userColumns+" FROM users u WHERE u.id = $1", id), &u)
	return u, db.OrNotFound(err, "There is no person with the number %d", id)
}

// lockUser reads a user whom this transaction will change, and keeps its instant behind their last event.
func lockUser(ctx context.Context, tx *db.Tx, id int64) (u User, err error) {
	err = scanUser(tx.QueryRow(ctx, "SELECT "+userColumns+" FROM users u WHERE u.id = $1"+
		db.Pick(tx, "", " FOR UPDATE OF u"), id), &u)
	if err != nil {
		return u, db.OrNotFound(err, "There is no person with the number %d", id)
	}
	at, err := event.Last(ctx, tx, subject(id))
	tx.NotBefore(at)
	return u, err
}

// findByAddress expects a lower-case address.
func findByAddress(ctx context.Context, q db.Querier, address string) (u User, err error) {
	err = scanUser(q.QueryRow(ctx, "SELECT "+userColumns+` FROM identities j JOIN users u ON u.id = j.user_id
		WHERE j.kind = 'email' AND j.value = $1`, address), &u)
	return u, db.OrNotFound(err, "Nobody is known by the address %s", address)
}

func findUsers(ctx context.Context, q db.Querier, ids []int64) ([]User, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w db.Where
	w.And("u.id IN "+db.In(len(ids)), db.Anys(ids)...)
	return db.All(ctx, q, scanUsers, "SELECT "+userColumns+" FROM users u WHERE "+w.String(), w.Args()...)
}

func insertUser(ctx context.Context, tx *db.Tx, u User) (int64, error) {
	muted, err := list(u.Muted)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert(ctx, `INSERT INTO users (name, name_key, role, organization_id, zone, locale, region, signature, notes, notify, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
		u.Name, FoldName(u.Name), string(u.Role), db.Null(u.OrganizationID), u.Zone, u.Locale, u.Region, u.Signature, u.Notes,
		muted, u.CreatedAt, u.UpdatedAt)
	if err != nil || u.Email == "" {
		return id, err
	}
	return id, insertIdentity(ctx, tx, id, u.Email, true)
}

// updateUser stores every field but the addresses, the password, the work and what the desk notes by itself.
func updateUser(ctx context.Context, tx *db.Tx, u User) error {
	muted, err := list(u.Muted)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE users SET name = $2, name_key = $3, role = $4, organization_id = $5, zone = $6, locale = $7,
		region = $8, signature = $9, notes = $10, notify = $11, active = $12, mail_fails = $13, updated_at = $14 WHERE id = $1`,
		u.ID, u.Name, FoldName(u.Name), string(u.Role), db.Null(u.OrganizationID), u.Zone, u.Locale,
		u.Region, u.Signature, u.Notes, muted, u.Active, u.MailFails, tx.Now())
	return err
}

// updateWork stores how somebody works.
func updateWork(ctx context.Context, tx *db.Tx, userID int64, w Work) error {
	hours, err := json.Marshal(w.Hours)
	if err != nil {
		return err
	}
	focuses, err := list(w.Focuses)
	if err != nil {
		return err
	}
	skills, err := list(w.Skills)
	if err != nil {
		return err
	}
	languages, err := list(w.Languages)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE users SET title = $2, manager_id = $3, hours = $4, shift = $5, focuses = $6, skills = $7, languages = $8,
		round_robin = $9, modifier = $10, accepts = $11, updated_at = $12 WHERE id = $1`,
		userID, w.Title, db.Null(w.ManagerID), string(hours), w.Shift, focuses, skills, languages,
		w.RoundRobin.Active, w.RoundRobin.Modifier, w.Accepts, tx.Now())
	return err
}

// unlist reads what list wrote; an empty list is nil.
func unlist[T any](text []byte, into *[]T) error {
	if len(text) <= len("[]") {
		return nil
	}
	return json.Unmarshal(text, into)
}

// list is how a list is stored: an empty one is no null.
func list[T any](l []T) (string, error) {
	text, err := json.Marshal(append([]T{}, l...))
	return string(text), err
}
