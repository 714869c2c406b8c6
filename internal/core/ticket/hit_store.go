package ticket

import (
	"context"
	"database/sql"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/search"
)

const (
	snippetWidth = 160
	// snippetReach is how far into a text a snippet looks, in characters: a list does not read whole logs.
	snippetReach = 20_000
)

// hitText is the text that a row shows as its hit.
type hitText struct {
	ticket  int64
	kind    string
	comment int64
	text    string
}

// addHits shows where the tickets matched: in the first comment, note or attachment that does, else in the
// subject, which the row shows anyway.
func addHits(ctx context.Context, q db.Querier, ids []int64, terms []search.Term, byID map[int64]*Row) error {
	if len(terms) == 0 {
		return nil
	}
	hits, err := findHits(ctx, q, ids, terms)
	if err != nil {
		return err
	}
	for _, h := range hits {
		r := byID[h.ticket]
		if r == nil || r.Hit != nil && (r.Hit.Kind != textSubject || h.kind == textSubject) {
			continue
		}
		r.Hit = &Hit{Kind: h.kind, Comment: h.comment, Snippet: search.Cut(h.text, terms, snippetWidth)}
	}
	return nil
}

// findHits reads the texts as their authors wrote them, not as they are searched.
func findHits(ctx context.Context, q db.Querier, ids []int64, terms []search.Term) ([]hitText, error) {
	var w db.Where
	var conds []string
	for _, t := range terms {
		cond := w.Bind(db.Pick(q, "instr(s.words, ?) > 0", "strpos(s.words, ?) > 0"), t.Text)
		if t.Field != "" {
			cond += " AND s.kind = '" + t.Field + "'"
		}
		conds = append(conds, "("+cond+")")
	}
	query := `SELECT s.ticket_id, s.kind, coalesce(c.id, a.comment_id, 0),
			coalesce(substr(c.body, 1, ` + w.Bind("?", snippetReach) + `), a.name, t.subject)
		FROM search_texts s JOIN tickets t ON t.id = s.ticket_id
		LEFT JOIN comments c ON c.id = s.source_id AND s.kind IN ('comment', 'note')
		LEFT JOIN attachments a ON a.id = s.source_id AND s.kind = 'attachment'
		WHERE s.id IN (SELECT min(s.id) FROM search_texts s WHERE s.ticket_id IN ` + w.Bind(list(q), listArg(ids)) +
		" AND (" + strings.Join(conds, " OR ") + ") GROUP BY s.ticket_id, s.kind = 'subject') ORDER BY s.id"
	return db.All(ctx, q, func(row *sql.Rows, h *hitText) error {
		return row.Scan(&h.ticket, &h.kind, &h.comment, &h.text)
	}, query, w.Args()...)
}
