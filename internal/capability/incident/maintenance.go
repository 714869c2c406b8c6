package incident

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// MaintenanceWords are what the desk publishes by itself about maintenance, and how long before it begins people are
// reminded. {{begin}} and {{end}} stand for its times.
type MaintenanceWords struct {
	Remind int    `json:"remind"` // minutes before; 0 reminds nobody
	Soon   string `json:"soon"`
	Begins string `json:"begins"`
	Over   string `json:"over"`
}

// MaintenanceKey is the setting of these words.
var MaintenanceKey = settings.Key[MaintenanceWords]{Name: "incident.maintenance", Check: func(m MaintenanceWords) error {
	if m.Remind < 0 || m.Remind > 7*24*60 {
		return fault.Field("remind", "People are reminded from 0 to 10080 minutes before, not %d", m.Remind)
	}
	if m.Soon == "" || m.Begins == "" || m.Over == "" {
		return fault.Field("soon", "What the desk says by itself needs words")
	}
	return nil
}, Default: MaintenanceWords{Remind: 60, Soon: "This maintenance begins at {{begin}}.", Begins: "The maintenance has begun. We expect it to end by {{end}}.",
	Over: "The maintenance is completed."}}

const (
	remindKind = "incident.remind"
	beginKind  = "incident.begin"
	endKind    = "incident.end"
)

type turnArgs struct {
	Incident int64 `json:"incident"`
	At       int64 `json:"at"` // Unix microseconds
}

// armMaintenance sets what a maintenance does by itself next.
func (s *Service) armMaintenance(ctx context.Context, tx *db.Tx, i Incident) error {
	if i.Kind != Maintenance || !i.Open() {
		return nil
	}
	arm := func(kind string, at time.Time) error {
		if !at.After(tx.Now()) && kind == remindKind {
			return nil
		}
		_, err := job.Enqueue(ctx, tx, kind, turnArgs{i.ID, at.UnixMicro()}, job.Options{At: at, Unique: fmt.Sprint(i.ID, ":", at.UnixMicro())})
		return err
	}
	if i.Status != Scheduled {
		if i.SelfEnd {
			return arm(endKind, i.ScheduledUntil)
		}
		return nil
	}
	words, err := MaintenanceKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	if words.Remind > 0 {
		if err := arm(remindKind, i.ScheduledFor.Add(-time.Duration(words.Remind)*time.Minute)); err != nil {
			return err
		}
	}
	if i.SelfStart {
		return arm(beginKind, i.ScheduledFor)
	}
	return nil
}

// turn publishes what a maintenance says by itself at a moment, while it still stands where it stood.
func (s *Service) turn(to Status, from func(Status) bool, words func(MaintenanceWords) string) func(context.Context, job.Job) error {
	return func(ctx context.Context, j job.Job) error {
		var a turnArgs
		if err := j.Decode(&a); err != nil {
			return err
		}
		ctx = access.AsSystem(ctx, "incident")
		return s.DB.Do(ctx, func(tx *db.Tx) error {
			i, err := lockIncident(ctx, tx, a.Incident)
			if err != nil || !i.Open() || !from(i.Status) {
				return err
			}
			set, err := MaintenanceKey.Get(ctx, tx)
			if err != nil {
				return err
			}
			body := strings.NewReplacer("{{begin}}", clock(i.ScheduledFor), "{{end}}", clock(i.ScheduledUntil)).Replace(words(set))
			u := Update{IncidentID: i.ID, Status: to, Body: body, State: Draft, Deliver: true}
			if err := insertUpdate(ctx, tx, &u); err != nil {
				return err
			}
			return s.publish(ctx, tx, &i, u)
		})
	}
}

func (s *Service) turns() []job.Worker {
	waits := func(st Status) bool { return st == Scheduled }
	return []job.Worker{
		{Kind: remindKind, Handle: s.turn(Scheduled, waits, func(w MaintenanceWords) string { return w.Soon })},
		{Kind: beginKind, Handle: s.turn(InProgress, waits, func(w MaintenanceWords) string { return w.Begins })},
		{Kind: endKind, Handle: s.turn(Completed, func(st Status) bool { return st != Scheduled }, func(w MaintenanceWords) string { return w.Over })},
	}
}

// planned gives what a maintenance was announced to do to components.
func planned(ctx context.Context, q db.Querier, incident int64) ([]Change, error) {
	all, err := updatesWhere(ctx, q, "WHERE u.incident_id = $1 AND u.status = 'scheduled' AND u.state = 'published' ORDER BY u.id", incident)
	for _, u := range all {
		if len(u.Changes) > 0 {
			return u.Changes, err
		}
	}
	return nil, err
}
