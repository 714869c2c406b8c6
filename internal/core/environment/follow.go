package environment

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// follow keeps the primary environment in step where the organization's deployment or version was changed elsewhere: on its
// form, by a file, by the import of customers. What the environment itself wrote is the same already, so that nothing goes
// round. What is left empty there says nothing.
func (s *Service) follow(ctx context.Context, tx *db.Tx, e event.Event) error {
	f, err := event.Decode[people.OrganizationSaved](e)
	if err != nil {
		return err
	}
	if !f.New && !slices.ContainsFunc(f.Changes, func(c people.Change) bool { return c.Field == "deployment" || c.Field == "version" }) {
		return nil
	}
	named, err := s.People.OrganizationsNamed(ctx, tx, e.Subject.ID)
	if err != nil {
		return err
	}
	return s.followOrganization(ctx, tx, named[e.Subject.ID])
}

// followOrganization makes the first environment of an organization that says what it runs, or changes its primary one.
func (s *Service) followOrganization(ctx context.Context, tx *db.Tx, o people.Organization) error {
	all, err := environmentsOf(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	before := Environment{OrganizationID: o.ID}
	after := Environment{OrganizationID: o.ID, Name: "Production", Kind: Production, Deployment: Deployments()[0], Primary: true}
	if i := slices.IndexFunc(all, func(e Environment) bool { return e.Primary }); i >= 0 {
		if before, err = lockEnvironment(ctx, tx, all[i].ID); err != nil {
			return err
		}
		after = before
	}
	switch {
	case before.ID == 0 && (len(all) > 0 || o.Deployment == ""):
		return nil // they run nothing any more, or nobody knows what
	case o.Deployment != "":
		after.Deployment = o.Deployment
	}
	if o.Version != "" {
		after.Version = o.Version // as it was typed there: a version that cannot be read is shown, and has no order
	}
	_, err = s.store(ctx, tx, before, after, 0)
	return err
}
