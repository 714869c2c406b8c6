package clearance

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Record keeps that somebody verified a fact about a member of the team. On a restricted desk the record of what its door
// asks for opens the account. Nobody records their own: fault.Forbidden. fault.Invalid names the field.
func (s *Service) Record(ctx context.Context, n Verification) (Record, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Record, error) { return s.RecordIn(ctx, tx, n) })
}

// RecordIn is Record in the caller's transaction.
func (s *Service) RecordIn(ctx context.Context, tx *db.Tx, n Verification) (Record, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return Record{}, err
	}
	actor, _ := access.From(ctx)
	if actor.UserID == n.PersonID && actor.UserID != 0 {
		return Record{}, fault.New(fault.Forbidden,
			"Nobody records their own clearance. Ask another administrator, or record it on the machine, with: daywatch clearance record")
	}
	u, err := s.member(ctx, tx, n.PersonID)
	if err != nil {
		return Record{}, err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return Record{}, err
	}
	r, err := n.checked(rules, u.Name, tx.Now())
	if err != nil {
		return r, err
	}
	r.RecordedAt, r.RecordedBy, r.Person = tx.Now(), actor.UserID, u.Name
	if r.ID, err = insertRecord(ctx, tx, r); err != nil {
		return r, err
	}
	if err := s.arm(ctx, tx, r); err != nil {
		return r, err
	}
	fact := Recorded{Record: r.ID, Fact: r.Fact, Proof: r.Proof}
	if !r.ValidUntil.IsZero() {
		fact.Until = r.LastDay().String()
	}
	if err := s.Log.Append(ctx, tx, event.Subject{Type: "user", ID: r.PersonID}, fact); err != nil {
		return r, err
	}
	return r, s.follow(ctx, tx, r, rules)
}

// member gives one of the team, active or not: a customer needs no clearance.
func (s *Service) member(ctx context.Context, q db.Querier, id int64) (people.User, error) {
	named, err := s.People.Named(ctx, q, id)
	if err != nil {
		return people.User{}, err
	}
	u, ok := named[id]
	switch {
	case !ok:
		return u, fault.Field("person", "There is nobody with the number %d", id)
	case !u.Role.Staff():
		return u, fault.Field("person", "%s is a customer. Clearances are recorded of the team", u.Name)
	}
	return u, nil
}

// Revoke ends a record at once, with the reason. On a restricted desk it ends the person's sessions, tokens and duties in
// the same transaction, unless another record holds the door open. fault.Invalid on why; fault.Conflict where it counts no
// more.
func (s *Service) Revoke(ctx context.Context, id int64, why string) (Record, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return Record{}, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Record, error) {
		r, err := findRecord(ctx, tx, id)
		if err != nil {
			return r, err
		}
		why = tidy(why)
		switch {
		case r.State(tx.Now()) == Revoked:
			return r, fault.New(fault.Conflict, "This clearance was revoked before")
		case why == "":
			return r, fault.Field("why", "Say why: whoever reads the record later has nothing else to go by")
		case len([]rune(why)) > 300:
			return r, fault.Field("why", "This reason has %d characters. It may have 300", len([]rune(why)))
		}
		if err := withoutNumbers("why", why); err != nil {
			return r, err
		}
		actor, _ := access.From(ctx)
		if err := revokeRecord(ctx, tx, id, actor.UserID, why); err != nil {
			return r, err
		}
		r.RevokedAt, r.RevokedBy, r.RevokedWhy = tx.Now(), actor.UserID, why
		if err := s.Log.Append(ctx, tx, event.Subject{Type: "user", ID: r.PersonID}, Withdrawn{Record: id, Fact: r.Fact}); err != nil {
			return r, err
		}
		rules, err := RulesKey.Get(ctx, tx)
		if err != nil {
			return r, err
		}
		return r, s.follow(ctx, tx, r, rules)
	})
}

// follow has everything that counts a fact of somebody agree with their records.
func (s *Service) follow(ctx context.Context, tx *db.Tx, r Record, rules Rules) error {
	cleared, err := holds(ctx, tx, r.PersonID, r.Fact, tx.Now())
	if err != nil {
		return err
	}
	if s.Restricted && r.Fact == rules.Door {
		letThrough := s.People.SwitchOffIn
		if cleared {
			letThrough = s.People.SwitchOnIn
		}
		if err := letThrough(ctx, tx, r.PersonID); err != nil {
			return err
		}
	}
	if s.Follow == nil {
		return nil
	}
	return s.Follow(ctx, tx, r.PersonID, r.Fact, cleared)
}
