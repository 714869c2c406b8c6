package paging

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Policies lists the policies by title.
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

// SavePolicy makes a policy (ID 0) or changes it. Version must be that of the policy as it was read: fault.Conflict when
// somebody changed it since, and on "title" when another has the title. Pages that ring follow from their next step on.
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
	p, err := p.typed()
	if err != nil {
		return p, err
	}
	if err := s.known(ctx, tx, p); err != nil {
		return p, err
	}
	if p.ID == 0 {
		return s.addPolicy(ctx, tx, p)
	}
	before, err := lockPolicy(ctx, tx, p.ID)
	if err != nil {
		return p, err
	}
	if p.Version != before.Version {
		return p, fault.New(fault.Conflict,
			"Somebody changed this policy while you did, so nothing was saved. What you typed is kept: look at the policy as it is now, and save again to replace it")
	}
	p.Version, p.CreatedAt, p.UpdatedAt = before.Version+1, before.CreatedAt, tx.Now()
	if err := updatePolicy(ctx, tx, p); err != nil {
		return p, taken(err, p.Title)
	}
	return p, s.Log.Append(ctx, tx, PolicySubject(p.ID), PolicySaved{Title: p.Title, Version: p.Version})
}

func (s *Service) addPolicy(ctx context.Context, tx *db.Tx, p Policy) (Policy, error) {
	p.Version, p.CreatedAt, p.UpdatedAt = 1, tx.Now(), tx.Now()
	var err error
	if p.ID, err = insertPolicy(ctx, tx, p); err != nil {
		return p, taken(err, p.Title)
	}
	return p, s.Log.Append(ctx, tx, PolicySubject(p.ID), PolicySaved{Title: p.Title, Version: 1, New: true})
}

func taken(err error, title string) error {
	if db.IsUnique(err) {
		return &fault.Error{Kind: fault.Conflict, Field: "title", Public: "There is an escalation policy " + title + " already", Err: err}
	}
	return err
}

// known reports what a policy names that is not there. A schedule is asked for by its title when its step fires, so that
// one may be written down before it is made; only people and groups must exist.
func (s *Service) known(ctx context.Context, q db.Querier, p Policy) error {
	users, err := s.People.Named(ctx, q, p.people()...)
	if err != nil {
		return err
	}
	groups, err := s.People.Groups(ctx, q)
	if err != nil {
		return err
	}
	var ids []int64
	for _, g := range groups {
		ids = append(ids, g.ID)
	}
	for _, t := range p.targets() {
		if u := users[t.User]; t.User != 0 && (!u.Active || !u.Role.Staff()) {
			return fault.Field("steps", "The person %d is not of the team, or does not work here any more. Name somebody else", t.User)
		}
		if t.Group != 0 && !slices.Contains(ids, t.Group) {
			return fault.Field("steps", "There is no group %d. Name another", t.Group)
		}
	}
	return nil
}

// DeletePolicy removes a policy. Its pages that are over are kept, under the default policy. fault.Conflict while one of
// its pages is open, and for the default policy.
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
	p, err := lockPolicy(ctx, tx, id)
	if err != nil {
		return err
	}
	usual, err := s.policyFor(ctx, tx, "")
	if err != nil {
		return err
	}
	if usual.ID == id {
		return fault.New(fault.Conflict, "%s is the policy of pages that name none. Choose another for those first, in the settings of paging", p.Title)
	}
	open, err := openUnder(ctx, tx, id)
	if err != nil {
		return err
	}
	if open > 0 {
		return fault.New(fault.Conflict, "%d pages under %s are not resolved yet. Resolve them first", open, p.Title)
	}
	if err := deletePolicy(ctx, tx, id, usual.ID); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, PolicySubject(id), PolicyDeleted{Title: p.Title})
}

// policyFor finds a policy by its title. A page is never dropped for a wrong name: where there is none of the title, it is
// that of the settings, and where that is gone, the oldest.
func (s *Service) policyFor(ctx context.Context, q db.Querier, title string) (Policy, error) {
	usual, err := DefaultPolicy.Get(ctx, q)
	if err != nil {
		return Policy{}, err
	}
	for _, name := range []string{title, usual} {
		p, err := policyTitled(ctx, q, name)
		if err == nil || !fault.Is(err, fault.NotFound) {
			return p, err
		}
	}
	return firstPolicy(ctx, q)
}

// PolicyIn is Policy inside the caller's transaction; the caller has asked who may.
func (s *Service) PolicyIn(ctx context.Context, q db.Querier, id int64) (Policy, error) {
	return findPolicy(ctx, q, id)
}
