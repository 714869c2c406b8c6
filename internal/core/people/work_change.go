package people

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// SaveWork changes how a member of the team works. People keep their own hours, skills and languages; their
// manager and those who manage the team may change all of it.
func (s *Service) SaveWork(ctx context.Context, userID int64, w Work) (User, error) {
	return db.InTx(ctx, s.db, func(tx *db.Tx) (User, error) { return s.SaveWorkIn(ctx, tx, userID, w) })
}

// SaveWorkIn is SaveWork in the caller's transaction.
func (s *Service) SaveWorkIn(ctx context.Context, tx *db.Tx, userID int64, w Work) (User, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return User{}, err
	}
	before, err := lockUser(ctx, tx, userID)
	if err != nil {
		return User{}, err
	}
	if w, err = w.typed(); err != nil {
		return before, err
	}
	if err := checkArranged(ctx, before, w); err != nil {
		return before, err
	}
	if w.ManagerID != before.ManagerID {
		if err := managerFits(ctx, tx, before, w.ManagerID); err != nil {
			return before, err
		}
	}
	changed := before
	changed.Work = w
	return changed, s.change(ctx, tx, before, changed)
}

// MayArrange reports whether the actor decides about somebody's duties: their manager, or who manages the team.
func MayArrange(ctx context.Context, u User) bool {
	p, ok := access.From(ctx)
	return ok && (p.Role.Allows(access.ManageStaff) || p.Role.Staff() && p.UserID != 0 && p.UserID == u.ManagerID)
}

// MayKeep reports whether somebody's hours and time off are the actor's to keep: their own, or of those whom the actor
// arranges.
func MayKeep(ctx context.Context, u User) bool {
	p, ok := access.From(ctx)
	return MayArrange(ctx, u) || ok && p.Role.Staff() && p.UserID == u.ID
}

// checkArranged holds what changes against who the actor is.
func checkArranged(ctx context.Context, u User, w Work) error {
	if !u.Role.Staff() {
		return fault.New(fault.Invalid, "%s is not in the team, so there is no work to arrange", u.Name)
	}
	if MayArrange(ctx, u) {
		return nil
	}
	if !MayKeep(ctx, u) {
		return fault.New(fault.Forbidden, "Only %s, their manager and administrators may change how %s works", u.Name, u.Name)
	}
	if w.Title != u.Title || w.ManagerID != u.ManagerID || w.Shift != u.Shift || !slices.Equal(w.Focuses, u.Focuses) ||
		w.RoundRobin != u.RoundRobin || w.Accepts != u.Accepts {
		return fault.New(fault.Forbidden,
			"Your title, manager, shifts, focuses and round robin are for your manager to change. Your hours, skills and languages are yours")
	}
	return nil
}

// managerFits refuses a manager who is nobody of the team, or who reports to the person.
func managerFits(ctx context.Context, q db.Querier, u User, managerID int64) error {
	for id, seen := managerID, map[int64]bool{}; id != 0 && !seen[id]; {
		if id == u.ID {
			return fault.Field("manager", "%s cannot report to themselves, not even by way of others", u.Name)
		}
		seen[id] = true
		found, err := findUsers(ctx, q, []int64{id})
		if err != nil {
			return err
		}
		if len(found) == 0 || id == managerID && !found[0].Role.Staff() {
			return fault.Field("manager", "Only someone of the team can be a manager. Choose another")
		}
		id = found[0].ManagerID
	}
	return nil
}

// FocusNames lists the words offered for what time goes to.
func (s *Service) FocusNames(ctx context.Context) ([]string, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	return FocusNames.Get(ctx, s.db.Read())
}
