package demo

import (
	"context"

	"github.com/daywatch/daywatch/internal/app/demo/content"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// library writes the saved replies.
func (f *filler) library(ctx context.Context, tx *db.Tx, w content.World) error {
	for i, r := range w.SavedReplies {
		if _, err := f.Tickets.SaveMacroIn(ctx, tx, ticket.Macro{Title: r.Name, Body: r.Body, Position: i}); err != nil {
			return err
		}
	}
	return nil
}
