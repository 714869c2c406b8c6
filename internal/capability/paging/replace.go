package paging

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
)

// replace goes on to the next person where no way to any of those last asked works: to the next of the same schedules
// who is free, else soon to the next step.
func (w *work) replace(ctx context.Context) error {
	if w.course.Lost || w.course.Why == AsLastResort {
		return nil
	}
	patience, err := Insist.Get(ctx, w.tx)
	if err != nil {
		return err
	}
	all, err := deliveriesIn(ctx, w.tx, w.ID, w.asks)
	if err != nil {
		return err
	}
	lost, ok := unreachable(all, patience)
	if !ok {
		return nil
	}
	w.course.Lost = true
	for _, id := range lost {
		w.say(Unreachable{Page: w.ID, User: id})
	}
	next, wait, err := w.others(ctx)
	if err != nil {
		return err
	}
	if len(next) == 0 {
		w.hurry()
		return nil
	}
	w.course.State.Due = w.tx.Now().Add(wait)
	return w.ask(ctx, Asked{Why: Instead, Step: w.course.Step, Loop: w.course.Loop, Users: next})
}

// glance is what people get, at the least, who were asked and whom no message reaches: they may see the page in the
// workspace. Without it a desk whose mail is down would be through its policy in a moment.
const glance = time.Minute

// hurry brings the next step forward.
func (w *work) hurry() {
	due := w.course.At.Add(glance)
	if now := w.tx.Now(); due.Before(now) {
		due = now
	}
	if due.Before(w.course.State.Due) {
		w.course.State.Due = due
	}
}

// unreachable lists who was asked, where none of them can be reached any more.
func unreachable(all []Delivery, p Patience) (users []int64, ok bool) {
	for _, d := range all {
		if d.hopeful(p) {
			return nil, false
		}
		if !slices.Contains(users, d.UserID) {
			users = append(users, d.UserID)
		}
	}
	return users, len(users) > 0
}

// hopeful reports whether an attempt reached its person, or may yet do so soon.
func (d Delivery) hopeful(p Patience) bool {
	switch d.State {
	case Accepted:
		return true
	case Queued:
		return d.Tries < p.Elsewhere
	case Sending:
		return d.Tries <= p.Elsewhere
	}
	return !d.OpenedAt.IsZero()
}

// others gives the next people of the step that was last asked, and how long they are waited for.
func (w *work) others(ctx context.Context) (next []int64, wait time.Duration, err error) {
	steps := w.policy.of(w.Page).Steps
	if w.course.Step >= len(steps) {
		return nil, 0, nil
	}
	step := steps[w.course.Step]
	for _, t := range step.Targets {
		if t.Everyone || t.User != 0 {
			continue
		}
		id, err := w.nextOf(ctx, t)
		if err != nil {
			return nil, 0, err
		}
		if id != 0 && !slices.Contains(next, id) {
			next = append(next, id)
		}
	}
	return next, step.Timeout, nil
}

// nextOf is the first free one of a target who was not asked in this step.
func (w *work) nextOf(ctx context.Context, t escalation.Target) (int64, error) {
	all, err := w.candidates(ctx, t, w.tx.Now())
	if err != nil {
		return 0, err
	}
	all = slices.DeleteFunc(all, func(id int64) bool { return slices.Contains(w.course.Asked, id) })
	free, err := w.free(ctx, all, w.tx.Now())
	if err != nil || len(free) == 0 {
		return 0, err
	}
	return free[0], nil
}
