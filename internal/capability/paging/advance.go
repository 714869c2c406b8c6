package paging

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/paging/escalation"
)

// onTime is how far behind its moment a step may be and still count from it, so that steps keep their distance. One that
// is later counts from when it came: after a downtime people get the time that the policy gives them.
const onTime = time.Second

// mostSteps bounds what one advance does; a policy of nobody but empty steps ends before.
const mostSteps = (escalation.MostSteps+2)*(escalation.MostRepeat+1) + 2

// advance does what is due of the policy.
func (w *work) advance(ctx context.Context) error {
	for range mostSteps {
		due, now := w.course.State.Due, w.tx.Now()
		if w.State != Triggered || due.After(now) {
			return nil
		}
		late := time.Time{}
		if now.Sub(due) > onTime {
			late, w.course.State.Due = due, now
		}
		w.missing, w.busy = nil, nil
		next, a, err := w.policy.of(w.Page).Next(w.course.State, w.resolve(ctx))
		if err != nil {
			return err
		}
		w.course.State = next
		if err := w.act(ctx, a, late); err != nil {
			return err
		}
	}
	return nil
}

// act does what the machine says.
func (w *work) act(ctx context.Context, a escalation.Action, late time.Time) error {
	switch a.Kind {
	case escalation.Empty:
		w.say(Skipped{Page: w.ID, Step: a.Step, Loop: a.Loop, Missing: w.missing, Busy: w.busy})
		return nil
	case escalation.Exhausted:
		w.say(Exhaust{Page: w.ID})
		if w.Only {
			return w.end(ctx, "nobody answered")
		}
		w.changed(Change{Kind: WasExhausted})
		return nil
	case escalation.LastResort:
		users := a.Users
		if len(users) == 0 {
			var err error
			if users, err = w.anybody(ctx); err != nil {
				return err
			}
		}
		return w.ask(ctx, Asked{Why: AsLastResort, Loop: a.Loop, Users: users, Due: late})
	}
	w.course.Step, w.course.Loop, w.course.Asked = a.Step, a.Loop, nil
	if a.Step > 0 || a.Loop > 0 {
		w.changed(Change{Kind: WasEscalated, Step: a.Step})
	}
	return w.ask(ctx, Asked{Why: ByStep, Step: a.Step, Loop: a.Loop, Users: a.Users, Due: late})
}

// ask asks people, each by their own plan.
func (w *work) ask(ctx context.Context, f Asked) error {
	w.asks++
	f.Page, f.Ask = w.ID, w.asks
	w.course.Why, w.course.At, w.course.Lost = f.Why, w.tx.Now(), false
	for _, id := range f.Users {
		if err := w.reach(ctx, id); err != nil {
			return err
		}
		if !slices.Contains(w.course.Asked, id) {
			w.course.Asked = append(w.course.Asked, id)
		}
	}
	w.say(f)
	return nil
}

// reach writes ahead by which ways a person is asked. Who has no plan is asked by mail: nobody is left out.
func (w *work) reach(ctx context.Context, id int64) error {
	now := w.tx.Now()
	plan, err := w.Plan(ctx, w.tx, id, w.Urgency, now)
	if err != nil {
		return err
	}
	if len(plan) == 0 {
		users, err := w.People.Named(ctx, w.tx, id)
		if err != nil {
			return err
		}
		plan = []Planned{{Method: mailOf(users[id])}}
	}
	for _, p := range plan {
		d := Delivery{PageID: w.ID, Ask: w.asks, UserID: id, MethodID: p.Method.ID, Kind: p.Method.Kind, Label: p.Method.Label,
			PlannedAt: now.Add(max(p.After, 0))}
		if err := insertDelivery(ctx, w.tx, d); err != nil {
			return err
		}
	}
	return nil
}
