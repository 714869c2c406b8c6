package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// An organization names one engineer. That is whoever has the main assignment: here is where it comes from, and what is
// written elsewhere (its form, a file, a CRM) becomes an assignment.

type mirroringKey struct{}

// mirror has the organization name whoever has the main assignment that holds.
func (s *Service) mirror(ctx context.Context, tx *db.Tx, organization int64) error {
	all, err := assignmentsOf(ctx, tx, organization)
	if err != nil {
		return err
	}
	var main int64
	for _, a := range all {
		if a.Main && a.Holds(tx.Now()) {
			main = a.UserID
		}
	}
	orgs, err := s.People.OrganizationsNamed(ctx, tx, organization)
	o := orgs[organization]
	if err != nil || o.ID == 0 || o.AssignedEngineerID == main {
		return err
	}
	o.AssignedEngineerID = main
	_, err = s.People.SaveOrganizationIn(context.WithValue(access.AsSystem(ctx, "account"), mirroringKey{}, true), tx, o)
	return err
}

// Assigning is asked when an organization is given another engineer elsewhere: it becomes their assignment, with the usual
// hours, and whoever had it before has it no more. Somebody who has no room for it is refused.
func (s *Service) Assigning(ctx context.Context, tx *db.Tx, before, after people.Organization) error {
	if ctx.Value(mirroringKey{}) != nil || before.AssignedEngineerID == after.AssignedEngineerID {
		return nil
	}
	all, err := assignmentsOf(ctx, tx, after.ID)
	if err != nil {
		return err
	}
	var theirs *Assignment
	for i, a := range all {
		switch {
		case a.UserID == after.AssignedEngineerID:
			theirs = &all[i]
		case a.Main:
			if err := s.end(ctx, tx, a, how(after), ""); err != nil {
				return err
			}
		}
	}
	switch {
	case after.AssignedEngineerID == 0:
		return s.mirror(ctx, tx, after.ID)
	case theirs != nil:
		return s.promote(ctx, tx, theirs.ID)
	}
	return s.assignElsewhere(ctx, tx, after)
}

func how(after people.Organization) Ending {
	if after.AssignedEngineerID == 0 {
		return EndedOff
	}
	return EndedReplace
}

// promote makes an assignment the main one of its account.
func (s *Service) promote(ctx context.Context, tx *db.Tx, id int64) error {
	a, err := lockAssignment(ctx, tx, id)
	if err != nil {
		return err
	}
	all, err := assignmentsOf(ctx, tx, a.OrganizationID)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Main == (o.ID == id) {
			continue
		}
		o.Main = o.ID == id
		if err := updateAssignment(ctx, tx, o); err != nil {
			return err
		}
	}
	return nil
}

// assignElsewhere makes an assignment of an engineer who was named elsewhere. Their grade is not asked for: nobody could
// give the reason there.
func (s *Service) assignElsewhere(ctx context.Context, tx *db.Tx, o people.Organization) error {
	users, err := s.People.Named(ctx, tx, o.AssignedEngineerID)
	if err != nil {
		return err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	a, err := s.usual(ctx, tx, o, users[o.AssignedEngineerID])
	if err != nil {
		return err
	}
	a.Main = true
	_, err = s.begin(ctx, tx, a, rules)
	var refused *fault.Error
	if errors.As(err, &refused) && refused.Field == "user" {
		return &fault.Error{Kind: refused.Kind, Field: "assigned_engineer", Public: refused.Public, Err: refused.Err}
	}
	return err
}

const endKind = "account.end"

type endArgs struct {
	Assignment int64 `json:"assignment"`
}

// awaitEnd has the end of a contract waited for.
func awaitEnd(ctx context.Context, tx *db.Tx, a Assignment) error {
	if _, err := job.Cancel(ctx, tx, endKind, fmt.Sprint(a.ID)); err != nil {
		return err
	}
	c, err := a.Contract()
	if err != nil || c.Until.IsZero() || !a.EndedAt.IsZero() {
		return err
	}
	_, err = job.Enqueue(ctx, tx, endKind, endArgs{a.ID}, job.Options{At: c.Until, Unique: fmt.Sprint(a.ID)})
	return err
}

// contractEnds has the organization name nobody, or the next, once a contract is over.
func (s *Service) contractEnds(ctx context.Context, tx *db.Tx, a endArgs) error {
	over, err := lockAssignment(ctx, tx, a.Assignment)
	if err != nil {
		return err
	}
	return s.mirror(ctx, tx, over.OrganizationID)
}
