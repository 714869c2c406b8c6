package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// Lock gives one ticket as Get does and lets nobody change it before tx ends, whose instant is then not before the
// ticket's last. It is for those who append facts about a ticket that they do not update; the caller has checked
// access.
func (s *Service) Lock(ctx context.Context, tx *db.Tx, id int64) (Ticket, error) {
	return lockTicket(ctx, tx, id)
}
