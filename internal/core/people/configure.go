package people

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// The functions of this file are for whoever configures a desk as a whole, in one transaction.

// AllStaffIn is AllStaff in the caller's transaction or snapshot.
func (s *Service) AllStaffIn(ctx context.Context, q db.Querier) ([]User, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return nil, err
	}
	return findStaff(ctx, q, false)
}

// SaveStaffIn makes a member of the team of somebody without a number, or changes one: their name, role, zone, region,
// work, and whether they are active. Somebody new has no password and gets no mail; see SendLink. A new address that
// a customer has makes that customer a colleague.
func (s *Service) SaveStaffIn(ctx context.Context, tx *db.Tx, u User) (User, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return u, err
	}
	if !u.Role.Staff() {
		return u, fault.Field("role", "“%s” is not a role of the team", fault.Clip(string(u.Role), 40))
	}
	before, err := s.staffBefore(ctx, tx, &u)
	if err != nil {
		return u, err
	}
	after := before
	after.Role, after.Active = u.Role, u.Active
	p := Particulars{Name: u.Name, OrganizationID: before.OrganizationID, Zone: u.Zone, Locale: before.Locale, Region: u.Region, Notes: before.Notes}
	if err := p.apply(&after); err != nil {
		return u, err
	}
	if err := s.admit(ctx, tx, before, after); err != nil {
		return u, err
	}
	return s.SaveWorkIn(ctx, tx, after.ID, u.Work)
}

// staffBefore finds and locks the person, who is made where nobody has the address.
func (s *Service) staffBefore(ctx context.Context, tx *db.Tx, u *User) (User, error) {
	if u.ID != 0 {
		return lockUser(ctx, tx, u.ID)
	}
	var err error
	if u.Email, err = typedAddress("email", u.Email); err != nil {
		return User{}, err
	}
	known, err := findByAddress(ctx, tx, u.Email)
	if err == nil {
		return lockUser(ctx, tx, known.ID)
	}
	if !fault.Is(err, fault.NotFound) {
		return User{}, err
	}
	fresh := User{Email: u.Email, Role: u.Role}
	if fresh.Name, err = typedName("A person", u.Name); err != nil {
		return User{}, err
	}
	if fresh, err = s.create(ctx, tx, fresh); err != nil {
		return User{}, err
	}
	return lockUser(ctx, tx, fresh.ID)
}

// admit stores who somebody is. Sessions and links end where what decides about coming in changed; the last active
// administrator stays one.
func (s *Service) admit(ctx context.Context, tx *db.Tx, before, after User) error {
	if after.Role != before.Role || after.Active != before.Active {
		admins, err := lockAdmins(ctx, tx)
		if err != nil {
			return err
		}
		if slices.Equal(admins, []int64{after.ID}) {
			return fault.Field("role", "%s is the last administrator. Make someone else one first, or nobody could manage this desk", before.Name)
		}
		if err := s.mayActivate(ctx, tx, before, after); err != nil {
			return err
		}
		if err := s.shutOut(ctx, tx, after.ID); err != nil {
			return err
		}
	}
	return s.change(ctx, tx, before, after)
}

// SaveGroupIn is SaveGroup in the caller's transaction.
func (s *Service) SaveGroupIn(ctx context.Context, tx *db.Tx, g Group) (Group, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return g, err
	}
	var err error
	if g.Name, err = typedName("A group", g.Name); err != nil {
		return g, err
	}
	if err := onlyStaff(ctx, tx, g.Members); err != nil {
		return g, err
	}
	save := s.changeGroup
	if g.ID == 0 {
		save = s.createGroup
	}
	saved, err := save(ctx, tx, g)
	if db.IsUnique(err) {
		return g, &fault.Error{Kind: fault.Conflict, Field: "name", Public: "There is a group " + g.Name + " already", Err: err}
	}
	return saved, err
}

// DeleteGroupIn is DeleteGroup in the caller's transaction, which is of no more use when it fails.
func (s *Service) DeleteGroupIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	g, err := lockGroup(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := clearMembers(ctx, tx, id); err != nil {
		return err
	}
	if err := deleteGroup(ctx, tx, id); err != nil {
		return fault.Wrap(fault.Conflict, err, "Tickets belong to %s, so it stays. Give them to another group first", g.Name)
	}
	return s.log.Append(ctx, tx, groupSubject(id), GroupDeleted{Name: g.Name})
}

// OrganizationNamed gives the organization of a name, whatever its case; fault.NotFound when there is none. The caller
// has checked that the actor may see it.
func (s *Service) OrganizationNamed(ctx context.Context, q db.Querier, name string) (Organization, error) {
	return findOrganizationNamed(ctx, q, name)
}

// OrganizationsCalled gives the organizations of these names, whatever their case, by name. Missing ones are left out.
func (s *Service) OrganizationsCalled(ctx context.Context, q db.Querier, names ...string) ([]Organization, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return findOrganizationsCalled(ctx, q, names)
}

// AllOrganizations gives every organization, by name.
func (s *Service) AllOrganizations(ctx context.Context, q db.Querier) ([]Organization, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return allOrganizations(ctx, q)
}

// Remarkable reports whether there is more to an organization than a name, a number elsewhere and the usual terms.
func (o Organization) Remarkable(usual Terms) bool {
	plain := Organization{ID: o.ID, Name: o.Name, ExternalID: o.ExternalID, GraceDays: usual.GraceDays, ContactLimit: usual.ContactLimit}
	return len(plain.differences(o)) > 0
}
