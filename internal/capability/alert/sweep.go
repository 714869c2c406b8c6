package alert

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	silenceKind = "alert.silence"
	forgetKind  = "alert.forget"
)

// keepEnds is how long an end is remembered for reports that come late, and a change for the alerts that come of it.
const keepEnds = 7 * 24 * time.Hour

// listen has the alerts looked through in the minute after an instant: one look a minute, whatever the storm.
func listen(ctx context.Context, tx *db.Tx, at time.Time) error {
	at = at.Truncate(time.Minute).Add(time.Minute)
	_, err := job.Enqueue(ctx, tx, silenceKind, struct{}{}, job.Options{At: at, Unique: at.UTC().Format(time.RFC3339)})
	return err
}

// silence resolves the alerts that were not heard of for as long as their service allows: a monitor that was taken down
// tells no end. It then listens for the next. A look every hour besides follows services whose time was made shorter.
func (s *Service) silence(ctx context.Context) error {
	ctx = access.AsSystem(ctx, "job")
	ids, err := silent(ctx, s.DB.Read(), s.DB.Now(ctx))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.DB.Do(ctx, func(tx *db.Tx) error { return s.silenced(ctx, tx, id) }); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		next, err := nextSilence(ctx, tx)
		if err != nil || next.IsZero() {
			return err
		}
		return listen(ctx, tx, later(next, tx.Now()))
	})
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// silenced resolves one alert, unless it was heard of meanwhile.
func (s *Service) silenced(ctx context.Context, tx *db.Tx, id int64) error {
	a, m, err := lockAlert(ctx, tx, id)
	if err != nil || !a.Open() || m.Silence == 0 || tx.Now().Sub(a.LastAt) < m.Silence {
		return err
	}
	a.close(BySilence, tx.Now())
	if err := updateAlert(ctx, tx, a); err != nil {
		return err
	}
	return s.over(ctx, tx, m, a)
}

// forget deletes the alerts that have been over for as long as the rules keep them, and what was kept for late reports.
func (s *Service) forget(ctx context.Context) error {
	rules, err := RulesKey.Get(ctx, s.DB.Read())
	if err != nil {
		return err
	}
	now := s.DB.Now(ctx)
	ids, err := forgettable(ctx, s.DB.Read(), now.AddDate(0, 0, -rules.KeepDays))
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		for _, id := range ids {
			if err := deleteAlert(ctx, tx, id); err != nil {
				return err
			}
		}
		return forgetEnds(ctx, tx, now.Add(-keepEnds))
	})
}
