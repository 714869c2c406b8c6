package ticket

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// SetBreach keeps the next breach over all clocks of a ticket, for lists and searches; the zero time is
// none. It is no change of the ticket: the clocks have their own history.
func (s *Service) SetBreach(ctx context.Context, tx *db.Tx, id int64, at time.Time, metric string) error {
	return storeBreach(ctx, tx, id, at, metric)
}

// clockChanges sets what clocks go by: the form, the stage, the region, the calendar, the pause; and the due
// date, which is a clock of its own.
func (s *Service) clockChanges(ctx context.Context, tx *db.Tx, t *Ticket, u Update) ([]Changed, error) {
	all, err := changeForm(ctx, tx, t, u)
	if err != nil {
		return nil, err
	}
	if u.Stage != nil {
		if !slices.Contains(Stages(), *u.Stage) {
			return nil, fault.Field("stage", "%q is no stage", string(*u.Stage))
		}
		all = append(all, t.setStage(*u.Stage)...)
	}
	if u.Region != nil {
		if err := checkRegion(ctx, tx, *u.Region); err != nil {
			return nil, err
		}
		all = append(all, changed("region", t.Region, *u.Region)...)
		t.Region = *u.Region
	}
	all = append(all, setID("calendar", &t.CalendarID, u.CalendarID)...)
	if u.Pause != nil {
		more, err := t.setPause(*u.Pause, tx.Now())
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	if u.Due == nil {
		return all, nil
	}
	more, err := t.setDue(ctx, *u.Due)
	return append(all, more...), err
}

func checkRegion(ctx context.Context, q db.Querier, key string) error {
	regions, err := people.Regions.Get(ctx, q)
	if err != nil || key == "" {
		return err
	}
	keys := make([]string, len(regions))
	for i, r := range regions {
		keys[i] = r.Key
	}
	if !slices.Contains(keys, key) {
		return fault.Field("region", "There is no region %q; there are %s", key, strings.Join(keys, ", "))
	}
	return nil
}

// setPause stops the clocks, or lets them go on. A new reason for a pause does not begin it anew.
func (t *Ticket) setPause(reason string, now time.Time) ([]Changed, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case len([]rune(reason)) > longestReason:
		return nil, fault.Field("pause", "This reason has %d characters; up to %d are kept", len([]rune(reason)), longestReason)
	case reason != "" && !t.Status.Live():
		return nil, fault.Field("pause", "Nothing runs on a %s ticket that could be paused", t.Status)
	case reason == t.PauseReason:
		return nil, nil
	}
	c := Changed{Field: "paused", From: t.PauseReason, To: reason}
	switch {
	case reason == "":
		t.PausedAt, t.LifeFrom = time.Time{}, now
	case t.PausedAt.IsZero():
		t.PausedAt = now
	}
	t.PauseReason = reason
	return []Changed{c}, nil
}

func (t *Ticket) setDue(ctx context.Context, d Due) ([]Changed, error) {
	if d.At.IsZero() {
		d = Due{}
	} else {
		if _, err := time.LoadLocation(d.Zone); err != nil || d.Zone == "" {
			return nil, fault.Field("due_zone", "%q is no time zone; write it like Europe/Amsterdam", d.Zone)
		}
		if actor, _ := access.From(ctx); d.By == 0 {
			d.By = actor.UserID
		}
		d.At, d.Note = d.At.UTC().Truncate(time.Second), strings.TrimSpace(d.Note)
		if n := len([]rune(d.Note)); n > longestReason {
			return nil, fault.Field("due_note", "This note has %d characters; up to %d are kept", n, longestReason)
		}
	}
	before := t.Due
	d.Told = before.Told && before.At.Equal(d.At)
	t.Due = d
	all := changed("due", before.word(), d.word())
	if len(all) == 0 && (before.Note != d.Note || before.By != d.By) {
		all = []Changed{{Field: "due", From: before.word(), To: d.word()}}
	}
	return all, nil
}
