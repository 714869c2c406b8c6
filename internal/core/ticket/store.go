package ticket

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const ticketColumns = `t.id, t.subject, t.status, t.priority, t.severity, t.type, t.channel, t.requester_id, t.submitter_id,
	t.organization_id, t.group_id, t.assignee_id, t.follow_up_of, t.comment_count, t.replied, t.waiting_since,
	t.created_at, t.updated_at, t.solved_at, t.stage, t.region, t.calendar_id, t.form_id, t.due_at, t.due_zone, t.due_note, t.due_by,
	t.due_told, t.breach_at, t.breach_metric, t.paused_at, t.pause_reason, t.status_at, t.life_from, t.reminded_at, t.merged_into`

func scanTicket(row interface{ Scan(...any) error }, t *Ticket) error {
	return row.Scan(&t.ID, &t.Subject, &t.Status, &t.Priority, &t.Severity, &t.Type, &t.Channel, &t.RequesterID, &t.SubmitterID,
		db.Zero(&t.OrganizationID), db.Zero(&t.GroupID), db.Zero(&t.AssigneeID), db.Zero(&t.FollowUpOf), &t.CommentCount,
		&t.Replied, db.Time(&t.WaitingSince), db.Time(&t.CreatedAt), db.Time(&t.UpdatedAt), db.Time(&t.SolvedAt),
		&t.Stage, &t.Region, db.Zero(&t.CalendarID), db.Zero(&t.FormID), db.Time(&t.Due.At), &t.Due.Zone, &t.Due.Note, db.Zero(&t.Due.By),
		&t.Due.Told, db.Time(&t.BreachAt), &t.BreachMetric, db.Time(&t.PausedAt), &t.PauseReason, db.Time(&t.StatusAt), db.Time(&t.LifeFrom),
		db.Time(&t.RemindedAt), db.Zero(&t.MergedInto))
}

func findTicket(ctx context.Context, q db.Querier, id int64) (t Ticket, err error) {
	err = scanTicket(q.QueryRow(ctx, "SELECT "+ticketColumns+" FROM tickets t WHERE t.id = $1", id), &t)
	return t, db.OrNotFound(err, "There is no ticket #%d", id)
}

// lockTicket reads a ticket for an update and moves the transaction's instant behind its last one.
func lockTicket(ctx context.Context, tx *db.Tx, id int64) (t Ticket, err error) {
	query := "SELECT " + ticketColumns + " FROM tickets t WHERE t.id = $1 " + db.Pick(tx, "", "FOR UPDATE")
	if err = scanTicket(tx.QueryRow(ctx, query, id), &t); err != nil {
		return t, db.OrNotFound(err, "There is no ticket #%d", id)
	}
	tx.NotBefore(t.UpdatedAt)
	return t, loadParts(ctx, tx, &t)
}

// loadParts fills what Get promises beyond the row.
func loadParts(ctx context.Context, q db.Querier, t *Ticket) (err error) {
	t.Tags, err = db.Column[string](ctx, q, "SELECT tag FROM ticket_tags WHERE ticket_id = $1 ORDER BY tag", t.ID)
	if err != nil {
		return err
	}
	type person struct {
		id   int64
		kind string
	}
	all, err := db.All(ctx, q, func(row *sql.Rows, p *person) error { return row.Scan(&p.id, &p.kind) },
		"SELECT user_id, kind FROM ticket_people WHERE ticket_id = $1 ORDER BY user_id", t.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.kind == ccKind {
			t.CCs = append(t.CCs, p.id)
		} else {
			t.Followers = append(t.Followers, p.id)
		}
	}
	if t.Fields, err = fieldsOf(ctx, q, t.ID); err != nil {
		return err
	}
	if t.OptOuts, err = optOutsOf(ctx, q, t.ID); err != nil {
		return err
	}
	return q.QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM events WHERE subject_type = 'ticket' AND subject_id = $1", t.ID).Scan(&t.Seq)
}

const (
	ccKind       = "cc"
	followerKind = "follower"
)

// insertTicket gives t its number.
func insertTicket(ctx context.Context, tx *db.Tx, t *Ticket) (err error) {
	t.CreatedAt, t.UpdatedAt, t.StatusAt, t.LifeFrom = tx.Now(), tx.Now(), tx.Now(), tx.Now()
	t.ID, err = tx.Insert(ctx, `INSERT INTO tickets (subject, status, priority, severity, type, channel, requester_id, submitter_id,
			organization_id, group_id, assignee_id, follow_up_of, waiting_since, stage, region, calendar_id, form_id,
			created_at, updated_at, status_at, life_from)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $18, $18) RETURNING id`,
		t.Subject, int(t.Status), int(t.Priority), int(t.Severity), string(t.Type), t.Channel, t.RequesterID, t.SubmitterID,
		db.Null(t.OrganizationID), db.Null(t.GroupID), db.Null(t.AssigneeID), db.Null(t.FollowUpOf), t.WaitingSince,
		string(t.Stage), t.Region, db.Null(t.CalendarID), db.Null(t.FormID), tx.Now())
	return err
}

// startNumbersAt makes n the number of the next ticket, if no higher one is in use.
func startNumbersAt(ctx context.Context, tx *db.Tx, n int64) error {
	if tx.Engine() == db.PostgreSQL {
		_, err := tx.Exec(ctx, "SELECT setval(pg_get_serial_sequence('tickets', 'id'), greatest($1::bigint, (SELECT coalesce(max(id), 0) + 1 FROM tickets)), false)", n)
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM sqlite_sequence WHERE name = 'tickets' AND seq < $1", n-1); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "INSERT INTO sqlite_sequence (name, seq) SELECT 'tickets', $1 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'tickets')", n-1)
	return err
}

// saveTicket writes every column that an update may change. The next breach is not among them: see SetBreach.
func saveTicket(ctx context.Context, tx *db.Tx, t *Ticket) error {
	t.UpdatedAt = tx.Now()
	_, err := tx.Exec(ctx, `UPDATE tickets SET subject = $2, status = $3, priority = $4, severity = $5, type = $6, requester_id = $7,
			organization_id = $8, group_id = $9, assignee_id = $10, comment_count = $11, replied = $12, waiting_since = $13,
			solved_at = $14, updated_at = $15, stage = $16, region = $17, calendar_id = $18, form_id = $19, due_at = $20, due_zone = $21,
			due_note = $22, due_by = $23, due_told = $24, paused_at = $25, pause_reason = $26, status_at = $27, life_from = $28,
			reminded_at = $29, merged_into = $30 WHERE id = $1`,
		t.ID, t.Subject, int(t.Status), int(t.Priority), int(t.Severity), string(t.Type), t.RequesterID,
		db.Null(t.OrganizationID), db.Null(t.GroupID), db.Null(t.AssigneeID), t.CommentCount, t.Replied, t.WaitingSince,
		t.SolvedAt, t.UpdatedAt, string(t.Stage), t.Region, db.Null(t.CalendarID), db.Null(t.FormID), t.Due.At, t.Due.Zone,
		t.Due.Note, db.Null(t.Due.By), t.Due.Told, t.PausedAt, t.PauseReason, t.StatusAt, t.LifeFrom, t.RemindedAt, db.Null(t.MergedInto))
	return err
}

// storeBreach leaves everything else of the row alone, also when it was updated.
func storeBreach(ctx context.Context, tx *db.Tx, id int64, at time.Time, metric string) error {
	n, err := tx.Exec(ctx, "UPDATE tickets SET breach_at = $2, breach_metric = $3 WHERE id = $1", id, at, metric)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no ticket #%d", id)
	}
	return err
}

func addTag(ctx context.Context, tx *db.Tx, ticketID int64, tag string) error {
	_, err := tx.Exec(ctx, "INSERT INTO ticket_tags (ticket_id, tag) VALUES ($1, $2) ON CONFLICT DO NOTHING", ticketID, tag)
	return err
}

func removeTag(ctx context.Context, tx *db.Tx, ticketID int64, tag string) error {
	_, err := tx.Exec(ctx, "DELETE FROM ticket_tags WHERE ticket_id = $1 AND tag = $2", ticketID, tag)
	return err
}

func addPerson(ctx context.Context, tx *db.Tx, ticketID int64, kind string, userID int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO ticket_people (ticket_id, user_id, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		ticketID, userID, kind)
	return err
}

func removePerson(ctx context.Context, tx *db.Tx, ticketID int64, kind string, userID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM ticket_people WHERE ticket_id = $1 AND user_id = $2 AND kind = $3", ticketID, userID, kind)
	return err
}

// movedOn finds the newest comment that someone else added behind seq.
func movedOn(ctx context.Context, q db.Querier, ticketID, seq, actor int64) (author int64, moved bool, err error) {
	err = q.QueryRow(ctx, `SELECT actor_id FROM events WHERE subject_type = 'ticket' AND subject_id = $1 AND seq > $2
		AND kind = 'comment.added' AND actor_id <> $3 ORDER BY seq DESC LIMIT 1`, ticketID, seq, actor).Scan(&author)
	if db.IsNoRows(err) {
		return 0, false, nil
	}
	return author, err == nil, err
}
