package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const listColumns = "SELECT id, kind, region, at, until, people, late, ended, made_at FROM queue_lists "

func scanList(row *sql.Rows, l *List) error {
	var people []byte
	if err := row.Scan(&l.ID, &l.Kind, &l.Region, db.Time(&l.At), db.Time(&l.Until), &people, &l.Late, &l.Ended, db.Time(&l.MadeAt)); err != nil {
		return err
	}
	return json.Unmarshal(people, &l.People)
}

func findLists(ctx context.Context, q db.Querier, kind ListKind, n int) ([]List, error) {
	lists, err := db.All(ctx, q, scanList, listColumns+"WHERE kind = $1 ORDER BY at DESC, id DESC LIMIT $2", string(kind), n)
	if err != nil {
		return nil, err
	}
	return lists, addItems(ctx, q, lists)
}

func findList(ctx context.Context, q db.Querier, id int64) (List, error) {
	lists, err := db.All(ctx, q, scanList, listColumns+"WHERE id = $1", id)
	if err != nil || len(lists) == 0 {
		return List{}, db.OrNotFound(orNoRows(err), "There is no list %d", id)
	}
	return lists[0], addItems(ctx, q, lists)
}

func lockList(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "UPDATE queue_lists SET id = id WHERE id = $1", id)
	return err
}

func addItems(ctx context.Context, q db.Querier, lists []List) error {
	if len(lists) == 0 {
		return nil
	}
	at := map[int64]int{}
	ids := make([]int64, len(lists))
	for i, l := range lists {
		at[l.ID], ids[i] = i, l.ID
	}
	type listed struct {
		list int64
		Item
	}
	var w db.Where
	w.And("i.list_id IN "+db.In(len(ids)), db.Anys(ids)...)
	all, err := db.All(ctx, q, func(row *sql.Rows, i *listed) error {
		return row.Scan(&i.list, &i.TicketID, &i.Class, &i.Weight, db.Time(&i.BreachAt), db.Zero(&i.ClaimedBy), db.Time(&i.ClaimedAt),
			db.Zero(&i.DoneBy), db.Time(&i.DoneAt), &i.Missed, &i.Owned)
	}, `SELECT i.list_id, i.ticket_id, i.class, i.weight, i.breach_at, i.claimed_by, i.claimed_at, i.done_by, i.done_at, i.missed,
			t.assignee_id IS NOT NULL OR t.status >= 5
		FROM queue_list_items i JOIN tickets t ON t.id = i.ticket_id WHERE `+w.String()+" ORDER BY i.list_id, i.position", w.Args()...)
	for _, i := range all {
		l := &lists[at[i.list]]
		l.Items = append(l.Items, i.Item)
	}
	return err
}

// insertList gives 0 for a list that is there already: the job ran before.
func insertList(ctx context.Context, tx *db.Tx, l List) (int64, error) {
	people, err := json.Marshal(l.People)
	if err != nil {
		return 0, err
	}
	id, err := tx.Insert(ctx, `INSERT INTO queue_lists (kind, region, at, until, people, late, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (kind, region, at) DO NOTHING RETURNING id`, string(l.Kind), l.Region, l.At, l.Until, string(people), l.Late, tx.Now())
	if db.IsNoRows(err) {
		return 0, nil
	}
	return id, err
}

func insertItems(ctx context.Context, tx *db.Tx, listID int64, items []Item) error {
	if len(items) == 0 {
		return nil
	}
	var rows db.Values
	for i, item := range items {
		rows.Add(listID, i+1, item.TicketID, int(item.Class), item.Weight, item.BreachAt)
	}
	_, err := tx.Exec(ctx, "INSERT INTO queue_list_items (list_id, position, ticket_id, class, weight, breach_at) VALUES "+rows.String(), rows.Args()...)
	return err
}

func updateItem(ctx context.Context, tx *db.Tx, listID int64, i Item) error {
	_, err := tx.Exec(ctx, `UPDATE queue_list_items SET claimed_by = $3, claimed_at = $4, done_by = $5, done_at = $6 WHERE list_id = $1 AND ticket_id = $2`,
		listID, i.TicketID, db.Null(i.ClaimedBy), i.ClaimedAt, db.Null(i.DoneBy), i.DoneAt)
	return err
}

// endLists ends the shifts of a region that end at a moment. It marks what nobody has of what somebody had to have, and
// counts that by list.
func endLists(ctx context.Context, tx *db.Tx, region string, at time.Time) (map[int64]int64, error) {
	ids, err := db.Column[int64](ctx, tx,
		"UPDATE queue_lists SET ended = TRUE WHERE kind = 'shift' AND region = $1 AND until = $2 AND NOT ended RETURNING id", region, at)
	if err != nil {
		return nil, err
	}
	missed := map[int64]int64{}
	for _, id := range ids {
		missed[id], err = tx.Exec(ctx, `UPDATE queue_list_items SET missed = TRUE WHERE list_id = $1 AND class IN (1, 2)
			AND ticket_id IN (SELECT t.id FROM tickets t WHERE t.assignee_id IS NULL AND t.status < 5)`, id)
		if err != nil {
			return nil, err
		}
	}
	return missed, nil
}
