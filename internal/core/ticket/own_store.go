package ticket

import (
	"context"
	"database/sql"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// ownIDs are the tickets of customer $1; $2 says that they are of the staff. Each half has its index.
const ownIDs = `(SELECT o.id FROM tickets o WHERE o.requester_id = $1
	UNION SELECT p.ticket_id FROM ticket_people p WHERE p.user_id = $1 AND p.kind = 'cc' AND NOT $2)`

// spokenOut are the comments that customers see: public words of people, not the reports and absence notes that mail
// programs send.
const spokenOut = `c.public AND NOT c.outside AND c.automatic NOT IN ('auto-reply', 'bounce', 'loop')`

// lastWord joins the last comment that customers see, so that tickets without one are left out.
const lastWord = `JOIN comments l ON l.id = (SELECT max(c.id) FROM comments c WHERE c.ticket_id = t.id AND ` + spokenOut + `)`

// mayOwn is fault.NotFound for a ticket that customers may not see, in the words for one that is not there.
func mayOwn(ctx context.Context, q db.Querier, who customer, id int64) error {
	var found int64
	err := q.QueryRow(ctx, `SELECT t.id FROM tickets t `+lastWord+` WHERE t.id = $3 AND t.id IN `+ownIDs, who.id, who.staff, id).Scan(&found)
	return db.OrNotFound(err, "There is no ticket #%d", id)
}

// ifOwn gives id where the customer may see that ticket, else 0.
func ifOwn(ctx context.Context, q db.Querier, who customer, id int64) (int64, error) {
	if id == 0 {
		return 0, nil
	}
	err := mayOwn(ctx, q, who, id)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return id, err
}

func countOwn(ctx context.Context, q db.Querier, who customer) (open, solved int, err error) {
	err = q.QueryRow(ctx, `SELECT count(*) FILTER (WHERE t.status < 5), count(*) FILTER (WHERE t.status >= 5)
		FROM tickets t `+lastWord+` WHERE t.id IN `+ownIDs, who.id, who.staff).Scan(&open, &solved)
	return open, solved, err
}

func ownRows(ctx context.Context, q db.Querier, who customer, solved bool, limit, offset int) ([]OwnRow, error) {
	return db.All(ctx, q, func(row *sql.Rows, r *OwnRow) error {
		var status Status
		err := row.Scan(&r.ID, &r.Subject, &status, &r.Mine, db.Time(&r.CreatedAt), db.Time(&r.LastAt), &r.LastAuthor, &r.LastMine, &r.LastOurs)
		r.Status = status.Own()
		return err
	}, `SELECT t.id, t.subject, t.status, t.requester_id = $1, t.created_at, l.at, u.name, l.author_id = $1,
			u.role <> 'end_user' AND l.author_id <> t.requester_id
		FROM tickets t `+lastWord+` JOIN users u ON u.id = l.author_id
		WHERE t.id IN `+ownIDs+` AND (t.status >= 5) = $3 ORDER BY l.id DESC LIMIT $4 OFFSET $5`, who.id, who.staff, solved, limit, offset)
}

// publicComments gives what customers see of a thread, oldest first, with the files of these comments only.
func publicComments(ctx context.Context, q db.Querier, ticketID int64) ([]Comment, error) {
	comments, err := db.All(ctx, q, func(row *sql.Rows, c *Comment) error { return scanComment(row, c) },
		"SELECT "+commentColumns+" FROM comments c WHERE c.ticket_id = $1 AND "+spokenOut+" ORDER BY c.id", ticketID)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, c := range comments {
		at[c.ID] = i
	}
	files, err := attachmentsWhere(ctx, q, "ticket_id = $1 AND comment_id IS NOT NULL", ticketID)
	for _, a := range files {
		if i, ok := at[a.CommentID]; ok {
			comments[i].Attachments = append(comments[i].Attachments, a)
		}
	}
	return comments, err
}

// ownFile gives a file that hangs on a public comment of a ticket of the customer's, or that they uploaded and have
// not sent yet.
func ownFile(ctx context.Context, q db.Querier, who customer, id int64) (Attachment, error) {
	found, err := attachmentsWhere(ctx, q, `id = $3 AND (comment_id IS NULL AND owner_id = $1 OR comment_id IN (
		SELECT c.id FROM comments c WHERE `+spokenOut+` AND c.ticket_id IN `+ownIDs+`))`, who.id, who.staff, id)
	if err != nil {
		return Attachment{}, err
	}
	if len(found) == 0 {
		return Attachment{}, fault.New(fault.NotFound, "There is no attachment %d", id)
	}
	return found[0], nil
}
