package ticket

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/search"
)

// The kinds of text that a search looks through.
const (
	textSubject    = "subject"
	textComment    = "comment" // a public one
	textNote       = "note"
	textAttachment = "attachment" // its file name
)

// longestText bounds how much of one text is searchable, in bytes: beyond it a comment is a log that was
// pasted instead of attached, and its trigrams would hold up the write transaction.
const longestText = 1 << 20

// indexText makes a text of a ticket findable, in place of what was there under the same kind and source.
// The source is the ticket's, comment's or attachment's id, as kind says.
func indexText(ctx context.Context, tx *db.Tx, ticketID int64, kind string, sourceID int64, text string) error {
	words := search.Normalize(shorten(text))
	if words == "" {
		return unindex(ctx, tx, kind, sourceID)
	}
	_, err := tx.Exec(ctx, `INSERT INTO search_texts (ticket_id, kind, source_id, words) VALUES ($1, $2, $3, $4)
		ON CONFLICT (kind, source_id) DO UPDATE SET ticket_id = excluded.ticket_id, words = excluded.words`,
		ticketID, kind, sourceID, words)
	return err
}

// unindex takes a text out of the search. It is no error when it was not in.
func unindex(ctx context.Context, tx *db.Tx, kind string, sourceID int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM search_texts WHERE kind = $1 AND source_id = $2", kind, sourceID)
	return err
}

// shorten cuts at white space where there is some; a rune cut in two is one the search does not find.
func shorten(text string) string {
	if len(text) <= longestText {
		return text
	}
	text = text[:longestText]
	if cut := strings.LastIndexAny(text, " \n"); cut > longestText/2 {
		text = text[:cut]
	}
	return text
}
