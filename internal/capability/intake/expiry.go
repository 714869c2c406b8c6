package intake

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// forget takes away the raw mails of a ticket whose files are gone: the files are in them, too. The ledger keeps its rows.
func (s *Service) forget() event.Handler {
	return event.Handler{Name: "mails of expired files", Kinds: []string{(ticket.FilesExpired{}).EventKind()},
		Handle: func(ctx context.Context, tx *db.Tx, e event.Event) error {
			return deleteRaws(ctx, tx, e.Subject.ID)
		}}
}
