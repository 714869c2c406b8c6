package incident

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	copyKind = "incident.copy"
	copyWait = 2 * time.Second // changes that come together are copied together
)

// pageChanged has the static copy of the public page written anew, once what changed has been committed.
func (s *Service) pageChanged(ctx context.Context, tx *db.Tx) error {
	slot := tx.Now().Truncate(copyWait)
	_, err := job.Enqueue(ctx, tx, copyKind, struct{}{}, job.Options{At: slot.Add(2 * copyWait), Unique: fmt.Sprint(slot.Unix())})
	return err
}

func (s *Service) copyPage(ctx context.Context, _ job.Job) error {
	if s.copied == nil {
		return nil
	}
	return s.copied(ctx)
}
