package config

import (
	"context"
	"errors"
	"io/fs"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Options say how files are applied.
type Options struct {
	Prune      bool   // what is not in the files goes, of the kinds that they have a folder for
	By         string // the address of whom it is done for; empty: the actor
	ApprovedBy string // the address of the second approver; empty: nobody
	Source     string // where the files come from, for the list of revisions
}

// Applied is what became of a desk.
type Applied struct {
	Plan     Plan
	Revision int64 // 0: nothing changed
}

// errPlanned rolls an attempt back that was to be looked at only.
var errPlanned = errors.New("planned")

// Plan tells what applying files would change. All that is wrong with them is one fault.Invalid over Problems.
func (s *Service) Plan(ctx context.Context, fsys fs.FS, prune bool) (Plan, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Plan{}, err
	}
	w, err := s.wish(fsys, prune)
	if err != nil {
		return Plan{}, err
	}
	var p Plan
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		if p, err = (&attempt{session: s.writing(tx), wish: w}).run(ctx); err != nil {
			return err
		}
		return errPlanned
	})
	if errors.Is(err, errPlanned) {
		return p, nil
	}
	return p, err
}

// wish reads a folder.
func (s *Service) wish(fsys fs.FS, prune bool) (wish, error) {
	t, err := s.readTree(fsys)
	if err != nil {
		return wish{}, err
	}
	return wish{objects: t.objects, folders: t.folders, problems: t.problems, uses: t.uses, prune: prune}, nil
}

// Apply makes a desk what files say, in one transaction: all of it, or nothing. It keeps the objects of the files as
// managed by them, and what changed as a revision. A change that needs a second approver and has none is
// fault.Forbidden, before anything is changed.
func (s *Service) Apply(ctx context.Context, fsys fs.FS, o Options) (Applied, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Applied{}, err
	}
	w, err := s.wish(fsys, o.Prune)
	if err != nil {
		return Applied{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Applied, error) {
		return s.applyIn(ctx, tx, w, o, func(a *attempt) error { return a.manage(ctx) })
	})
}

// applyIn does what is wished for, and notes it.
func (s *Service) applyIn(ctx context.Context, tx *db.Tx, w wish, o Options, manage func(a *attempt) error) (Applied, error) {
	if err := lockRevisions(ctx, tx); err != nil {
		return Applied{}, err
	}
	ctx, hands, err := s.signatures(ctx, tx, o)
	if err != nil {
		return Applied{}, err
	}
	asked, err := SecondApprover.Get(ctx, tx)
	if err != nil {
		return Applied{}, err
	}
	a := &attempt{session: s.writing(tx), wish: w}
	out := Applied{}
	if out.Plan, err = a.run(ctx); err != nil {
		return out, err
	}
	if err := hands.enough(asked, out.Plan); err != nil {
		return out, err
	}
	if !out.Plan.Empty() {
		if out.Revision, err = s.note(ctx, tx, hands, o.Source, out.Plan, a.before); err != nil {
			return out, err
		}
	}
	return out, manage(a)
}

// signatures are those who answer for a change.
type signatures struct{ by, approver people.User }

// signatures finds out who acts, and who approves; the context is theirs who acts.
func (s *Service) signatures(ctx context.Context, tx *db.Tx, o Options) (context.Context, signatures, error) {
	var out signatures
	actor, _ := access.From(ctx)
	out.by = people.User{ID: actor.UserID, Name: actor.Name, Role: actor.Role}
	if o.By != "" {
		u, err := s.colleague(ctx, tx, "by", o.By)
		if err != nil {
			return ctx, out, err
		}
		if !u.Role.Allows(access.ManageSettings) || !u.Role.Allows(access.ManageStaff) {
			return ctx, out, fault.New(fault.Forbidden, "%s is %s, and may not change the desk's configuration. An admin may", u.Name, u.Role)
		}
		out.by, ctx = u, access.With(ctx, u.Principal(actor.Via))
	}
	var err error
	if o.ApprovedBy != "" {
		out.approver, err = s.colleague(ctx, tx, "approved-by", o.ApprovedBy)
	}
	return ctx, out, err
}

func (s *Service) colleague(ctx context.Context, q db.Querier, field, address string) (people.User, error) {
	u, err := s.People.ByAddress(ctx, q, address)
	if fault.Is(err, fault.NotFound) || err == nil && (!u.Active || !u.Role.Staff()) {
		return u, fault.Field(field, "Nobody of the team has the address %s", address)
	}
	return u, err
}

// enough refuses a change that needs a second approver and has none.
func (h signatures) enough(asked Approval, p Plan) error {
	switch {
	case !p.Highest().Reaches(asked.For):
		return nil
	case h.approver.ID == 0:
		return fault.New(fault.Forbidden,
			"This changes something of level %s, which needs a second approver on this desk: somebody else of the team, at least %s. "+
				"Name whoever acts and whoever approved: --by ADDRESS --approved-by ADDRESS. Nothing was applied", p.Highest(), asked.Role)
	case h.by.ID == 0:
		return fault.New(fault.Forbidden,
			"Two people answer for this change, and the command line does not know you. Name yourself: --by ADDRESS. Nothing was applied")
	case h.by.ID == h.approver.ID:
		return fault.Field("approved-by", "%s acts, and cannot be the second approver as well. Nothing was applied", h.by.Name)
	case h.approver.Role != asked.Role && h.approver.Role != access.Admin:
		return fault.Field("approved-by", "%s is %s. An approver is at least %s. Nothing was applied", h.approver.Name, h.approver.Role, asked.Role)
	}
	return nil
}

// levels says how critical changes are.
func (st state) levels() map[string]Level {
	return st.find("settings", Criticality.Name).body.(settingBody).value.(map[string]Level)
}
