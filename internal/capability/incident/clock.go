package incident

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/incident/cadence"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	warnKind = "incident.warn"
	lateKind = "incident.late"
)

// table is the cadence as its clock reads it.
func (c Cadence) table() cadence.Table {
	t := cadence.Table{}
	for status, row := range c {
		t[status] = map[string]time.Duration{}
		for severity, minutes := range row {
			t[status][severity] = time.Duration(minutes) * time.Minute
		}
	}
	return t
}

// next is when a word is due behind one at t; zero where none is. promised is the time that this one names; zero: none.
func (c Cadence) next(status Status, severity int, t, promised time.Time) time.Time {
	due, _ := c.table().Due([]cadence.Event{{At: t, Severity: severityWord(severity), Update: string(status), NextBy: promised}})
	return due
}

type dueArgs struct {
	Incident int64 `json:"incident"`
	Due      int64 `json:"due"` // Unix microseconds: a later word makes this one void
}

// retime works out when the next word of a locked incident is due, and sets the alarms for it. promised is the time that
// the last word named; zero: none.
func (s *Service) retime(ctx context.Context, tx *db.Tx, i *Incident, promised time.Time) error {
	table, err := CadenceKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	was := alarmKey(*i)
	i.DueAt = time.Time{}
	if i.Open() && i.Kind == Unplanned && !i.LastAt.IsZero() {
		i.DueAt = table.next(i.Status, i.Severity, i.LastAt, promised)
	}
	for _, kind := range []string{warnKind, lateKind} {
		if _, err := job.Cancel(ctx, tx, kind, was); err != nil {
			return err
		}
	}
	if i.DueAt.IsZero() {
		return nil
	}
	return s.alarm(ctx, tx, *i)
}

func alarmKey(i Incident) string { return fmt.Sprint(i.ID, ":", i.DueAt.UnixMicro()) }

func (s *Service) alarm(ctx context.Context, tx *db.Tx, i Incident) error {
	minutes, err := WarnMinutes.Get(ctx, tx)
	if err != nil {
		return err
	}
	a, key := dueArgs{i.ID, i.DueAt.UnixMicro()}, alarmKey(i)
	if warn := i.DueAt.Add(-time.Duration(minutes) * time.Minute); minutes > 0 && warn.After(tx.Now()) {
		if _, err := job.Enqueue(ctx, tx, warnKind, a, job.Options{At: warn, Unique: key}); err != nil {
			return err
		}
	}
	_, err = job.Enqueue(ctx, tx, lateKind, a, job.Options{At: i.DueAt.Add(time.Microsecond), Unique: key})
	return err
}

// dueNow reads what an alarm is about; ok is false where the word has come, or is due at another time now.
func (s *Service) dueNow(ctx context.Context, tx *db.Tx, j job.Job) (i Incident, ok bool, err error) {
	var a dueArgs
	if err := j.Decode(&a); err != nil {
		return i, false, err
	}
	i, err = lockIncident(ctx, tx, a.Incident)
	if fault.Is(err, fault.NotFound) {
		return i, false, nil
	}
	return i, err == nil && i.DueAt.UnixMicro() == a.Due, err
}

// warnDue reminds whoever tells the customers that a word is due soon.
func (s *Service) warnDue(ctx context.Context, j job.Job) error {
	ctx = access.AsSystem(ctx, "incident")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, ok, err := s.dueNow(ctx, tx, j)
		if err != nil || !ok || s.Tell == nil {
			return err
		}
		to, err := s.speakers(ctx, tx, i)
		if err != nil {
			return err
		}
		return s.Tell(ctx, tx, Notice{Cause: fmt.Sprintf("incident-warn:%d:%d", i.ID, i.DueAt.UnixMicro()), To: to,
			Subject: fmt.Sprintf("Incident %d: an update is due at %s", i.ID, i.DueAt.UTC().Format("15:04 UTC")),
			Lead:    fmt.Sprintf("“%s” (%s, %s) was last told of at %s.", i.Title, severityWord(i.Severity), i.Status, clock(i.LastAt)),
			Lines:   []string{"If there is nothing new, say just that: the room has a text for it."}, Path: i.Path()})
	})
}

// isLate pages for a word that did not come.
func (s *Service) isLate(ctx context.Context, j job.Job) error {
	ctx = access.AsSystem(ctx, "incident")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		i, ok, err := s.dueNow(ctx, tx, j)
		if err != nil || !ok {
			return err
		}
		if err := s.Log.Append(ctx, tx, Subject(i.ID), Overdue{Due: i.DueAt.Format(time.RFC3339)}); err != nil {
			return err
		}
		return s.page(ctx, tx, i, fmt.Sprintf("incident:%d:late:%d", i.ID, i.DueAt.UnixMicro()), i.Headline(tx.Now()))
	})
}

// page calls whoever is named by the policy. Where nothing can, a notice goes to the team.
func (s *Service) page(ctx context.Context, tx *db.Tx, i Incident, key, title string) error {
	if s.Page == nil {
		return nil
	}
	duty, err := DutyKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	return s.Page(ctx, tx, duty.Policy, key, title, Subject(i.ID))
}

// settle ends the pages about an incident.
func (s *Service) settle(ctx context.Context, tx *db.Tx, i Incident, reason string) error {
	if s.Settle == nil {
		return nil
	}
	return s.Settle(ctx, tx, Subject(i.ID), reason)
}

// speakers are who tells the customers of an incident now: the one named, else those on duty, else who declared it.
func (s *Service) speakers(ctx context.Context, q db.Querier, i Incident) ([]people.User, error) {
	ids := []int64{i.SpeakerID}
	if i.SpeakerID == 0 {
		shift, err := s.shiftAt(ctx, q, s.DB.Now(ctx))
		if err != nil {
			return nil, err
		}
		if ids = shift.People; len(ids) == 0 {
			ids = []int64{i.ManagerID}
		}
	}
	byID, err := s.People.Named(ctx, q, ids...)
	var out []people.User
	for _, id := range ids {
		if u, ok := byID[id]; ok {
			out = append(out, u)
		}
	}
	return out, err
}
