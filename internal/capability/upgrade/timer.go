package upgrade

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	noticeKind = "upgrade.notice"
	askKind    = "upgrade.ask"
)

// timerArgs name a moment of an upgrade's window.
type timerArgs struct {
	Upgrade int64     `json:"upgrade"`
	From    time.Time `json:"from"` // of the window that it was armed for: another one has timers of its own
	At      time.Time `json:"at"`
}

// arm lets jobs wait for the notice before the window and for its end. Those of another window find it gone, and do nothing.
func (s *Service) arm(ctx context.Context, tx *db.Tx, u Upgrade) error {
	rules, err := Rules.Get(ctx, tx)
	if err != nil {
		return err
	}
	if err := enqueue(ctx, tx, noticeKind, u, u.WindowFrom.Add(-time.Duration(rules.NoticeMinutes)*time.Minute)); err != nil {
		return err
	}
	return enqueue(ctx, tx, askKind, u, u.WindowUntil)
}

func enqueue(ctx context.Context, tx *db.Tx, kind string, u Upgrade, at time.Time) error {
	_, err := job.Enqueue(ctx, tx, kind, timerArgs{u.ID, u.WindowFrom, at}, job.Options{At: at, Unique: fmt.Sprint(u.ID, ":", at.UnixMicro())})
	return err
}

// due locks the upgrade that a job was armed for; false where it waits for nothing any more, or the job did its work before.
func (s *Service) due(ctx context.Context, tx *db.Tx, j job.Job, did func(Upgrade) time.Time) (Upgrade, bool, error) {
	var a timerArgs
	if err := j.Decode(&a); err != nil {
		return Upgrade{}, false, err
	}
	u, err := lockUpgrade(ctx, tx, a.Upgrade)
	return u, err == nil && u.State == Ready && u.WindowFrom.Equal(a.From) && did(u).Before(a.At), err
}

// notice tells who is on call as the window begins, and its engineer, that it comes.
func (s *Service) notice(ctx context.Context, j job.Job) error {
	ctx = access.AsSystem(ctx, "upgrade")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, ok, err := s.due(ctx, tx, j, func(u Upgrade) time.Time { return u.NoticedAt })
		if err != nil || !ok || !u.NoticedAt.IsZero() || !tx.Now().Before(u.WindowUntil) {
			return err
		}
		var on []int64
		if s.OnCall != nil {
			if on, err = s.OnCall(ctx, tx, u.WindowFrom); err != nil {
				return err
			}
		}
		u.NoticedAt = tx.Now()
		if err := updateUpgrade(ctx, tx, u); err != nil {
			return err
		}
		if err := s.note(ctx, tx, u, Noticed{Upgrade: u.ID, To: on}); err != nil {
			return err
		}
		n := Notice{Cause: fmt.Sprintf("upgrade:%d:notice:%d", u.ID, u.WindowFrom.Unix()),
			Subject: fmt.Sprintf("In your shift: %s upgrades, %s", u.Organization, u.Title()),
			Lead:    u.sentence(), Lines: append(u.lines(), "The way back and the plan stand on the page."), Path: u.Path()}
		return s.tell(ctx, tx, n, append(on, u.EngineerID)...)
	})
}

// ask asks for the outcome once the window is over, and again until it is recorded.
func (s *Service) ask(ctx context.Context, j job.Job) error {
	ctx = access.AsSystem(ctx, "upgrade")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		u, ok, err := s.due(ctx, tx, j, func(u Upgrade) time.Time { return u.AskedAt })
		if err != nil || !ok {
			return err
		}
		rules, err := Rules.Get(ctx, tx)
		if err != nil {
			return err
		}
		u.AskedAt = tx.Now()
		if err := updateUpgrade(ctx, tx, u); err != nil {
			return err
		}
		if err := s.note(ctx, tx, u, Asked{Upgrade: u.ID}); err != nil {
			return err
		}
		if err := enqueue(ctx, tx, askKind, u, tx.Now().Add(time.Duration(rules.AskAgainHours)*time.Hour)); err != nil {
			return err
		}
		n := Notice{Cause: fmt.Sprintf("upgrade:%d:ask:%d", u.ID, u.AskedAt.Unix()), Subject: fmt.Sprintf("How did it go? %s, %s", u.Organization, u.Title()),
			Lead: "The window is over. Record the outcome and the version that runs now.", Path: u.Path()}
		return s.tell(ctx, tx, n, u.EngineerID)
	})
}
