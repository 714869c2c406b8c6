package paging

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// resolve says whom a target of the policy means at an instant: everyone, or the first who is free.
func (w *work) resolve(ctx context.Context) escalation.Resolve {
	return func(t escalation.Target, at time.Time) ([]int64, error) {
		all, err := w.candidates(ctx, t, at)
		if err != nil || t.Everyone || t.User != 0 || len(all) == 0 {
			return all, err
		}
		free, err := w.free(ctx, all, at)
		return free[:min(len(free), 1)], err
	}
}

// candidates lists who a target names, in the order in which they are asked, without those who are not to be asked. A
// schedule that is gone or cannot be read is like an empty one: the page goes on, and says so.
func (w *work) candidates(ctx context.Context, t escalation.Target, at time.Time) ([]int64, error) {
	var ids []int64
	switch {
	case t.User != 0:
		ids = []int64{t.User}
	case t.Group != 0:
		groups, err := w.People.Groups(ctx, w.q)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			if g.ID == t.Group {
				ids = g.Members
			}
		}
	case w.OnCall != nil:
		var err error
		ids, err = w.OnCall(ctx, w.q, t.Schedule, at)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Invalid) {
			w.missing = append(w.missing, t.Schedule)
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return w.able(ctx, ids)
}

// able keeps those of the team who work here and are not excepted.
func (w *work) able(ctx context.Context, ids []int64) (able []int64, err error) {
	users, err := w.People.Named(ctx, w.q, ids...)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if u := users[id]; u.Active && u.Role.Staff() && !slices.Contains(w.Except, id) {
			able = append(able, id)
		}
	}
	return able, nil
}

// free keeps those who answer for no other emergency.
func (w *work) free(ctx context.Context, ids []int64, at time.Time) (free []int64, err error) {
	for _, id := range ids {
		busy := false
		if w.Busy != nil {
			if busy, err = w.Busy(ctx, w.q, id, at); err != nil {
				return nil, err
			}
		}
		if busy {
			w.busy = append(w.busy, id)
			continue
		}
		free = append(free, id)
	}
	return free, nil
}

// anybody is who is asked where a policy names nobody for the last resort, or nobody who works here: the administrators,
// else the leads, else the whole team. A page is never dropped.
func (w *work) anybody(ctx context.Context) ([]int64, error) {
	staff, err := w.People.Staff(ctx, w.q)
	if err != nil {
		return nil, err
	}
	for _, least := range []access.Action{access.ManageSettings, access.ManageViews, access.ViewTickets} {
		var ids []int64
		for _, u := range staff {
			if u.Active && u.Role.Allows(least) {
				ids = append(ids, u.ID)
			}
		}
		if len(ids) > 0 {
			return ids, nil
		}
	}
	return nil, nil
}
