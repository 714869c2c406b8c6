package clearance

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// anchorKind is the daily job that writes the head of the log of views into the desk's own log and into that of the
// process, which may be kept elsewhere: whoever cuts the end off, or writes the whole chain anew, has those to change too.
const anchorKind = "clearance.anchor"

// logSubject is the log of views in the desk's own.
var logSubject = event.Subject{Type: "view_log"}

func (s *Service) anchor(ctx context.Context, _ job.Job) error {
	ctx = access.AsSystem(ctx, "job")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		h, err := findHead(ctx, tx)
		if err != nil || h.Seq == 0 {
			return err
		}
		tx.AfterCommit(func() { s.Logger.InfoContext(ctx, "log of views", "seq", h.Seq, "digest", h.Digest) })
		if err := s.ShutIn(ctx, tx); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, logSubject, Anchored(h))
	})
}
