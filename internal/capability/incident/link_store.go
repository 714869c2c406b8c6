package incident

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

func scanLink(row *sql.Rows, l *Link) error {
	return row.Scan(&l.Incident, &l.Ticket, &l.How, &l.ByID, db.Time(&l.At), db.Time(&l.UnlinkedAt))
}

const linkColumns = "SELECT incident_id, ticket_id, how, by_id, at, unlinked_at FROM incident_tickets "

// findLink gives the link of a ticket and an incident; one without a ticket where there never was one.
func findLink(ctx context.Context, q db.Querier, incident, ticketID int64) (l Link, err error) {
	all, err := db.All(ctx, q, scanLink, linkColumns+"WHERE incident_id = $1 AND ticket_id = $2", incident, ticketID)
	if len(all) > 0 {
		l = all[0]
	}
	return l, err
}

// linksOf lists the tickets that are linked to an incident, the newest first.
func linksOf(ctx context.Context, q db.Querier, incident int64) ([]Link, error) {
	return db.All(ctx, q, scanLink, linkColumns+"WHERE incident_id = $1 AND unlinked_at IS NULL ORDER BY at DESC, ticket_id DESC", incident)
}

func storeLink(ctx context.Context, tx *db.Tx, l Link) error {
	_, err := tx.Exec(ctx, `INSERT INTO incident_tickets (incident_id, ticket_id, how, by_id, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (incident_id, ticket_id) DO UPDATE SET how = excluded.how, by_id = excluded.by_id, at = excluded.at, unlinked_at = NULL`,
		l.Incident, l.Ticket, string(l.How), l.ByID, tx.Now())
	return err
}

func endLink(ctx context.Context, tx *db.Tx, incident, ticketID int64) error {
	_, err := tx.Exec(ctx, "UPDATE incident_tickets SET unlinked_at = $3 WHERE incident_id = $1 AND ticket_id = $2", incident, ticketID, tx.Now())
	return err
}

// linkable lists the incidents that go on, or ended behind a moment.
func linkable(ctx context.Context, q db.Querier, ended time.Time) ([]Incident, error) {
	return incidentsWhere(ctx, q, "WHERE i.resolved_at IS NULL OR i.resolved_at > $1 ORDER BY i.id", ended)
}

// incidentsOfTicket lists the incidents behind a ticket, the newest first.
func incidentsOfTicket(ctx context.Context, q db.Querier, ticketID int64) ([]Incident, error) {
	return incidentsWhere(ctx, q, `JOIN incident_tickets l ON l.incident_id = i.id WHERE l.ticket_id = $1 AND l.unlinked_at IS NULL
		ORDER BY i.id DESC`, ticketID)
}

// mentioned is a ticket and what somebody wrote on it.
type mentioned struct {
	ticket int64
	text   string
}

// findMentions lists words on tickets that are not closed in which an address stands, behind a comment's number.
func findMentions(ctx context.Context, q db.Querier, address string, n int) ([]mentioned, error) {
	return db.All(ctx, q, func(row *sql.Rows, m *mentioned) error { return row.Scan(&m.ticket, &m.text) },
		`SELECT c.ticket_id, c.body FROM comments c JOIN tickets t ON t.id = c.ticket_id
		WHERE t.status < 6 AND c.body LIKE $1 ESCAPE '\' ORDER BY c.id DESC LIMIT $2`, "%"+db.Escape(address)+"%", n)
}

// unansweredOf lists the linked live tickets that the customer waits on, the longest waiting first.
func unansweredOf(ctx context.Context, q db.Querier, incident int64) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT t.id FROM tickets t JOIN incident_tickets l ON l.ticket_id = t.id
		WHERE l.incident_id = $1 AND l.unlinked_at IS NULL AND t.status < 5 AND t.waiting_since IS NOT NULL ORDER BY t.waiting_since, t.id`, incident)
}

// newReports lists live tickets that came behind a moment, that nobody has, and that are linked to nothing.
func newReports(ctx context.Context, q db.Querier, since time.Time, n int) ([]int64, error) {
	return db.Column[int64](ctx, q, `SELECT t.id FROM tickets t WHERE t.status < 5 AND t.assignee_id IS NULL AND t.created_at >= $1
		AND NOT EXISTS (SELECT 1 FROM incident_tickets l WHERE l.ticket_id = t.id AND l.unlinked_at IS NULL) ORDER BY t.id DESC LIMIT $2`, since, n)
}
