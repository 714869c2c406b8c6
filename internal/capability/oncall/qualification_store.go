package oncall

import (
	"context"
	"database/sql"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

func qualificationSubject(id int64) event.Subject {
	return event.Subject{Type: "qualification", ID: id}
}

func findQualifications(ctx context.Context, q db.Querier) ([]Qualification, error) {
	all, err := db.All(ctx, q, func(row *sql.Rows, x *Qualification) error { return row.Scan(&x.ID, &x.Title, &x.Kind, &x.About) },
		"SELECT id, title, kind, about FROM oncall_qualifications ORDER BY title_key")
	if err != nil {
		return nil, err
	}
	held, err := db.All(ctx, q, func(row *sql.Rows, x *[2]int64) error { return row.Scan(&x[0], &x[1]) },
		"SELECT qualification_id, user_id FROM oncall_holders ORDER BY user_id")
	for _, h := range held {
		if i := slices.IndexFunc(all, func(x Qualification) bool { return x.ID == h[0] }); i >= 0 {
			all[i].Holders = append(all[i].Holders, h[1])
		}
	}
	return all, err
}

// putQualification makes one of ID 0 anew.
func putQualification(ctx context.Context, tx *db.Tx, q Qualification) (int64, error) {
	if q.ID == 0 {
		return tx.Insert(ctx, "INSERT INTO oncall_qualifications (title, title_key, kind, about) VALUES ($1, $2, $3, $4) RETURNING id",
			q.Title, fold(q.Title), string(q.Kind), q.About)
	}
	_, err := tx.Exec(ctx, "UPDATE oncall_qualifications SET title = $2, title_key = $3, kind = $4, about = $5 WHERE id = $1",
		q.ID, q.Title, fold(q.Title), string(q.Kind), q.About)
	return q.ID, err
}

// putHolders changes who has a qualification; whoever keeps it keeps since when.
func putHolders(ctx context.Context, tx *db.Tx, id int64, before, after []int64, by int64) error {
	for _, u := range before {
		if slices.Contains(after, u) {
			continue
		}
		if _, err := tx.Exec(ctx, "DELETE FROM oncall_holders WHERE qualification_id = $1 AND user_id = $2", id, u); err != nil {
			return err
		}
	}
	for _, u := range after {
		if slices.Contains(before, u) {
			continue
		}
		if _, err := tx.Exec(ctx, "INSERT INTO oncall_holders (qualification_id, user_id, granted_by, granted_at) VALUES ($1, $2, $3, $4)",
			id, u, by, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

func deleteQualification(ctx context.Context, tx *db.Tx, id int64) error {
	if _, err := tx.Exec(ctx, "DELETE FROM oncall_holders WHERE qualification_id = $1", id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM oncall_qualifications WHERE id = $1", id)
	return err
}
