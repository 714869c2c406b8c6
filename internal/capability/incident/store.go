package incident

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

const incidentColumns = `i.id, i.code, i.kind, i.title, i.severity, i.status, i.impact, i.confidential, i.issue_url, i.manager_id, i.speaker_id, i.ticket_id,
	i.scheduled_for, i.scheduled_until, i.self_start, i.self_end, i.due_at, i.last_at, i.started_at, i.monitoring_at, i.resolved_at, i.created_at, i.updated_at`

func scanIncident(row interface{ Scan(...any) error }, i *Incident) error {
	return row.Scan(&i.ID, &i.Code, &i.Kind, &i.Title, &i.Severity, &i.Status, &i.Impact, &i.Confidential, &i.IssueURL, &i.ManagerID, &i.SpeakerID,
		db.Zero(&i.TicketID), db.Time(&i.ScheduledFor), db.Time(&i.ScheduledUntil), &i.SelfStart, &i.SelfEnd, db.Time(&i.DueAt), db.Time(&i.LastAt),
		db.Time(&i.StartedAt), db.Time(&i.MonitoringAt), db.Time(&i.ResolvedAt), db.Time(&i.CreatedAt), db.Time(&i.UpdatedAt))
}

// incidentsWhere lists incidents by a condition and an order.
func incidentsWhere(ctx context.Context, q db.Querier, rest string, args ...any) ([]Incident, error) {
	return db.All(ctx, q, func(row *sql.Rows, i *Incident) error { return scanIncident(row, i) },
		"SELECT "+incidentColumns+" FROM incidents i "+rest, args...)
}

func findIncident(ctx context.Context, q db.Querier, id int64) (Incident, error) {
	return oneIncident(ctx, q, "WHERE i.id = $1", id)
}

func findByCode(ctx context.Context, q db.Querier, code string) (Incident, error) {
	return oneIncident(ctx, q, "WHERE i.code = $1", code)
}

// lockIncident reads an incident and keeps it from changing until the transaction ends.
func lockIncident(ctx context.Context, tx *db.Tx, id int64) (Incident, error) {
	return oneIncident(ctx, tx, "WHERE i.id = $1 "+db.Pick(tx, "", "FOR UPDATE"), id)
}

func oneIncident(ctx context.Context, q db.Querier, rest string, arg any) (i Incident, err error) {
	err = scanIncident(q.QueryRow(ctx, "SELECT "+incidentColumns+" FROM incidents i "+rest, arg), &i)
	return i, db.OrNotFound(err, "There is no such incident. It may have been a link that was cut short")
}

func insertIncident(ctx context.Context, tx *db.Tx, i *Incident) (err error) {
	i.CreatedAt, i.UpdatedAt = tx.Now(), tx.Now()
	i.ID, err = tx.Insert(ctx, `INSERT INTO incidents (code, kind, title, severity, status, impact, confidential, issue_url, manager_id, speaker_id, ticket_id,
			scheduled_for, scheduled_until, self_start, self_end, started_at, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17) RETURNING id`,
		i.Code, string(i.Kind), db.Text(i.Title), i.Severity, string(i.Status), string(i.Impact), i.Confidential, db.Text(i.IssueURL), i.ManagerID,
		i.SpeakerID, db.Null(i.TicketID), i.ScheduledFor, i.ScheduledUntil, i.SelfStart, i.SelfEnd, i.StartedAt, tx.Now())
	return err
}

func saveIncident(ctx context.Context, tx *db.Tx, i Incident) error {
	_, err := tx.Exec(ctx, `UPDATE incidents SET title = $2, severity = $3, status = $4, impact = $5, issue_url = $6, manager_id = $7, speaker_id = $8,
		due_at = $9, last_at = $10, monitoring_at = $11, resolved_at = $12, updated_at = $13 WHERE id = $1`,
		i.ID, db.Text(i.Title), i.Severity, string(i.Status), string(i.Impact), db.Text(i.IssueURL), i.ManagerID, i.SpeakerID,
		i.DueAt, i.LastAt, i.MonitoringAt, i.ResolvedAt, tx.Now())
	return err
}

const updateColumns = `u.id, u.code, u.incident_id, u.status, u.body, u.state, u.template, u.changes, u.next_by, u.deliver, u.author_id, u.approver_id,
	u.late_for, u.created_at, u.published_at`

func scanUpdate(row interface{ Scan(...any) error }, u *Update) error {
	var changes []byte
	err := row.Scan(&u.ID, &u.Code, &u.IncidentID, &u.Status, &u.Body, &u.State, &u.Template, &changes, db.Time(&u.NextBy), &u.Deliver, &u.AuthorID,
		&u.ApproverID, db.Time(&u.LateFor), db.Time(&u.CreatedAt), db.Time(&u.PublishedAt))
	if err != nil {
		return err
	}
	return json.Unmarshal(changes, &u.Changes)
}

// updatesWhere lists updates by a condition and an order.
func updatesWhere(ctx context.Context, q db.Querier, rest string, args ...any) ([]Update, error) {
	return db.All(ctx, q, func(row *sql.Rows, u *Update) error { return scanUpdate(row, u) },
		"SELECT "+updateColumns+" FROM incident_updates u "+rest, args...)
}

func findUpdate(ctx context.Context, q db.Querier, id int64) (u Update, err error) {
	err = scanUpdate(q.QueryRow(ctx, "SELECT "+updateColumns+" FROM incident_updates u WHERE u.id = $1", id), &u)
	return u, db.OrNotFound(err, "There is no update %d", id)
}

// lockDraft reads an update that is not public yet, and locks its incident.
func lockDraft(ctx context.Context, tx *db.Tx, id int64) (Incident, Update, error) {
	u, err := findUpdate(ctx, tx, id)
	if err != nil {
		return Incident{}, u, err
	}
	i, err := lockIncident(ctx, tx, u.IncidentID)
	if err != nil {
		return i, u, err
	}
	if u, err = findUpdate(ctx, tx, id); err != nil { // as it is under the lock
		return i, u, err
	}
	switch u.State {
	case Published:
		return i, u, fault.New(fault.Conflict, "This update is public already")
	case Dropped:
		return i, u, fault.New(fault.Conflict, "This draft was dropped. Write the update anew")
	}
	return i, u, nil
}

func insertUpdate(ctx context.Context, tx *db.Tx, u *Update) error {
	changes, err := json.Marshal(append([]Change{}, u.Changes...))
	if err != nil {
		return err
	}
	u.Code, u.CreatedAt = newCode(), tx.Now()
	u.ID, err = tx.Insert(ctx, `INSERT INTO incident_updates (code, incident_id, status, body, state, template, changes, next_by, deliver, author_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
		u.Code, u.IncidentID, string(u.Status), db.Text(u.Body), string(u.State), db.Text(u.Template), string(changes), u.NextBy, u.Deliver,
		u.AuthorID, tx.Now())
	return err
}

func saveUpdate(ctx context.Context, tx *db.Tx, u Update) error {
	changes, err := json.Marshal(append([]Change{}, u.Changes...))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE incident_updates SET state = $2, changes = $3, approver_id = $4, late_for = $5, published_at = $6 WHERE id = $1",
		u.ID, string(u.State), string(changes), u.ApproverID, u.LateFor, u.PublishedAt)
	return err
}

// promiseOf gives the time that the last public word of an incident named; zero: none.
func promiseOf(ctx context.Context, q db.Querier, incident int64) (at time.Time, err error) {
	err = q.QueryRow(ctx, `SELECT next_by FROM incident_updates WHERE incident_id = $1 AND state = 'published'
		ORDER BY published_at DESC, id DESC LIMIT 1`, incident).Scan(db.Time(&at))
	if db.IsNoRows(err) {
		return at, nil
	}
	return at, err
}

// impactsOf lists the components that are not well by an incident's words.
func impactsOf(ctx context.Context, q db.Querier, incident int64) ([]int64, error) {
	return db.Column[int64](ctx, q, "SELECT component_id FROM incident_impacts WHERE incident_id = $1 AND until_at IS NULL ORDER BY component_id", incident)
}
