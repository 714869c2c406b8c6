package ticket

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// ownIDs are the tickets of customer $1; $2 says that they are of the staff. Each half has its index.
const ownIDs = `(SELECT o.id FROM tickets o WHERE o.requester_id = $1
	UNION SELECT p.ticket_id FROM ticket_people p WHERE p.user_id = $1 AND p.kind = 'cc' AND NOT $2)`

// sharedIDs are the tickets that colleagues of customer $1 asked, where their organization shares them; $2 as above. What
// somebody of the desk asked about an account, or somebody who left it, is not the organization's to read.
const sharedIDs = `(SELECT s.id FROM users m JOIN organizations o ON o.id = m.organization_id AND o.shares_tickets
	JOIN tickets s ON s.organization_id = o.id AND s.requester_id <> m.id
	JOIN users r ON r.id = s.requester_id AND r.organization_id = o.id AND r.role = 'end_user'
	WHERE m.id = $1 AND m.active AND NOT $2)`

// readIDs are all tickets that customer $1 may read.
const readIDs = `(SELECT y.id FROM ` + ownIDs + ` y UNION SELECT z.id FROM ` + sharedIDs + ` z)`

// spokenOut are the comments that customers see: public words of people, not the reports and absence notes that mail
// programs send.
const spokenOut = `c.public AND NOT c.outside AND c.automatic NOT IN ('auto-reply', 'bounce', 'loop')`

// lastWord joins the last comment that customers see, so that tickets without one are left out.
const lastWord = `JOIN comments l ON l.id = (SELECT max(c.id) FROM comments c WHERE c.ticket_id = t.id AND ` + spokenOut + `)`

// mayOwn is fault.NotFound for a ticket that is not the customer's to act on, in the words for one that is not there.
func mayOwn(ctx context.Context, q db.Querier, who customer, id int64) error {
	var found int64
	err := q.QueryRow(ctx, `SELECT t.id FROM tickets t `+lastWord+` WHERE t.id = $3 AND t.id IN `+ownIDs, who.id, who.staff, id).Scan(&found)
	return db.OrNotFound(err, "There is no ticket #%d", id)
}

// mayRead is fault.NotFound likewise for a ticket that the customer may not see. acts reports whether it is theirs to act
// on, too: a colleague's is not.
func mayRead(ctx context.Context, q db.Querier, who customer, id int64) (acts bool, err error) {
	err = q.QueryRow(ctx, `SELECT t.id IN `+ownIDs+` FROM tickets t `+lastWord+` WHERE t.id = $3 AND t.id IN `+readIDs, who.id, who.staff, id).Scan(&acts)
	return acts, db.OrNotFound(err, "There is no ticket #%d", id)
}

// ifOwn gives id where the customer may see that ticket, else 0.
func ifOwn(ctx context.Context, q db.Querier, who customer, id int64) (int64, error) {
	if id == 0 {
		return 0, nil
	}
	_, err := mayRead(ctx, q, who, id)
	if fault.Is(err, fault.NotFound) {
		return 0, nil
	}
	return id, err
}

// listed is the condition that f lists ticket t, but for its status. Words are looked for where customers look only: a
// hit in a note would tell what stands in it.
func (f OwnFilter) listed(q db.Querier) (condition string, args []any) {
	condition = "t.id IN " + ownIDs
	if f.Colleagues {
		condition = "t.id IN " + sharedIDs + " AND t.id NOT IN " + ownIDs
	}
	for i, word := range strings.Fields(search.Normalize(f.Query)) {
		if i == mostWords {
			break
		}
		args = append(args, word)
		condition += fmt.Sprintf(` AND EXISTS (SELECT 1 FROM search_texts x WHERE x.ticket_id = t.id AND %s(x.words, $%d) > 0 AND (x.kind = 'subject'
			OR x.kind = 'comment' AND EXISTS (SELECT 1 FROM comments c WHERE c.id = x.source_id AND %s)))`,
			db.Pick(q, "instr", "strpos"), len(args)+2, spokenOut)
	}
	return condition, args
}

// mostWords bounds how many words of a query count.
const mostWords = 8

func countOwn(ctx context.Context, q db.Querier, who customer, f OwnFilter) (open, solved int, err error) {
	condition, words := f.listed(q)
	err = q.QueryRow(ctx, `SELECT count(*) FILTER (WHERE t.status < 5), count(*) FILTER (WHERE t.status >= 5)
		FROM tickets t `+lastWord+` WHERE `+condition, append([]any{who.id, who.staff}, words...)...).Scan(&open, &solved)
	return open, solved, err
}

func ownRows(ctx context.Context, q db.Querier, who customer, f OwnFilter, limit int) ([]OwnRow, error) {
	condition, words := f.listed(q)
	args := append([]any{who.id, who.staff}, words...)
	n := len(args)
	args = append(args, f.Solved, limit, max(f.Page, 0)*OwnPageSize)
	return db.All(ctx, q, func(row *sql.Rows, r *OwnRow) error {
		var status Status
		err := row.Scan(&r.ID, &r.Subject, &status, &r.Mine, &r.Requester, db.Time(&r.CreatedAt), db.Time(&r.LastAt), &r.LastAuthor, &r.LastMine, &r.LastOurs)
		r.Status = status.Own()
		return err
	}, fmt.Sprintf(`SELECT t.id, t.subject, t.status, t.requester_id = $1, a.name, t.created_at, l.at, u.name, l.author_id = $1,
			u.role <> 'end_user' AND l.author_id <> t.requester_id
		FROM tickets t %s JOIN users u ON u.id = l.author_id JOIN users a ON a.id = t.requester_id
		WHERE %s AND (t.status >= 5) = $%d ORDER BY l.id DESC LIMIT $%d OFFSET $%d`, lastWord, condition, n+1, n+2, n+3), args...)
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

// ownFile gives a file that hangs on a public comment of a ticket that the customer may see, or that they uploaded and
// have not sent yet.
func ownFile(ctx context.Context, q db.Querier, who customer, id int64) (Attachment, error) {
	found, err := attachmentsWhere(ctx, q, `id = $3 AND (comment_id IS NULL AND owner_id = $1 OR comment_id IN (
		SELECT c.id FROM comments c WHERE `+spokenOut+` AND c.ticket_id IN `+readIDs+`))`, who.id, who.staff, id)
	if err != nil {
		return Attachment{}, err
	}
	if len(found) == 0 {
		return Attachment{}, fault.New(fault.NotFound, "There is no attachment %d", id)
	}
	return found[0], nil
}
