package ticket

import (
	"context"
	"database/sql"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// rowQuery never reads a body. The last comment is the one with the largest number: numbers are given in
// the order of arrival.
const rowQuery = "SELECT " + ticketColumns + `, r.name, coalesce(o.name, ''), coalesce(o.plan, ''),
	coalesce(a.name, ''), coalesce(g.name, ''),
	EXISTS (SELECT 1 FROM attachments f WHERE f.ticket_id = t.id AND NOT f.inline),
	coalesce(w.name, ''), coalesce(c.public, FALSE), c.at
	FROM tickets t JOIN users r ON r.id = t.requester_id
	LEFT JOIN organizations o ON o.id = t.organization_id
	LEFT JOIN users a ON a.id = t.assignee_id
	LEFT JOIN staff_groups g ON g.id = t.group_id
	LEFT JOIN comments c ON c.id = (SELECT max(l.id) FROM comments l WHERE l.ticket_id = t.id)
	LEFT JOIN users w ON w.id = c.author_id
	WHERE t.id IN `

// scanRow reads what rowQuery selects.
func scanRow(row *sql.Rows, r *Row) error {
	return scanTicket(andMore{row, []any{&r.Requester, &r.Organization, &r.Plan, &r.Assignee, &r.Group, &r.HasAttachment,
		&r.LastAuthor, &r.LastPublic, db.Time(&r.LastAt)}}, &r.Ticket)
}

// andMore scans further columns behind those of a ticket.
type andMore struct {
	row  *sql.Rows
	more []any
}

// Scan is what scanTicket calls.
func (s andMore) Scan(dest ...any) error { return s.row.Scan(append(dest, s.more...)...) }

func findRows(ctx context.Context, q db.Querier, ids []int64) (map[int64]*Row, error) {
	var w db.Where
	query := w.Bind(rowQuery+list(q), listArg(ids))
	byID := map[int64]*Row{}
	for r, err := range db.Each(ctx, q, scanRow, query, w.Args()...) {
		if err != nil {
			return nil, err
		}
		byID[r.ID] = &r
	}
	return byID, nil
}

func addTags(ctx context.Context, q db.Querier, ids []int64, byID map[int64]*Row) error {
	type tagged struct {
		ticket int64
		tag    string
	}
	var w db.Where
	query := w.Bind("SELECT ticket_id, tag FROM ticket_tags WHERE ticket_id IN "+list(q), listArg(ids)) + " ORDER BY ticket_id, tag"
	all, err := db.All(ctx, q, func(row *sql.Rows, t *tagged) error { return row.Scan(&t.ticket, &t.tag) }, query, w.Args()...)
	for _, t := range all {
		if r := byID[t.ticket]; r != nil {
			r.Tags = append(r.Tags, t.tag)
		}
	}
	return err
}

// addDrafts names those other than me who typed after since.
func addDrafts(ctx context.Context, q db.Querier, ids []int64, me int64, since time.Time, byID map[int64]*Row) error {
	type draft struct {
		ticket int64
		by     string
	}
	var w db.Where
	query := w.Bind(`SELECT d.ticket_id, u.name FROM drafts d JOIN users u ON u.id = d.user_id
		WHERE d.updated_at > ? AND d.user_id <> ? AND d.ticket_id IN `+list(q), since, me, listArg(ids)) + " ORDER BY d.ticket_id, u.name_key, u.id"
	all, err := db.All(ctx, q, func(row *sql.Rows, d *draft) error { return row.Scan(&d.ticket, &d.by) }, query, w.Args()...)
	for _, d := range all {
		if r := byID[d.ticket]; r != nil {
			r.DraftBy = append(r.DraftBy, d.by)
		}
	}
	return err
}
