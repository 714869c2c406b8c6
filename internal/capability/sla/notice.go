package sla

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Notice is what people are told of a clock.
type Notice struct {
	Cause    string // the same for each telling of one matter
	Ticket   ticket.Ticket
	Metric   clock.Metric
	Contract bool
	Breach   bool
	Part     float64 // of the target, for a warning
	Due      time.Time
	Late     time.Duration // how long after its moment this is told, where the desk was down; else 0
	To       []int64       // staff
}

// lateNotice is how long after its moment a notice is still on time.
const lateNotice = 5 * time.Second

// notify tells the right people of what just became due, of each clock the worst only.
func (w *work) notify(ctx context.Context, t ticket.Ticket, effects []clock.Effect) error {
	if w.s.Notify == nil || w.past {
		return nil
	}
	var to []int64
	told := map[clock.Metric]bool{}
	for _, e := range slices.Backward(effects) { // the latest is the worst
		if k := e.Mark.Kind; k != clock.MarkWarned && k != clock.MarkBreached || told[e.Clock.Metric] || !w.waits(e.Clock) {
			continue
		}
		told[e.Clock.Metric] = true
		if to == nil {
			var err error
			if to, err = w.s.told(ctx, w.tx, t); err != nil {
				return err
			}
		}
		n := Notice{Cause: noticeCause(t.ID, e), Ticket: t, Metric: e.Clock.Metric, Contract: e.Clock.Target.Contract,
			Breach: e.Mark.Kind == clock.MarkBreached, Part: e.Mark.Part, Due: e.Clock.Due, To: to}
		if late := w.tx.Now().Sub(e.Mark.At); late > lateNotice {
			n.Late = late
		}
		if err := w.s.Notify(ctx, w.tx, n); err != nil {
			return err
		}
	}
	return nil
}

// waits reports whether a clock is still to be fulfilled: nobody is told to hurry with what is done.
func (w *work) waits(c clock.Clock) bool {
	return slices.ContainsFunc(w.state.Clocks, func(d clock.Clock) bool {
		return d.Metric == c.Metric && d.Instance == c.Instance && d.Phase == clock.Running
	})
}

func noticeCause(id int64, e clock.Effect) string {
	return fmt.Sprintf("sla:%d:%s:%d:%s:%d", id, e.Clock.Metric, e.Clock.Instance, e.Mark.Kind, e.Mark.At.UnixMicro())
}

// told gives who is told about a ticket: who has it, or else who could take it. A transaction in which many timers fire
// asks for those of a group and region once.
func (s *Service) told(ctx context.Context, tx *db.Tx, t ticket.Ticket) ([]int64, error) {
	if t.AssigneeID != 0 {
		return []int64{t.AssigneeID}, nil
	}
	if s.OnDuty != nil {
		return s.OnDuty(ctx, tx, t, tx.Now())
	}
	key := dutyKey{t.GroupID, t.Region}
	known := tx.Value(dutyKey{}, func() any { return map[dutyKey][]int64{} }).(map[dutyKey][]int64)
	if ids, ok := known[key]; ok {
		return ids, nil
	}
	ids, err := s.onDuty(ctx, tx, t, tx.Now())
	known[key] = ids
	return ids, err
}

type dutyKey struct {
	group  int64
	region string
}

func (s *Service) onDuty(ctx context.Context, q db.Querier, t ticket.Ticket, at time.Time) ([]int64, error) {
	groups, err := s.People.Groups(ctx, q)
	if err != nil {
		return nil, err
	}
	staff, err := s.People.Staff(ctx, q)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(groups, func(g people.Group) bool { return g.ID == t.GroupID }); i >= 0 && t.GroupID != 0 {
		return s.available(ctx, q, groups[i].Members, at)
	}
	var leads []int64
	for _, u := range staff {
		if u.Active && (u.Role == access.Lead || u.Role == access.Admin) && (t.Region == "" || u.Region == "" || u.Region == t.Region) {
			leads = append(leads, u.ID)
		}
	}
	return s.available(ctx, q, leads, at)
}

// available keeps those who work now; where nobody does, all are told.
func (s *Service) available(ctx context.Context, q db.Querier, ids []int64, at time.Time) ([]int64, error) {
	var here []int64
	for _, id := range ids {
		ok, err := s.People.Available(ctx, q, id, at)
		if err != nil {
			return nil, err
		}
		if ok {
			here = append(here, id)
		}
	}
	if len(here) == 0 {
		return ids, nil
	}
	return here, nil
}
