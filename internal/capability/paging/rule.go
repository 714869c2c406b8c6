package paging

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Rule is one line of what happens when its owner is paged.
type Rule struct {
	MethodID int64         // 0: the mail address
	After    time.Duration // from when the person is asked; whole seconds
}

// RulesChanged is the fact that somebody changed their rules of an urgency.
type RulesChanged struct {
	Urgency Urgency `json:"urgency"`
	Rules   int     `json:"rules"`
}

// EventKind implements event.Fact.
func (RulesChanged) EventKind() string { return "contact.rules_changed" }

// mostRules and longestAfter bound a plan: later, the page has long gone on to others.
const (
	mostRules    = 20
	longestAfter = time.Hour
)

// Rules gives the actor's own rules of an urgency; none where the defaults hold.
func (s *Service) Rules(ctx context.Context, urgency Urgency) ([]Rule, error) {
	me, err := myself(ctx)
	if err != nil {
		return nil, err
	}
	return findRules(ctx, s.DB.Read(), me, urgency)
}

// SetRules replaces the actor's own rules of an urgency. No rules mean the defaults. fault.Invalid names the field after-N or
// method-N of line N, counted from 0.
func (s *Service) SetRules(ctx context.Context, urgency Urgency, rules []Rule) error {
	me, err := myself(ctx)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := lockReach(ctx, tx, me); err != nil {
			return err
		}
		own, err := findContacts(ctx, tx, me)
		if err != nil {
			return err
		}
		if err := checkRules(urgency, rules, own); err != nil {
			return err
		}
		if err := storeRules(ctx, tx, me, urgency, rules); err != nil {
			return err
		}
		return s.Log.Append(ctx, tx, event.Subject{Type: "reach", ID: me}, RulesChanged{Urgency: urgency, Rules: len(rules)})
	})
}

func checkRules(urgency Urgency, rules []Rule, own []Contact) error {
	if urgency != High && urgency != Low {
		return fault.Field("urgency", "%q is no urgency. Choose high or low", fault.Clip(string(urgency), 20))
	}
	if len(rules) > mostRules {
		return fault.New(fault.Invalid, "%d lines are too many: nobody is reached better by more than %d", len(rules), mostRules)
	}
	for i, r := range rules {
		known := slices.ContainsFunc(own, func(c Contact) bool { return c.ID == r.MethodID })
		switch {
		case r.MethodID != 0 && !known:
			return fault.Field("method-"+number(int64(i)), "This way is no more. Choose another")
		case r.After < 0 || r.After > longestAfter:
			return fault.Field("after-"+number(int64(i)), "Write from 0 to %d minutes: later, the page has gone on to others", int(longestAfter/time.Minute))
		}
	}
	return nil
}

// Plan gives how a person is reached, in order: by their own rules, else by what they have. It is never empty: mail is
// always there. A Low page waits for the quiet hours to end.
func (s *Service) Plan(ctx context.Context, tx *db.Tx, userID int64, urgency Urgency, now time.Time) ([]Planned, error) {
	u, err := s.person(ctx, tx, userID)
	if err != nil {
		return nil, err
	}
	own, err := findContacts(ctx, tx, userID)
	if err != nil {
		return nil, err
	}
	rules, err := findRules(ctx, tx, userID, urgency)
	if err != nil {
		return nil, err
	}
	quiet, err := findQuiet(ctx, tx, userID)
	if err != nil {
		return nil, err
	}
	plan := planned(u, own, rules)
	if urgency == Low {
		for i, p := range plan {
			plan[i].After = quiet.Ends(now.Add(p.After), u.Location()).Sub(now)
		}
	}
	return plan, nil
}

// planned puts the rules that still work in order. Where none does, the defaults hold; where the person has nothing else, mail.
func planned(u people.User, own []Contact, rules []Rule) []Planned {
	working := map[int64]Method{0: mailOf(u)}
	for _, c := range own {
		if c.Works() {
			working[c.ID] = c.Method
		}
	}
	var plan []Planned
	for _, r := range rules {
		if m, ok := working[r.MethodID]; ok {
			plan = append(plan, Planned{After: r.After, Method: m})
		}
	}
	if len(plan) == 0 {
		plan = usual(u, own)
	}
	slices.SortStableFunc(plan, func(a, b Planned) int { return int(a.After - b.After) })
	return plan
}

// usual is the plan of who made no rules: what does not wake at once, then what rings.
func usual(u people.User, own []Contact) []Planned {
	plan := []Planned{{Method: mailOf(u)}}
	for _, c := range own {
		if c.Works() {
			plan = append(plan, Planned{After: usualAfter(c.Kind), Method: c.Method})
		}
	}
	return plan
}

func usualAfter(k Kind) time.Duration {
	switch k {
	case SMS:
		return 2 * time.Minute
	case Voice:
		return 4 * time.Minute
	}
	return 0
}

// method gives a way by its number, with its secret; 0 is the mail address of its owner. fault.NotFound where its owner
// took it away meanwhile.
func (s *Service) method(ctx context.Context, q db.Querier, userID, id int64) (Method, error) {
	if id == 0 {
		u, err := s.person(ctx, q, userID)
		return mailOf(u), err
	}
	c, err := findContact(ctx, q, userID, id)
	return c.Method, err
}
