package people

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Group is a set of staff that tickets can be given to.
type Group struct {
	ID      int64
	Name    string
	Members []int64 // user numbers, ascending
}

// Groups lists the groups by name, with their members. The caller has checked that the actor may see them.
func (s *Service) Groups(ctx context.Context, q db.Querier) ([]Group, error) {
	return findGroups(ctx, q)
}

// ListGroups lists the groups by name, with their members.
func (s *Service) ListGroups(ctx context.Context) ([]Group, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return findGroups(ctx, s.db.Read())
}

// SaveGroup makes a group (ID 0), or renames it and sets its members. Members must be staff. A name that
// another group has is fault.Conflict on "name".
func (s *Service) SaveGroup(ctx context.Context, g Group) (Group, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return Group{}, err
	}
	var err error
	if g.Name, err = typedName("A group", g.Name); err != nil {
		return Group{}, err
	}
	saved, err := db.InTx(ctx, s.db, func(tx *db.Tx) (Group, error) {
		if err := onlyStaff(ctx, tx, g.Members); err != nil {
			return g, err
		}
		if g.ID == 0 {
			return s.createGroup(ctx, tx, g)
		}
		return s.changeGroup(ctx, tx, g)
	})
	if db.IsUnique(err) {
		return g, &fault.Error{Kind: fault.Conflict, Field: "name", Public: "There is a group " + g.Name + " already", Err: err}
	}
	return saved, err
}

func (s *Service) createGroup(ctx context.Context, tx *db.Tx, g Group) (Group, error) {
	id, err := insertGroup(ctx, tx, g.Name)
	if err != nil {
		return g, err
	}
	g.ID, g.Members = id, sortedIDs(g.Members)
	if err := addMembers(ctx, tx, id, g.Members); err != nil {
		return g, err
	}
	return g, s.log.Append(ctx, tx, groupSubject(id), GroupSaved{Name: g.Name, New: true, Members: g.Members})
}

func (s *Service) changeGroup(ctx context.Context, tx *db.Tx, after Group) (Group, error) {
	before, err := lockGroup(ctx, tx, after.ID)
	if err != nil {
		return after, err
	}
	after.Members = sortedIDs(after.Members)
	if before.Name == after.Name && slices.Equal(before.Members, after.Members) {
		return before, nil
	}
	if err := renameGroup(ctx, tx, after); err != nil {
		return after, err
	}
	if err := clearMembers(ctx, tx, after.ID); err != nil {
		return after, err
	}
	if err := addMembers(ctx, tx, after.ID, after.Members); err != nil {
		return after, err
	}
	return after, s.log.Append(ctx, tx, groupSubject(after.ID), GroupSaved{Name: after.Name, Members: after.Members})
}

// DeleteGroup removes a group that nothing refers to; one that tickets were given to is fault.Conflict.
func (s *Service) DeleteGroup(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		g, err := lockGroup(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := clearMembers(ctx, tx, id); err != nil {
			return err
		}
		err = deleteGroup(ctx, tx, id)
		if fault.Is(err, fault.Internal) && ctx.Err() == nil { // a foreign key of a module that people knows nothing of
			return fault.Wrap(fault.Conflict, err, "Tickets belong to %s, so it stays. Give them to another group first, or take its members out", g.Name)
		}
		if err != nil {
			return err
		}
		return s.log.Append(ctx, tx, groupSubject(id), GroupDeleted{Name: g.Name})
	})
}

// join makes a user a member of groups, besides those who are.
func (s *Service) join(ctx context.Context, tx *db.Tx, userID int64, groups []int64) error {
	for _, id := range sortedIDs(groups) { // in one order, so that two invitations can't wait for each other
		g, err := lockGroup(ctx, tx, id)
		if err != nil {
			return err
		}
		g.Members = append(g.Members, userID)
		if err := addMembers(ctx, tx, id, []int64{userID}); err != nil {
			return err
		}
		if err := s.log.Append(ctx, tx, groupSubject(id), GroupSaved{Name: g.Name, Members: g.Members}); err != nil {
			return err
		}
	}
	return nil
}

func onlyStaff(ctx context.Context, q db.Querier, ids []int64) error {
	users, err := findUsers(ctx, q, distinct(ids))
	if err != nil {
		return err
	}
	for _, u := range users {
		if !u.Role.Staff() {
			return fault.Field("members", "%s is not in the team. Only staff can be members of a group", u.Name)
		}
	}
	if len(users) != len(distinct(ids)) {
		return fault.Field("members", "One of these people is not there any more. Look through the list and save again")
	}
	return nil
}

func sortedIDs(ids []int64) []int64 { return slices.Sorted(slices.Values(distinct(ids))) }

func groupSubject(id int64) event.Subject { return event.Subject{Type: "group", ID: id} }
