package account

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Assign makes an engineer responsible for an account (ID 0), or changes what was agreed. Somebody who has as many accounts
// as one may have is fault.Conflict on "user", which names them; somebody below the usual grade is fault.Conflict on
// "level_why" until a reason is given.
func (s *Service) Assign(ctx context.Context, a Assignment) (Assignment, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return a, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Assignment, error) { return s.assign(ctx, tx, a) })
}

// AssignIn is Assign inside the caller's transaction.
func (s *Service) AssignIn(ctx context.Context, tx *db.Tx, a Assignment) (Assignment, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return a, err
	}
	return s.assign(ctx, tx, a)
}

func (s *Service) assign(ctx context.Context, tx *db.Tx, a Assignment) (Assignment, error) {
	a, err := a.typed()
	if err != nil {
		return a, err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return a, err
	}
	if err := s.organizationThere(ctx, tx, a.OrganizationID); err != nil {
		return a, err
	}
	u, err := s.engineer(ctx, tx, a.UserID, "user")
	if err != nil {
		return a, err
	}
	if a.LevelWhy == "" && !rules.Fits(u.Title) {
		return a, &fault.Error{Kind: fault.Conflict, Field: "level_why", Public: "The title of " + u.Name + " is " + u.Title + ", and accounts are for " +
			strings.Join(rules.Titles, ", ") + " or nearly so. Choose somebody else, or write down why it is right here"}
	}
	if a.ID != 0 {
		return s.change(ctx, tx, a)
	}
	return s.begin(ctx, tx, a, rules)
}

// begin keeps a new assignment. The first of an account is its main one.
func (s *Service) begin(ctx context.Context, tx *db.Tx, a Assignment, rules Rules) (Assignment, error) {
	if err := s.room(ctx, tx, a, rules); err != nil {
		return a, err
	}
	others, err := assignmentsOf(ctx, tx, a.OrganizationID)
	if err != nil {
		return a, err
	}
	for _, o := range others {
		if o.UserID == a.UserID {
			return a, &fault.Error{Kind: fault.Conflict, Field: "user",
				Public: "They are assigned to " + o.Organization + " already. Change that assignment instead"}
		}
		if a.Main && o.Main {
			o.Main = false
			if err := updateAssignment(ctx, tx, o); err != nil {
				return a, err
			}
		}
	}
	a.Main = a.Main || len(others) == 0
	a.CreatedAt, a.CreatedBy = tx.Now(), actor(ctx)
	if a.ID, err = insertAssignment(ctx, tx, a); err != nil {
		return a, err
	}
	if err := s.kept(ctx, tx, a, true); err != nil {
		return a, err
	}
	return a, s.takeOlder(ctx, tx, a)
}

// change keeps what was agreed anew. Whose it is never changes: that is another assignment.
func (s *Service) change(ctx context.Context, tx *db.Tx, a Assignment) (Assignment, error) {
	before, err := lockAssignment(ctx, tx, a.ID)
	if err != nil {
		return a, err
	}
	if !before.EndedAt.IsZero() {
		return a, fault.New(fault.Conflict, "This assignment is over. Make a new one")
	}
	if a.UserID != before.UserID {
		return a, fault.Field("user", "An assignment stays with its engineer. End this one, and assign the other")
	}
	a.OrganizationID, a.Main, a.Auto, a.AutoWhy = before.OrganizationID, before.Main, before.Auto, before.AutoWhy
	a.CreatedAt, a.CreatedBy, a.LeftAt = before.CreatedAt, before.CreatedBy, before.LeftAt
	if err := updateAssignment(ctx, tx, a); err != nil {
		return a, err
	}
	return a, s.kept(ctx, tx, a, false)
}

// kept tells that an assignment is there, has its customer name the engineer, and has its end waited for.
func (s *Service) kept(ctx context.Context, tx *db.Tx, a Assignment, fresh bool) error {
	fact := Assigned{Organization: a.OrganizationID, User: a.UserID, New: fresh, Hours: a.Hours, Agreed: a.agreed(), Excepted: a.LevelWhy != ""}
	if err := s.Log.Append(ctx, tx, AssignmentSubject(a.ID), fact); err != nil {
		return err
	}
	if err := awaitEnd(ctx, tx, a); err != nil {
		return err
	}
	return s.mirror(ctx, tx, a.OrganizationID)
}

// End ends an assignment, with the reason.
func (s *Service) End(ctx context.Context, id int64, why string) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	if why = strings.TrimSpace(why); why == "" {
		return fault.Field("why", "Write down why it ends, for whoever looks after this customer next")
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		a, err := lockAssignment(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.end(ctx, tx, a, EndedByHand, why); err != nil {
			return err
		}
		return s.mirror(ctx, tx, a.OrganizationID)
	})
}

// end ends a locked assignment; the next of the account becomes its main one. Covers that were asked for end with it.
func (s *Service) end(ctx context.Context, tx *db.Tx, a Assignment, how Ending, why string) error {
	if !a.EndedAt.IsZero() {
		return fault.New(fault.Conflict, "This assignment is over already")
	}
	main := a.Main
	a.EndedAt, a.EndedWhy, a.Main = tx.Now(), why, false
	if err := updateAssignment(ctx, tx, a); err != nil {
		return err
	}
	covers, err := liveCovers(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, c := range covers {
		if err := s.moveCover(ctx, tx, c, Withdrawn); err != nil {
			return err
		}
	}
	if main {
		if err := s.nextMain(ctx, tx, a.OrganizationID); err != nil {
			return err
		}
	}
	return s.Log.Append(ctx, tx, AssignmentSubject(a.ID), Ended{Organization: a.OrganizationID, User: a.UserID, How: how})
}

// nextMain makes the oldest assignment of an account that is left its main one.
func (s *Service) nextMain(ctx context.Context, tx *db.Tx, organization int64) error {
	left, err := assignmentsOf(ctx, tx, organization)
	if err != nil || len(left) == 0 {
		return err
	}
	left[0].Main = true
	return updateAssignment(ctx, tx, left[0])
}

func (s *Service) organizationThere(ctx context.Context, q db.Querier, id int64) error {
	orgs, err := s.People.OrganizationsNamed(ctx, q, id)
	if err == nil && orgs[id].ID == 0 {
		err = fault.New(fault.NotFound, "There is no organization with the number %d", id)
	}
	return err
}

// engineer is somebody who can be assigned, or cover: fault.Invalid on field where not.
func (s *Service) engineer(ctx context.Context, q db.Querier, id int64, field string) (people.User, error) {
	return s.People.Worker(ctx, q, id, field)
}

// Usual is what an assignment begins with: the desk's usual hours, in the zone where the customer's region is, else in the
// engineer's.
func (s *Service) Usual(ctx context.Context, organization int64) (Assignment, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return Assignment{}, err
	}
	orgs, err := s.People.OrganizationsNamed(ctx, s.DB.Read(), organization)
	if err != nil || orgs[organization].ID == 0 {
		return Assignment{}, orNotThere(err, organization)
	}
	return s.usual(ctx, s.DB.Read(), orgs[organization], people.User{})
}

func orNotThere(err error, id int64) error {
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, "There is no organization with the number %d", id)
}

func (s *Service) usual(ctx context.Context, q db.Querier, o people.Organization, u people.User) (Assignment, error) {
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return Assignment{}, err
	}
	regions, err := people.Regions.Get(ctx, q)
	if err != nil {
		return Assignment{}, err
	}
	a := Assignment{OrganizationID: o.ID, Organization: o.Name, UserID: u.ID, Hours: rules.Hours, Week: rules.Week, Auto: rules.Auto,
		Older: OlderStay, Zone: u.Zone}
	for _, key := range []string{u.Region, o.Region} { // the customer's day goes first
		for _, r := range regions {
			if r.Key == key {
				a.Zone = r.Zone
			}
		}
	}
	if a.Zone == "" {
		a.Zone = "UTC"
	}
	a.StartsOn = bizcal.DateOf(s.DB.Now(ctx).In(a.location()))
	return a, nil
}
