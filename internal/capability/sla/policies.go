package sla

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/capability/sla/clock"
	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Policies lists all policies in their order.
func (s *Service) Policies(ctx context.Context) ([]Policy, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listPolicies(ctx, s.DB.Read())
}

// PoliciesIn is Policies inside the caller's transaction; the caller has asked who may.
func (s *Service) PoliciesIn(ctx context.Context, q db.Querier) ([]Policy, error) {
	return listPolicies(ctx, q)
}

// Policy gives one policy; fault.NotFound when there is none.
func (s *Service) Policy(ctx context.Context, id int64) (Policy, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Policy{}, err
	}
	return findPolicy(ctx, s.DB.Read(), id)
}

// SavePolicy makes a policy (ID 0, behind all others) or changes it, but for its place. Version must be that of the
// policy as it was read: fault.Conflict when somebody changed it since. A title that another has is fault.Conflict
// on "title". Clocks of open tickets follow at once.
func (s *Service) SavePolicy(ctx context.Context, p Policy) (Policy, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return p, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Policy, error) { return s.SavePolicyIn(ctx, tx, p) })
}

// SavePolicyIn is SavePolicy inside the caller's transaction.
func (s *Service) SavePolicyIn(ctx context.Context, tx *db.Tx, p Policy) (Policy, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return p, err
	}
	typed, err := p.typed()
	if err != nil {
		return p, err
	}
	words, err := s.words(ctx, tx, typed)
	if err != nil {
		return p, err
	}
	if err := words.Check(typed.Filter); err != nil {
		return p, err
	}
	if p.ID == 0 {
		return s.addPolicy(ctx, tx, typed)
	}
	return s.changePolicy(ctx, tx, typed)
}

// Words gives what filters may name on this desk, with the people and organizations that the policies name.
func (s *Service) Words(ctx context.Context) (condition.Vocabulary, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return condition.Vocabulary{}, err
	}
	q := s.DB.Read()
	all, err := listPolicies(ctx, q)
	if err != nil {
		return condition.Vocabulary{}, err
	}
	return s.words(ctx, q, all...)
}

func (s *Service) words(ctx context.Context, q db.Querier, policies ...Policy) (condition.Vocabulary, error) {
	var users, organizations []string
	for _, p := range policies {
		users, organizations = append(users, p.Filter.Named("user")...), append(organizations, p.Filter.Named("organization")...)
	}
	return s.Matter.Vocabulary(ctx, q, users, organizations)
}

func (s *Service) addPolicy(ctx context.Context, tx *db.Tx, p Policy) (Policy, error) {
	if err := lockPolicies(ctx, tx); err != nil {
		return p, err
	}
	last, err := lastPosition(ctx, tx)
	if err != nil {
		return p, err
	}
	p.Position, p.Version, p.CreatedAt, p.UpdatedAt = last+1, 1, tx.Now(), tx.Now()
	if p.ID, err = insertPolicy(ctx, tx, p); err != nil {
		return p, taken(err, p.Title)
	}
	return p, s.Log.Append(ctx, tx, PolicySubject(p.ID), PolicySaved{Title: p.Title, Version: 1, New: true})
}

func (s *Service) changePolicy(ctx context.Context, tx *db.Tx, p Policy) (Policy, error) {
	if err := lockPolicies(ctx, tx); err != nil {
		return p, err
	}
	before, err := findPolicy(ctx, tx, p.ID)
	if err != nil {
		return p, err
	}
	if p.Version != before.Version {
		return p, fault.New(fault.Conflict,
			"Somebody changed this policy while you did, so nothing was saved. What you typed is kept: look at the policy as it is now, and save again to replace it")
	}
	p.Position, p.CreatedAt, p.UpdatedAt = before.Position, before.CreatedAt, tx.Now()
	return p, s.replace(ctx, tx, before, &p)
}

// replace stores what became of a policy, as its next version.
func (s *Service) replace(ctx context.Context, tx *db.Tx, before Policy, p *Policy) error {
	changes := before.differences(*p)
	if len(changes) == 0 {
		*p = before
		return nil
	}
	p.Version, p.UpdatedAt = before.Version+1, tx.Now()
	if err := updatePolicy(ctx, tx, *p); err != nil {
		return taken(err, p.Title)
	}
	return s.Log.Append(ctx, tx, PolicySubject(p.ID), PolicySaved{Title: p.Title, Version: p.Version, Changes: changes})
}

func taken(err error, title string) error {
	if db.IsUnique(err) {
		return &fault.Error{Kind: fault.Conflict, Field: "title", Public: "There is a policy " + title + " already", Err: err}
	}
	return err
}

// MovePolicy puts a policy at a place, from 1; those behind it move on.
func (s *Service) MovePolicy(ctx context.Context, id, to int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.MovePolicyIn(ctx, tx, id, to) })
}

// MovePolicyIn is MovePolicy inside the caller's transaction.
func (s *Service) MovePolicyIn(ctx context.Context, tx *db.Tx, id, to int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if err := lockPolicies(ctx, tx); err != nil {
		return err
	}
	all, err := listPolicies(ctx, tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(p Policy) bool { return p.ID == id })
	if at < 0 {
		return fault.New(fault.NotFound, "There is no policy %d", id)
	}
	moved := all[at]
	all = slices.Insert(slices.Delete(all, at, at+1), int(min(max(to, 1), int64(len(all))))-1, moved)
	return s.number(ctx, tx, all)
}

// number gives policies the places they stand at.
func (s *Service) number(ctx context.Context, tx *db.Tx, all []Policy) error {
	for i, before := range all {
		p := before
		p.Position = int64(i + 1)
		if err := s.replace(ctx, tx, before, &p); err != nil {
			return err
		}
	}
	return nil
}

// DeletePolicy takes a policy away. What was measured by it stays; running clocks get the next that matches.
func (s *Service) DeletePolicy(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.DeletePolicyIn(ctx, tx, id) })
}

// DeletePolicyIn is DeletePolicy inside the caller's transaction.
func (s *Service) DeletePolicyIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if err := lockPolicies(ctx, tx); err != nil {
		return err
	}
	p, err := findPolicy(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := deletePolicy(ctx, tx, id); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, PolicySubject(id), PolicyDeleted{Title: p.Title}); err != nil {
		return err
	}
	rest, err := listPolicies(ctx, tx)
	if err != nil {
		return err
	}
	return s.number(ctx, tx, rest)
}

// EnsureDefaults gives a desk without policies those of Defaults.
func (s *Service) EnsureDefaults(ctx context.Context, tx *db.Tx) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if last, err := lastPosition(ctx, tx); err != nil || last > 0 {
		return err
	}
	for _, p := range Defaults() {
		typed, err := p.typed()
		if err == nil {
			_, err = s.addPolicy(ctx, tx, typed)
		}
		if err != nil {
			return fmt.Errorf("policy %s: %w", p.Title, err)
		}
	}
	return nil
}

// differences tells part by part what became of a policy.
func (p Policy) differences(after Policy) []Change {
	var all []Change
	add := func(field, from, to string) {
		if from != to {
			all = append(all, Change{Field: field, From: from, To: to})
		}
	}
	add("title", p.Title, after.Title)
	if p.Description != after.Description {
		all = append(all, Change{Field: "description"})
	}
	add("position", fmt.Sprint(p.Position), fmt.Sprint(after.Position))
	add("active", fmt.Sprint(p.Active), fmt.Sprint(after.Active))
	add("filter", encode(p.Filter), encode(after.Filter))
	add("warn", percents(p.Warn), percents(after.Warn))
	before, now := p.words(), after.words()
	for _, priority := range Prioritised() {
		for _, m := range clock.Metrics() {
			field := TargetField(priority, m)
			add(field, before[field], now[field])
		}
	}
	return all
}

func (p Policy) words() map[string]string {
	all := map[string]string{}
	for _, t := range p.Targets {
		all[TargetField(t.Priority, t.Metric)] = t.word()
	}
	return all
}

func percents(parts []float64) string {
	words := make([]string, len(parts))
	for i, w := range parts {
		words[i] = fmt.Sprintf("%g %%", w*100)
	}
	return strings.Join(words, ", ")
}

// titleKey makes titles that differ only in case or spacing equal.
func titleKey(title string) string { return people.FoldName(title) }
