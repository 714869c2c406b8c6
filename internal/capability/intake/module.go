package intake

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/module"
)

// maxTries is after how many tries a mail is a dead letter.
const maxTries = 5

// stuckAfter is how long a mail may wait to be filed before the desk says that something is wrong.
const stuckAfter = 5 * time.Minute

// Module is what intake brings along, besides its pages.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:       "intake",
		Migrations: Migrations(),
		Handlers:   []event.Handler{s.forget()},
		Workers: []job.Worker{{
			Kind:        fileKind,
			MaxAttempts: maxTries,
			Timeout:     2 * time.Minute,
			Backoff:     func(attempt int) time.Duration { return time.Duration(attempt*attempt) * 5 * time.Second },
			Handle:      s.fileJob,
			Discarded:   s.giveUp,
		}},
		Health: []module.Check{{Name: "mail intake", Probe: s.probe}},
	}
}

func (s *Service) fileJob(ctx context.Context, j job.Job) error {
	var a fileArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	if j.Attempt+j.Crashes > 1 { // noted now, because this try may take the process down, too
		err := s.DB.Do(ctx, func(tx *db.Tx) error {
			return noteTries(ctx, tx, a.Delivery, j.Attempt-1+j.Crashes, firstLine(j.LastError))
		})
		if err != nil {
			return err
		}
	}
	if j.Crashes >= suspicious {
		if guilty, err := s.tryApart(ctx, a.Delivery); err != nil || guilty {
			return err
		}
	}
	return s.File(ctx, a.Delivery)
}

func (s *Service) giveUp(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	var a fileArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	return s.poisoned(ctx, tx, a.Delivery, j.Attempt, cause)
}

func (s *Service) probe(ctx context.Context) error {
	n, since, err := oldestPending(ctx, s.DB.Read())
	if err != nil {
		return err
	}
	if !since.IsZero() && s.DB.Now(ctx).Sub(since) > stuckAfter {
		return fmt.Errorf("%d mails wait to be filed, the oldest since %s: look at the mail log", n, since.Format(time.RFC3339))
	}
	return nil
}
