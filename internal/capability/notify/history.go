package notify

import (
	"context"
	"fmt"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// quoteLast puts the newest mail from outside under the reply, without what it quoted itself.
func (s *Service) quoteLast(ctx context.Context, tx *db.Tx, b *body, w writing) error {
	ids, err := s.Tickets.MessageIDs(ctx, tx, w.ticket.ID)
	if err != nil {
		return err
	}
	newest := int64(0)
	for _, id := range ids {
		if id.Direction == ticket.In {
			newest = max(newest, id.CommentID)
		}
	}
	if newest == 0 {
		return nil
	}
	last, err := s.Tickets.LoadComment(ctx, tx, newest)
	if err != nil || !last.Public { // an engineer's note that came by mail stays in the house
		return err
	}
	author, err := s.People.Named(ctx, tx, last.AuthorID)
	if err != nil {
		return err
	}
	if words := excerpt(unfolded(last), longestQuote); words != "" {
		b.history(fmt.Sprintf("On %s UTC, %s wrote:", last.At.Format("Mon 2 Jan 2006, 15:04"), author[last.AuthorID].Name), words)
	}
	return nil
}

// longestQuote is how many lines of a mail are quoted.
const longestQuote = 40

// unfolded is a comment's own words: its body without the folded ranges.
func unfolded(c ticket.Comment) string {
	text, at := "", 0
	for _, f := range c.Folds {
		if f.Start >= at && f.End <= len(c.Body) && f.Start <= f.End {
			text += c.Body[at:f.Start]
			at = f.End
		}
	}
	return text + c.Body[at:]
}
