package queue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// A group that wants push has its tickets given out as they come, and what nobody could take when somebody can: when
// the next of its people begins to work, or has room again.

const pushKind = "queue.push"

type pushArgs struct {
	Group int64 `json:"group"`
}

// pushing is all that decides whose turn it is, as a transaction sees it.
type pushing struct {
	rule    Push
	group   people.Group
	team    *people.Roster
	load    map[int64]int
	balance map[int64]int64
	now     time.Time
}

// settlePush gives out a ticket of a group that wants that, and looks for more work for people who have room again.
func (s *Service) settlePush(ctx context.Context, tx *db.Tx, st standing, what touched) (bool, error) {
	rules, err := PushKey.Get(ctx, tx)
	if err != nil || len(rules) == 0 {
		return false, err
	}
	if what.taken {
		if err := s.wakeGroups(ctx, tx); err != nil {
			return false, err
		}
	}
	i := slices.IndexFunc(rules, func(r Push) bool { return r.GroupID == st.group })
	if i < 0 || st.assignee != 0 || st.status != ticket.New && st.status != ticket.Open {
		return false, nil
	}
	if kept, err := s.kept(ctx, tx, st.id); err != nil || kept {
		return false, err
	}
	p, err := s.pushing(ctx, tx, rules[i])
	if err != nil {
		return false, err
	}
	pushed, err := s.push(ctx, tx, p, st.id)
	if err != nil || pushed {
		return pushed, err
	}
	return false, p.planNext(ctx, tx)
}

type wokenKey struct{}

// wakeGroups looks at all groups that want push, once this transaction is through.
func (s *Service) wakeGroups(ctx context.Context, tx *db.Tx) error {
	woken := tx.Value(wokenKey{}, func() any { return new(bool) }).(*bool)
	if *woken {
		return nil
	}
	*woken = true
	rules, err := PushKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if _, err := job.Enqueue(ctx, tx, pushKind, pushArgs{r.GroupID}, job.Options{}); err != nil {
			return err
		}
	}
	return nil
}

// mostPushed bounds how many tickets of a group one job gives out; the others wait for the next.
const mostPushed = 100

// pushIsDue gives out what waits in a group, the heaviest first, while somebody can take it. Each ticket has its own
// transaction, which locks it before the turns of the group, as an update of it does.
func (s *Service) pushIsDue(ctx context.Context, j job.Job) error {
	var a pushArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	ctx = access.AsSystem(ctx, "queue")
	waiting, err := findInGroup(ctx, s.DB.Read(), a.Group, mostPushed)
	if err != nil || len(waiting) == 0 {
		return err
	}
	weights, err := WeightsKey.Get(ctx, s.DB.Read())
	if err != nil {
		return err
	}
	weights.order(waiting, s.DB.Now(ctx))
	for _, w := range waiting {
		if more, err := s.pushOne(ctx, a.Group, w.ID); err != nil || !more {
			return err
		}
	}
	return nil
}

// pushOne gives out one ticket; more is false when nobody can take another.
func (s *Service) pushOne(ctx context.Context, group, id int64) (more bool, err error) {
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		rules, err := PushKey.Get(ctx, tx)
		i := slices.IndexFunc(rules, func(r Push) bool { return r.GroupID == group })
		if more = false; err != nil || i < 0 {
			return err
		}
		t, err := s.lock(ctx, tx, id)
		if err != nil || t.AssigneeID != 0 || t.GroupID != group {
			more = true
			return gone(err)
		}
		if more, err = s.kept(ctx, tx, id); err != nil || more {
			return err
		}
		p, err := s.pushing(ctx, tx, rules[i])
		if err != nil {
			return err
		}
		if more, err = s.push(ctx, tx, p, id); err != nil || more {
			return err
		}
		return p.planNext(ctx, tx)
	})
	return more, err
}

// gone lets a ticket pass that was closed or merged meanwhile.
func gone(err error) error {
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

func (s *Service) pushing(ctx context.Context, tx *db.Tx, rule Push) (p *pushing, err error) {
	p = &pushing{rule: rule, now: tx.Now()}
	if p.balance, err = lockTurns(ctx, tx, rule.GroupID); err != nil {
		return nil, err
	}
	groups, err := s.People.Groups(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		if g.ID == rule.GroupID {
			p.group = g
		}
	}
	if p.team, err = s.People.Roster(ctx, tx, p.now); err != nil {
		return nil, err
	}
	p.load, err = load(ctx, tx)
	return p, err
}

// push gives a ticket to whose turn it is; false when nobody can take it.
func (s *Service) push(ctx context.Context, tx *db.Tx, p *pushing, id int64) (bool, error) {
	w, err := findOne(ctx, tx, id)
	if err != nil {
		return false, err
	}
	turns, passed := p.turns(func(u people.User) bool { return s.suits(ctx, u, w) })
	if len(turns) == 0 {
		return false, nil
	}
	i, after := next(turns)
	to := turns[i].User
	if _, _, err := s.Tickets.UpdateIn(ctx, tx, id, ticket.Update{AssigneeID: &to}); err != nil {
		return false, err
	}
	for _, t := range after {
		p.balance[t.User] = t.Balance
		if err := storeTurn(ctx, tx, p.rule.GroupID, t); err != nil {
			return false, err
		}
	}
	p.load[to]++
	if err := record(ctx, tx, Move{TicketID: id, Kind: MovePushed, ToUser: to}); err != nil {
		return false, err
	}
	return true, s.Log.Append(ctx, tx, event.Ticket(id), Pushed{Group: p.rule.GroupID, To: to, Turns: turns, Passed: passed})
}

// turns parts the members of the group into those whose turn it may be and those whose it cannot be, with the reason.
func (p *pushing) turns(suits func(people.User) bool) (turns []Turn, passed []Passed) {
	for _, id := range p.group.Members {
		u, ok := p.team.User(id)
		if !ok {
			continue
		}
		share := shareOf(u, p.rule.Focus)
		if why := p.against(u, share, suits); why != "" {
			passed = append(passed, Passed{id, why})
			continue
		}
		turns = append(turns, Turn{User: id, Share: share, Balance: p.balance[id]})
	}
	return turns, passed
}

func (p *pushing) against(u people.User, share int64, suits func(people.User) bool) Why {
	presence := p.team.Presence(u.ID, p.now)
	switch {
	case !u.RoundRobin.Active:
		return WhyInactive
	case share == 0:
		return WhyNoShare
	case !suits(u):
		return WhyMayNot
	case presence.State == people.Off:
		return WhyOff
	case !presence.Available():
		return WhyElsewhere
	case u.Accepts > 0 && p.load[u.ID] >= u.Accepts, p.rule.Most > 0 && p.load[u.ID] >= p.rule.Most:
		return WhyFull
	}
	return ""
}

// shareOf is what part of a group's tickets somebody gets against others: their modifier, of the time that they give to
// the group's focus. Whoever has not parted their time gives all of it.
func shareOf(u people.User, focus string) int64 {
	share := int64(u.RoundRobin.Modifier)
	if focus == "" || len(u.Focuses) == 0 {
		return 100 * share
	}
	for _, f := range u.Focuses {
		if strings.EqualFold(f.Name, focus) {
			return share * int64(f.Percent)
		}
	}
	return 0
}

// planNext lets a job wait for the first moment at which somebody of the group begins to work.
func (p *pushing) planNext(ctx context.Context, tx *db.Tx) error {
	var at time.Time
	for _, id := range p.group.Members {
		u, ok := p.team.User(id)
		if !ok || !u.RoundRobin.Active {
			continue
		}
		presence := p.team.Presence(id, p.now)
		if !presence.Available() && !presence.Until.IsZero() && (at.IsZero() || presence.Until.Before(at)) {
			at = presence.Until
		}
	}
	if at.IsZero() {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, pushKind, pushArgs{p.rule.GroupID}, job.Options{At: at, Unique: fmt.Sprintf("%d:%d", p.rule.GroupID, at.Unix())})
	return err
}
