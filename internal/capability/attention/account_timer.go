package attention

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const accountKind = "attention.account"

// accountArgs is a moment at which something of an escalation is late.
type accountArgs struct {
	Escalation int64     `json:"escalation"`
	Standup    bool      `json:"standup,omitempty"`
	At         time.Time `json:"at"`
}

func accountKey(id int64, standup bool) string { return fmt.Sprint(id, ":", standup) }

// armAccount lets a job wait for the next update, unless it was said already that it is late.
func (s *Service) armAccount(ctx context.Context, tx *db.Tx, e Escalation) error {
	if _, err := job.Cancel(ctx, tx, accountKind, accountKey(e.ID, false)); err != nil || !e.LateAt.Before(e.UpdateDue) {
		return err
	}
	return enqueueAccount(ctx, tx, accountArgs{e.ID, false, e.UpdateDue})
}

func enqueueAccount(ctx context.Context, tx *db.Tx, a accountArgs) error {
	_, err := job.Enqueue(ctx, tx, accountKind, a, job.Options{At: a.At, Unique: accountKey(a.Escalation, a.Standup)})
	return err
}

func disarmAccount(ctx context.Context, tx *db.Tx, id int64) error {
	for _, standup := range []bool{false, true} {
		if _, err := job.Cancel(ctx, tx, accountKind, accountKey(id, standup)); err != nil {
			return err
		}
	}
	return nil
}

func (r EscalationRules) standup(opened time.Time) time.Time {
	return opened.Add(time.Duration(r.StandupHours) * time.Hour)
}

// remind says that an update is late, once for each that is, or that the team has not met.
func (s *Service) remind(ctx context.Context, j job.Job) error {
	var a accountArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "attention")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, err := lockEscalation(ctx, tx, a.Escalation)
		if err != nil || !e.Open() {
			return err
		}
		n := e.notice(fmt.Sprint("update:", a.At.Unix()), "An update is due: "+e.Organization)
		switch {
		case a.Standup && !e.StandupAt.IsZero():
			return nil
		case a.Standup:
			n = e.notice("standup", "The team has not met yet: "+e.Organization)
		case !e.UpdateDue.Equal(a.At) || !e.LateAt.Before(a.At):
			return nil // an update came meanwhile, or it was said before
		default:
			e.LateAt = a.At
			if err := updateEscalation(ctx, tx, e); err != nil {
				return err
			}
		}
		if err := s.Log.Append(ctx, tx, subject(e.ID), Overdue{Standup: a.Standup, Late: late(a.At, tx.Now())}); err != nil {
			return err
		}
		return s.tell(ctx, tx, n, e.DriverID)
	})
}

// notice tells of an escalation; cause is the same for the same news.
func (e Escalation) notice(cause, subject string) Notice {
	return Notice{Cause: fmt.Sprintf("escalation:%d:%s", e.ID, cause), Subject: subject, Lead: e.Title,
		Lines: []string{"Severity: " + string(e.Severity), "The customer hears from us by " + e.UpdateDue.UTC().Format("15:04 UTC, 2 January")}, Path: e.Path()}
}
