package clearance

import (
	"context"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Entry is what a restricted desk's door asks of every member of the team, for people.AttachEntry: a record that counts
// now, or fault.Forbidden. What cannot be read lets nobody in.
func (s *Service) Entry(ctx context.Context, q db.Querier, u people.User) error {
	if !s.Restricted {
		return nil
	}
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return err
	}
	cleared, err := holds(ctx, q, u.ID, rules.Door, s.now(ctx, q))
	if err != nil {
		return err
	}
	if !cleared {
		return fault.New(fault.Forbidden,
			"This is a restricted desk. Nobody of the team comes in without a record of %s that counts today, and there is none for this account. "+
				"Ask whoever records clearances here; the first one is recorded on the machine, with: daywatch clearance record", rules.Door)
	}
	return nil
}

// Cleared reports whether a person has a record of a fact that counts now. The caller has asked who may know.
func (s *Service) Cleared(ctx context.Context, q db.Querier, personID int64, fact string) (bool, error) {
	return holds(ctx, q, personID, fact, s.now(ctx, q))
}

// Records lists all records, by person, the newest first.
func (s *Service) Records(ctx context.Context) ([]Record, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return nil, err
	}
	return allRecords(ctx, s.DB.Read())
}

// RecordsOf lists the records of a person, the newest first.
func (s *Service) RecordsOf(ctx context.Context, personID int64) ([]Record, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return nil, err
	}
	return recordsOf(ctx, s.DB.Read(), personID)
}

// Rules gives what the desk records and what its door asks for.
func (s *Service) Rules(ctx context.Context) (Rules, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Rules{}, err
	}
	return RulesKey.Get(ctx, s.DB.Read())
}

// SaveRules changes them. On a restricted desk only somebody who holds what the door is to ask for can make it ask for that;
// who does not hold it is outside from then on. fault.Invalid on facts, door or proofs.
func (s *Service) SaveRules(ctx context.Context, r Rules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if actor, _ := access.From(ctx); s.Restricted && actor.Role != access.System {
			cleared, err := holds(ctx, tx, actor.UserID, r.Door, tx.Now())
			if err != nil {
				return err
			}
			if !cleared {
				return fault.Field("door",
					"You have no record of “%s” yourself, so this would shut you out of the desk. Have one recorded first", fault.Clip(r.Door, 40))
			}
		}
		if err := RulesKey.Set(ctx, tx, s.Log, r); err != nil {
			return err
		}
		return s.ShutIn(ctx, tx)
	})
}

// ShutIn switches off everybody of the team of a restricted desk whom its door would not let in: a desk that became
// restricted, or asks for something else now.
func (s *Service) ShutIn(ctx context.Context, tx *db.Tx) error {
	if !s.Restricted {
		return nil
	}
	staff, err := s.People.Staff(ctx, tx)
	if err != nil {
		return err
	}
	for _, u := range staff {
		err := s.Entry(ctx, tx, u)
		if fault.Is(err, fault.Forbidden) {
			err = s.People.SwitchOffIn(ctx, tx, u.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Get gives one record; fault.NotFound when there is none.
func (s *Service) Get(ctx context.Context, id int64) (Record, error) {
	if err := access.Check(ctx, access.ManageStaff); err != nil {
		return Record{}, err
	}
	return findRecord(ctx, s.DB.Read(), id)
}

// Lookup gives who has a record of what the door asks for that counts now, by name; part of a name or an address narrows
// it. Who is not among them is to be treated as not cleared.
func (s *Service) Lookup(ctx context.Context, part string) ([]people.User, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return nil, err
	}
	q := s.DB.Read()
	rules, err := RulesKey.Get(ctx, q)
	if err != nil {
		return nil, err
	}
	staff, err := s.People.Staff(ctx, q)
	if err != nil {
		return nil, err
	}
	var cleared []people.User
	for _, u := range staff {
		if part = fold(part); !strings.Contains(fold(u.Name), part) && !strings.Contains(u.Email, part) {
			continue
		}
		ok, err := holds(ctx, q, u.ID, rules.Door, s.now(ctx, q))
		if err != nil {
			return nil, err
		}
		if ok {
			cleared = append(cleared, u)
		}
	}
	return cleared, nil
}
