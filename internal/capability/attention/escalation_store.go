package attention

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

const escalationColumns = `SELECT e.id, e.organization_id, o.name, e.title, e.severity, e.driver_id, e.driver_part, e.channel, e.by_id, e.from_ticket, e.criteria,
	e.tickets, e.people, e.opened_at, e.standup_due, e.standup_at, e.update_due, e.late_at, e.closed_at, e.closing
	FROM attention_escalations e JOIN organizations o ON o.id = e.organization_id `

func scanEscalation(row interface{ Scan(...any) error }, e *Escalation) error {
	var criteria, tickets, people []byte
	err := row.Scan(&e.ID, &e.OrganizationID, &e.Organization, &e.Title, &e.Severity, &e.DriverID, &e.DriverPart, &e.Channel, &e.By, db.Zero(&e.FromTicket),
		&criteria, &tickets, &people, db.Time(&e.OpenedAt), db.Time(&e.StandupDue), db.Time(&e.StandupAt), db.Time(&e.UpdateDue), db.Time(&e.LateAt),
		db.Time(&e.ClosedAt), &e.Closing)
	for _, list := range []struct {
		raw  []byte
		into any
	}{{criteria, &e.Criteria}, {tickets, &e.Tickets}, {people, &e.People}} {
		if err == nil {
			err = json.Unmarshal(list.raw, list.into)
		}
	}
	return err
}

func scanEscalations(row *sql.Rows, e *Escalation) error { return scanEscalation(row, e) }

func findEscalation(ctx context.Context, q db.Querier, id int64) (e Escalation, err error) {
	err = scanEscalation(q.QueryRow(ctx, escalationColumns+"WHERE e.id = $1", id), &e)
	return e, db.OrNotFound(err, "There is no escalation %d", id)
}

func lockEscalation(ctx context.Context, tx *db.Tx, id int64) (e Escalation, err error) {
	err = scanEscalation(tx.QueryRow(ctx, escalationColumns+"WHERE e.id = $1"+db.Pick(tx, "", " FOR UPDATE OF e"), id), &e)
	if err != nil {
		return e, db.OrNotFound(err, "There is no escalation %d", id)
	}
	at, err := event.Last(ctx, tx, subject(id))
	tx.NotBefore(at)
	return e, err
}

func openOf(ctx context.Context, q db.Querier, organization int64) ([]Escalation, error) {
	return db.All(ctx, q, scanEscalations, escalationColumns+"WHERE e.organization_id = $1 AND e.closed_at IS NULL ORDER BY e.id", organization)
}

func listEscalations(ctx context.Context, q db.Querier, over bool) ([]Escalation, error) {
	where := "WHERE e.closed_at IS NULL ORDER BY e.update_due, e.id LIMIT 200"
	if over {
		where = "WHERE e.closed_at IS NOT NULL ORDER BY e.closed_at DESC, e.id DESC LIMIT 200"
	}
	return db.All(ctx, q, scanEscalations, escalationColumns+where)
}

// lists are the columns that hold several of something.
func (e Escalation) lists() ([]any, error) {
	var out []any
	for _, list := range []any{append([]Criterion{}, e.Criteria...), append([]int64{}, e.Tickets...), append([]int64{}, e.People...)} {
		raw, err := json.Marshal(list)
		if err != nil {
			return nil, err
		}
		out = append(out, db.Text(string(raw)))
	}
	return out, nil
}

func insertEscalation(ctx context.Context, tx *db.Tx, e Escalation) (int64, error) {
	lists, err := e.lists()
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO attention_escalations (criteria, tickets, people, organization_id, title, severity, driver_id, driver_part, channel, by_id,
		from_ticket, opened_at, standup_due, update_due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id`,
		append(lists, e.OrganizationID, db.Text(e.Title), string(e.Severity), e.DriverID, e.DriverPart, db.Text(e.Channel), e.By, db.Null(e.FromTicket),
			e.OpenedAt, e.StandupDue, e.UpdateDue)...)
}

func updateEscalation(ctx context.Context, tx *db.Tx, e Escalation) error {
	lists, err := e.lists()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE attention_escalations SET criteria = $1, tickets = $2, people = $3, title = $4, severity = $5, driver_id = $6,
		driver_part = $7, channel = $8, standup_at = $9, update_due = $10, late_at = $11, closed_at = $12, closing = $13 WHERE id = $14`,
		append(lists, db.Text(e.Title), string(e.Severity), e.DriverID, e.DriverPart, db.Text(e.Channel), e.StandupAt, e.UpdateDue, e.LateAt, e.ClosedAt,
			db.Text(e.Closing), e.ID)...)
	return err
}

func insertUpdate(ctx context.Context, tx *db.Tx, escalation int64, u Update) (int64, error) {
	return tx.Insert(ctx, "INSERT INTO attention_updates (escalation_id, by_id, at, standup, body) VALUES ($1, $2, $3, $4, $5) RETURNING id",
		escalation, u.By, u.At, u.Standup, db.Text(u.Body))
}

func updatesOf(ctx context.Context, q db.Querier, escalation int64) ([]Update, error) {
	return db.All(ctx, q, func(row *sql.Rows, u *Update) error {
		return row.Scan(&u.ID, &u.By, db.Time(&u.At), &u.Standup, &u.Body)
	},
		"SELECT id, by_id, at, standup, body FROM attention_updates WHERE escalation_id = $1 ORDER BY id DESC", escalation)
}

// lastHeard is when the customer heard from us last: when the escalation was opened, if never since.
func lastHeard(ctx context.Context, q db.Querier, e Escalation) (at time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT max(at) FROM attention_updates WHERE escalation_id = $1 AND NOT standup", e.ID).Scan(db.Time(&at))
	if at.IsZero() {
		at = e.OpenedAt
	}
	return at, err
}
