package rules

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/matter"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Trial is what a rule would have done.
type Trial struct {
	From, To time.Time
	Looked   int  // tickets
	Updates  int  // of them, in the time asked about
	Partial  bool // not all tickets were looked at: there are very many
	Fired    int
	Tickets  int            // on which it would have fired
	ByAction map[string]int // how often each action would have changed something, by its field; messages count whenever it fires
	Hits     []Hit          // the first, newest tickets first
}

// Hit is one time that a rule would have fired.
type Hit struct {
	Ticket  int64
	Subject string
	At      time.Time
	Effects []Effect
}

const (
	mostTried = 3000 // tickets, newest first
	mostHits  = 200
	// longestTrial is how far back a trial goes.
	longestTrial = 100 * 24 * time.Hour
)

// Try says what a rule, saved or not, would have done to the tickets since an instant, had it been the only
// change: what it would have done is not played on. It changes nothing.
func (s *Service) Try(ctx context.Context, r Rule, since time.Time) (Trial, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Trial{}, err
	}
	if r.Title == "" {
		r.Title = "A rule without a title"
	}
	r, err := r.Check()
	if err != nil {
		return Trial{}, err
	}
	q, now := s.DB.Read(), s.DB.Now(ctx)
	if since.After(now) || since.Before(now.Add(-longestTrial)) {
		return Trial{}, fault.Field("since", "A trial looks back up to %d days", int(longestTrial.Hours()/24))
	}
	env, err := s.Matters.Env(ctx, q, now)
	if err != nil {
		return Trial{}, err
	}
	ids, err := touchedSince(ctx, q, since, mostTried+1)
	if err != nil {
		return Trial{}, err
	}
	t := trial{s: s, rule: r, env: env, Trial: Trial{From: since, To: now, Partial: len(ids) > mostTried, ByAction: map[string]int{}}}
	for _, id := range ids[:min(len(ids), mostTried)] {
		if err := t.ticket(ctx, q, id); err != nil {
			return t.Trial, err
		}
	}
	return t.Trial, nil
}

type trial struct {
	Trial
	s    *Service
	rule Rule
	env  condition.Env
}

func (t *trial) ticket(ctx context.Context, q db.Querier, id int64) error {
	m, err := t.s.Matters.Load(ctx, q, id, t.rule.Conditions.Fields())
	if err != nil {
		return err
	}
	events, err := event.History(ctx, q, event.Ticket(id))
	if err != nil {
		return err
	}
	steps, err := replay(m, events)
	if err != nil {
		return err
	}
	t.Looked++
	before := t.Fired
	if t.rule.Kind == Trigger {
		err = t.updates(ctx, q, m, steps)
	} else {
		t.waits(m, steps)
	}
	if t.Fired > before {
		t.Tickets++
	}
	return err
}

// updates asks a trigger of every update.
func (t *trial) updates(ctx context.Context, q db.Querier, m matter.Matter, steps []step) error {
	texts := slices.Contains(t.rule.Conditions.Fields(), "comment_includes_word")
	for _, s := range steps {
		if s.at.Before(t.From) {
			continue
		}
		t.Updates++
		if s.comment != 0 && texts {
			text, err := t.s.Matters.CommentText(ctx, q, s.comment)
			if err != nil {
				return err
			}
			s.facts.Update.Comment.Text = text
		}
		if t.holds(m, s, s.at) {
			t.hit(m, s, s.at)
		}
	}
	return nil
}

// waits lets time go by between the updates, for an automation.
func (t *trial) waits(m matter.Matter, steps []step) {
	held := false
	for i, s := range steps {
		until := t.To
		if i+1 < len(steps) {
			until = steps[i+1].at
		}
		if !s.at.Before(t.From) {
			t.Updates++
		}
		if closed := slices.Equal(s.facts.Values["status"], []string{"closed"}); closed {
			return
		}
		held = t.between(m, s, until, held)
	}
}

// between fires as often as the conditions come to hold from a step to the next; held says that they held
// when it began, and the result whether they do when it ends.
func (t *trial) between(m matter.Matter, s step, until time.Time, held bool) bool {
	s.facts.Update, s.facts.Calendar = nil, m.Calendar(t.env)
	env := t.env
	for env.Now = s.at; ; {
		if held {
			end, ends := condition.Ends(t.rule.Conditions, s.facts, env)
			if !ends || !end.Before(until) {
				return true
			}
			env.Now, held = end, false
		}
		at, ok := condition.Next(t.rule.Conditions, s.facts, env)
		if !ok || !at.Before(until) {
			return false
		}
		if env.Now, held = at, true; !at.Before(t.From) {
			t.hit(m, s, at)
		}
	}
}

func (t *trial) holds(m matter.Matter, s step, at time.Time) bool {
	env := t.env
	env.Now, env.Me = at, s.facts.Update.Actor
	s.facts.Calendar = m.Calendar(t.env)
	return condition.Eval(t.rule.Conditions, s.facts, env)
}

func (t *trial) hit(m matter.Matter, s step, at time.Time) {
	t.Fired++
	me := int64(0)
	if s.facts.Update != nil {
		me = s.facts.Update.Actor
	}
	h := Hit{Ticket: m.Ticket.ID, Subject: m.Ticket.Subject, At: at, Effects: Effects(t.rule.Actions, s.facts, me)}
	for _, a := range t.rule.Actions {
		f, _ := ActionFieldOf(a.Field)
		changes := slices.ContainsFunc(h.Effects, func(e Effect) bool { return e.Field == f.Sets })
		if f.Sets == "" || changes {
			t.ByAction[a.Field]++
		}
	}
	if len(t.Hits) < mostHits {
		t.Hits = append(t.Hits, h)
	}
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }
