package environment

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Save writes an environment down (ID 0) or changes it. The first of an organization is its primary one; making another one
// primary takes that part from the first. A name that another one of the organization has is fault.Conflict on "name".
func (s *Service) Save(ctx context.Context, e Environment) (Environment, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Environment, error) { return s.SaveIn(ctx, tx, e) })
}

// SaveIn is Save in the caller's transaction.
func (s *Service) SaveIn(ctx context.Context, tx *db.Tx, e Environment) (Environment, error) {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return e, err
	}
	e, err := e.checked()
	if err != nil {
		return e, err
	}
	before := Environment{OrganizationID: e.OrganizationID}
	if e.ID != 0 {
		if before, err = lockEnvironment(ctx, tx, e.ID); err != nil {
			return e, err
		}
		e.OrganizationID, e.ConfirmedAt, e.ConfirmedBy, e.AddedBy = before.OrganizationID, before.ConfirmedAt, before.ConfirmedBy, before.AddedBy
		e.RetiredAt, e.CreatedAt = before.RetiredAt, before.CreatedAt
		if before.Primary && !e.Primary {
			return e, fault.Field("primary", "%s is the primary environment. Make another one primary instead", before.Name)
		}
		if e.Primary && !e.Running() {
			return e, fault.Field("primary", "%s does not run any more. Take it back into use first", before.Name)
		}
	}
	e, err = s.store(ctx, tx, before, e, 0)
	if err != nil {
		return e, err
	}
	return e, s.tellOrganization(ctx, tx, e)
}

// SetVersion notes that an environment runs another version now; upgradeID names the upgrade that brought it, 0 for none.
// The caller is a use case that checked access.
func (s *Service) SetVersion(ctx context.Context, tx *db.Tx, id int64, to string, upgradeID int64) (Environment, error) {
	before, err := lockEnvironment(ctx, tx, id)
	if err != nil {
		return before, err
	}
	after := before
	after.Version = to
	if after, err = after.checked(); err != nil || after.Version == before.Version {
		return after, err
	}
	if after, err = s.store(ctx, tx, before, after, upgradeID); err != nil {
		return after, err
	}
	return after, s.tellOrganization(ctx, tx, after)
}

// store keeps an environment with the fact and the row of its history.
func (s *Service) store(ctx context.Context, tx *db.Tx, before, e Environment, upgradeID int64) (_ Environment, err error) {
	others, err := environmentsOf(ctx, tx, e.OrganizationID)
	if err != nil {
		return e, err
	}
	if len(others) >= mostOfOneOrg && e.ID == 0 {
		return e, fault.New(fault.Conflict, "This organization has %d environments already", len(others))
	}
	if !slices.ContainsFunc(others, func(o Environment) bool { return o.Primary && o.ID != e.ID }) && e.Running() {
		e.Primary = true
	}
	changed := before.differences(e)
	if e.ID != 0 && len(changed) == 0 {
		return e, nil
	}
	if e.Primary && !before.Primary {
		if err := demote(ctx, tx, e.OrganizationID, e.ID); err != nil {
			return e, err
		}
	}
	fact := Saved{Environment: e.ID, New: e.ID == 0, Fields: changed, Version: e.Version, From: before.Version}
	if e.ID == 0 {
		fact.Fields, e.AddedBy = nil, actor(ctx)
		e.ID, err = insertEnvironment(ctx, tx, e)
		fact.Environment = e.ID
	} else {
		err = updateEnvironment(ctx, tx, e)
	}
	if db.IsUnique(err) {
		return e, &fault.Error{Kind: fault.Conflict, Field: "name", Public: "There is an environment " + e.Name + " of this organization already", Err: err}
	}
	if err != nil {
		return e, err
	}
	if e.Version != before.Version {
		if err := insertChange(ctx, tx, Change{EnvironmentID: e.ID, From: before.Version, To: e.Version, At: tx.Now(), By: actor(ctx),
			UpgradeID: upgradeID}); err != nil {
			return e, err
		}
	}
	return e, s.Log.Append(ctx, tx, subject(e.OrganizationID), fact)
}

// tellOrganization writes what the primary environment is to its organization.
func (s *Service) tellOrganization(ctx context.Context, tx *db.Tx, e Environment) error {
	if !e.Primary {
		return nil
	}
	return s.People.SetInstallationIn(ctx, tx, e.OrganizationID, e.Deployment, e.Version)
}

// Confirm notes that the customer said that what is known of an environment is so.
func (s *Service) Confirm(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		e, err := lockEnvironment(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.confirm(ctx, tx, e)
	})
}

// confirm notes when what is known of an environment was so, and who said it.
func (s *Service) confirm(ctx context.Context, tx *db.Tx, e Environment) error {
	e.ConfirmedAt, e.ConfirmedBy = tx.Now(), actor(ctx)
	if err := updateEnvironment(ctx, tx, e); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, subject(e.OrganizationID), Confirmed{Environment: e.ID})
}

// Retire notes that an environment runs no longer, or does again. The primary one can go only as the last one.
func (s *Service) Retire(ctx context.Context, id int64, back bool) error {
	if err := access.Check(ctx, access.EditPeople); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.retire(ctx, tx, id, back) })
}

func (s *Service) retire(ctx context.Context, tx *db.Tx, id int64, back bool) error {
	e, err := lockEnvironment(ctx, tx, id)
	if err != nil || e.Running() == back {
		return err
	}
	all, err := environmentsOf(ctx, tx, e.OrganizationID)
	if err != nil {
		return err
	}
	others := slices.ContainsFunc(all, func(o Environment) bool { return o.Running() && o.ID != e.ID })
	switch {
	case back:
		e.RetiredAt, e.Primary = time.Time{}, !others
	case e.Primary && others:
		return fault.New(fault.Conflict, "%s is the primary environment. Make another one primary first", e.Name)
	default:
		e.RetiredAt, e.Primary = tx.Now(), false
	}
	if err := updateEnvironment(ctx, tx, e); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, subject(e.OrganizationID), Retired{Environment: e.ID, Back: back}); err != nil {
		return err
	}
	if !back && !others {
		return s.People.SetInstallationIn(ctx, tx, e.OrganizationID, "", "")
	}
	return s.tellOrganization(ctx, tx, e)
}

func actor(ctx context.Context) int64 {
	p, _ := access.From(ctx)
	return p.UserID
}
