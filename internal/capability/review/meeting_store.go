package review

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

const meetingColumns = `SELECT m.id, m.series_id, m.organization_id, o.name, m.kind, m.slot_at, m.at, m.length, m.state, m.why, m.host_id, m.guests, m.call_id,
	m.headings, m.minutes, m.notes, m.agenda_at, m.minutes_at, m.ticket_id FROM review_meetings m JOIN organizations o ON o.id = m.organization_id `

func scanMeeting(row interface{ Scan(...any) error }, m *Meeting) error {
	var guests, headings []byte
	err := row.Scan(&m.ID, &m.SeriesID, &m.OrganizationID, &m.Organization, &m.Kind, db.Time(&m.SlotAt), db.Time(&m.At), &m.Length, &m.State, &m.Why,
		db.Zero(&m.HostID), &guests, db.Zero(&m.CallID), &headings, &m.Minutes, &m.Notes, db.Time(&m.AgendaAt), db.Time(&m.MinutesAt), db.Zero(&m.TicketID))
	if err == nil {
		err = json.Unmarshal(guests, &m.Guests)
	}
	if err == nil {
		err = json.Unmarshal(headings, &m.Headings)
	}
	return err
}

func scanMeetings(row *sql.Rows, m *Meeting) error { return scanMeeting(row, m) }

func findMeeting(ctx context.Context, q db.Querier, id int64) (m Meeting, err error) {
	err = scanMeeting(q.QueryRow(ctx, meetingColumns+"WHERE m.id = $1", id), &m)
	return m, db.OrNotFound(err, "There is no review call %d", id)
}

func lockMeeting(ctx context.Context, tx *db.Tx, id int64) (m Meeting, err error) {
	err = scanMeeting(tx.QueryRow(ctx, meetingColumns+"WHERE m.id = $1"+db.Pick(tx, "", " FOR UPDATE OF m"), id), &m)
	return m, db.OrNotFound(err, "There is no review call %d", id)
}

// meetingsOf lists the meetings of an account, the newest first.
func meetingsOf(ctx context.Context, q db.Querier, organization int64) ([]Meeting, error) {
	return db.All(ctx, q, scanMeetings, meetingColumns+"WHERE m.organization_id = $1 ORDER BY m.at DESC, m.id DESC LIMIT 200", organization)
}

// meetingsFrom lists the meetings of a series whose place in the rhythm is at an instant or later, in order.
func meetingsFrom(ctx context.Context, q db.Querier, series int64, from time.Time) ([]Meeting, error) {
	return db.All(ctx, q, scanMeetings, meetingColumns+"WHERE m.series_id = $1 AND (m.slot_at >= $2 OR m.at >= $2) ORDER BY m.at, m.id", series, from)
}

// openMeetings lists the planned meetings of all accounts, the next first.
func openMeetings(ctx context.Context, q db.Querier) ([]Meeting, error) {
	return db.All(ctx, q, scanMeetings, meetingColumns+"WHERE m.state = 'planned' ORDER BY m.at, m.id LIMIT 200")
}

// lastHeld gives when an account's last meeting before an instant was held; zero for never.
func lastHeld(ctx context.Context, q db.Querier, organization int64, before time.Time) (at time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT max(at) FROM review_meetings WHERE organization_id = $1 AND state = 'held' AND at < $2", organization,
		before).Scan(db.Time(&at))
	return at, err
}

// lists are the columns that hold several of something.
func (m Meeting) lists() ([]any, error) {
	if m.Headings == nil {
		m.Headings = map[Heading]string{}
	}
	guests, err := json.Marshal(append([]int64{}, m.Guests...))
	if err != nil {
		return nil, err
	}
	headings, err := json.Marshal(m.Headings)
	return []any{string(guests), db.Text(string(headings))}, err
}

func insertMeeting(ctx context.Context, tx *db.Tx, m Meeting) (int64, error) {
	lists, err := m.lists()
	if err != nil {
		return 0, err
	}
	return tx.Insert(ctx, `INSERT INTO review_meetings (guests, headings, series_id, organization_id, kind, slot_at, at, length, state, host_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
		append(lists, m.SeriesID, m.OrganizationID, string(m.Kind), m.SlotAt, m.At, m.Length, string(m.State), db.Null(m.HostID), tx.Now())...)
}

func updateMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	lists, err := m.lists()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE review_meetings SET guests = $1, headings = $2, at = $3, length = $4, state = $5, why = $6, host_id = $7, call_id = $8, minutes = $9,
		notes = $10, agenda_at = $11, minutes_at = $12, ticket_id = $13 WHERE id = $14`,
		append(lists, m.At, m.Length, string(m.State), db.Text(m.Why), db.Null(m.HostID), db.Null(m.CallID), db.Text(m.Minutes),
			db.Text(m.Notes), m.AgendaAt, m.MinutesAt,
			db.Null(m.TicketID), m.ID)...)
	return err
}
