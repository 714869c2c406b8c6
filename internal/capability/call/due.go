package call

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const dueKind = "call.due"

// dueArgs is a moment of a call.
type dueArgs struct {
	Call int64     `json:"call"`
	What moment    `json:"what"`
	At   time.Time `json:"at"`
}

// moment is what is due of a call.
type moment string

const (
	ask    moment = "ask"    // whoever takes part is asked whether the customer came
	expire moment = "expire" // the link ends
	remind moment = "remind" // with the minutes before the start behind it: remind60
)

func dueKey(id int64, what moment) string { return fmt.Sprint(id, ":", what) }

// moments are what is due of a call as it stands.
func (c Call) moments(r Rules) map[moment]time.Time {
	switch c.State {
	case Offered:
		return map[moment]time.Time{expire: c.ExpiresAt}
	case Booked:
		all := map[moment]time.Time{ask: c.From.Add(r.noShow())}
		for _, minutes := range r.Reminders {
			all[reminder(minutes)] = c.From.Add(-time.Duration(minutes) * time.Minute)
		}
		return all
	}
	return nil
}

func reminder(minutes int) moment { return remind + moment(fmt.Sprint(minutes)) }

// arm lets jobs wait for what is due of a call, instead of what was due of it before. What is over already is left out.
func (s *Service) arm(ctx context.Context, tx *db.Tx, c Call) error {
	if err := s.disarm(ctx, tx, c); err != nil {
		return err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	for what, at := range c.moments(rules) {
		if at.Before(tx.Now()) {
			continue
		}
		if _, err := job.Enqueue(ctx, tx, dueKind, dueArgs{c.ID, what, at}, job.Options{At: at, Unique: dueKey(c.ID, what)}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) disarm(ctx context.Context, tx *db.Tx, c Call) error {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	all := []moment{ask, expire}
	for _, minutes := range rules.Reminders {
		all = append(all, reminder(minutes))
	}
	for _, what := range all {
		if _, err := job.Cancel(ctx, tx, dueKind, dueKey(c.ID, what)); err != nil {
			return err
		}
	}
	return nil
}

// due does what is due of a call, if it still stands as it stood when the job was armed.
func (s *Service) due(ctx context.Context, j job.Job) error {
	var a dueArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "call")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		c, err := lockCall(ctx, tx, a.Call)
		if err != nil {
			return err
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil || !c.moments(rules)[a.What].Equal(a.At) {
			return err
		}
		switch a.What {
		case ask:
			return s.askWhether(ctx, tx, c)
		case expire:
			return s.expired(ctx, tx, c)
		}
		return s.near(ctx, tx, c, rules)
	})
}

// near reminds everybody who takes part.
func (s *Service) near(ctx context.Context, tx *db.Tx, c Call, rules Rules) error {
	if s.Send == nil {
		return nil
	}
	readers, err := s.readers(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, r := range readers {
		l := s.letter(c, rules, r, engineerZone(readers), "near")
		l.Cause += ":" + fmt.Sprint(int(c.From.Sub(tx.Now()).Round(time.Minute).Minutes()))
		if err := s.Send(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}

// askWhether asks who takes part whether the customer came.
func (s *Service) askWhether(ctx context.Context, tx *db.Tx, c Call) error {
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("call:", c.ID, ":ask:", c.Sequence), Subject: "Did they come? " + c.Title,
		Lead: "The call began a few minutes ago. Say whether it takes place, or whether nobody came: then the customer gets a kind word and a new link.",
		Path: fmt.Sprintf("/calls/%d", c.ID)}, c.Hosts)
}

func (s *Service) expired(ctx context.Context, tx *db.Tx, c Call) error {
	c.State, c.EndedAt = Expired, tx.Now()
	if err := updateCall(ctx, tx, c); err != nil {
		return err
	}
	return s.note(ctx, tx, c, c.was())
}

// tell posts a notice to those of ids who are active.
func (s *Service) tell(ctx context.Context, tx *db.Tx, n Notice, ids []int64) error {
	if s.Notify == nil {
		return nil
	}
	users, err := s.People.Named(ctx, tx, ids...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if u := users[id]; u.Active && u.Role.Staff() {
			n.To = append(n.To, u)
		}
	}
	if len(n.To) == 0 {
		return nil
	}
	return s.Notify(ctx, tx, n)
}
