package matter

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// moments reads the instants that conditions count from, by the same expressions that a list is compiled with.
func moments(ctx context.Context, q db.Querier, ticketID int64) (map[string]time.Time, error) {
	columns := condition.Moments()
	names := slices.Sorted(maps.Keys(columns))
	exprs, at, dest := make([]string, len(names)), make([]time.Time, len(names)), make([]any, len(names))
	for i, name := range names {
		exprs[i], dest[i] = columns[name], db.Time(&at[i])
	}
	err := q.QueryRow(ctx, "SELECT "+strings.Join(exprs, ", ")+" FROM tickets t WHERE t.id = $1", ticketID).Scan(dest...)
	if err != nil {
		return nil, db.OrNotFound(err, "There is no ticket #%d", ticketID)
	}
	times := map[string]time.Time{}
	for i, name := range names {
		if !at[i].IsZero() {
			times[name] = at[i]
		}
	}
	return times, nil
}

// environment reads what the ticket's installation is into values, by the same expressions that a list is compiled with.
func environment(ctx context.Context, q db.Querier, ticketID int64, values map[string][]string) error {
	columns := condition.Environments()
	names := slices.Sorted(maps.Keys(columns))
	exprs, found, dest := make([]string, len(names)), make([]string, len(names)), make([]any, len(names))
	for i, name := range names {
		exprs[i], dest[i] = columns[name], &found[i]
	}
	if err := q.QueryRow(ctx, "SELECT "+strings.Join(exprs, ", ")+" FROM tickets t WHERE t.id = $1", ticketID).Scan(dest...); err != nil {
		return db.OrNotFound(err, "There is no ticket #%d", ticketID)
	}
	for i, name := range names {
		values[name] = one(found[i])
	}
	return nil
}

// text reads the subject or the first comment as the search keeps it.
func text(ctx context.Context, q db.Querier, ticketID int64, field string) (string, error) {
	if field == subjectField {
		return words(ctx, q, "s.kind = 'subject' AND s.source_id = $1", ticketID)
	}
	return words(ctx, q, "s.kind IN ('comment', 'note') AND s.source_id = (SELECT min(c.id) FROM comments c WHERE c.ticket_id = $1)", ticketID)
}

// commentText reads a comment as the search keeps it.
func commentText(ctx context.Context, q db.Querier, comment int64) (string, error) {
	return words(ctx, q, "s.kind IN ('comment', 'note') AND s.source_id = $1", comment)
}

func words(ctx context.Context, q db.Querier, where string, arg int64) (string, error) {
	all, err := db.Column[string](ctx, q, "SELECT s.words FROM search_texts s WHERE "+where, arg)
	return strings.Join(all, " "), err
}

func fieldKinds(ctx context.Context, q db.Querier) (map[string]string, error) {
	type field struct{ key, kind string }
	all, err := db.All(ctx, q, func(row *sql.Rows, f *field) error { return row.Scan(&f.key, &f.kind) }, "SELECT key, kind FROM ticket_fields")
	kinds := map[string]string{}
	for _, f := range all {
		kinds[f.key] = f.kind
	}
	return kinds, err
}

// Matching lists tickets that a set finds, in the order of their numbers, from behind after; the caller has
// checked access.
func Matching(ctx context.Context, q db.Querier, s condition.Set, env condition.Env, after int64, limit int) ([]int64, error) {
	var w db.Where
	w.And("t.id > ?", after)
	cond := condition.Compile(s, env, q, &w)
	return db.Column[int64](ctx, q, "SELECT t.id FROM tickets t WHERE "+w.String()+" AND "+cond+w.Bind(" ORDER BY t.id LIMIT ?", limit), w.Args()...)
}
