package ticket

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// FilesExpired is the fact that the files of a closed ticket are gone: its own, and the mails that brought them. Names and
// sizes stay in the thread.
type FilesExpired struct {
	Files int `json:"files"`
	Days  int `json:"days"` // of the rule
}

// EventKind implements event.Fact.
func (FilesExpired) EventKind() string { return "ticket.files_expired" }

// expiryBatch is how many tickets one transaction takes.
const expiryBatch = 50

// fileDays is after how many days without an update the files of a closed ticket go; 0 keeps them.
func (s *Service) fileDays(ctx context.Context, q db.Querier, r LifeRules) (int, error) {
	if r.FileDays > 0 {
		return r.FileDays, nil
	}
	usual, err := s.Refuses(ctx, q)
	return usual.FileDays, err
}

// expireFiles takes away the files of tickets that are closed for long enough. The blobs themselves go with the next sweep
// of files: another ticket may hold the same.
func (s *Service) expireFiles(ctx context.Context, rules LifeRules) error {
	for more := true; more; {
		n, err := db.InTx(ctx, s.db, func(tx *db.Tx) (int, error) { return s.expireSome(ctx, tx, rules) })
		if err != nil {
			return err
		}
		more = n == expiryBatch
	}
	return nil
}

func (s *Service) expireSome(ctx context.Context, tx *db.Tx, rules LifeRules) (int, error) {
	days, err := s.fileDays(ctx, tx, rules)
	if err != nil || days == 0 {
		return 0, err
	}
	ids, err := ticketsToEmpty(ctx, tx, tx.Now().Add(-time.Duration(days)*lifeDay), expiryBatch)
	for _, id := range ids {
		files, err := emptyTicket(ctx, tx, id)
		if err != nil {
			return 0, err
		}
		if err := s.log.Append(ctx, tx, event.Ticket(id), FilesExpired{Files: files, Days: days}); err != nil {
			return 0, err
		}
	}
	return len(ids), err
}
