package crm

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/bizcal"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OverrideSaved is the fact that a field is held against the CRM.
type OverrideSaved struct {
	Account string `json:"account"`
	Field   string `json:"field"`
	Value   string `json:"value,omitempty"`
	Until   string `json:"until,omitempty"` // YYYY-MM-DD
}

// EventKind implements event.Fact.
func (OverrideSaved) EventKind() string { return "crm.override_saved" }

// OverrideEnded is the fact that a field is held no more: somebody took the override away, or its time is over.
type OverrideEnded struct {
	Account string `json:"account"`
	Field   string `json:"field"`
	Expired bool   `json:"expired,omitempty"`
}

// EventKind implements event.Fact.
func (OverrideEnded) EventKind() string { return "crm.override_ended" }

func overrideSubject(id int64) event.Subject { return event.Subject{Type: "crm_override", ID: id} }

// Overrides lists all overrides by account and field.
func (s *Service) Overrides(ctx context.Context) ([]Override, error) {
	return s.OverridesIn(ctx, s.DB.Read())
}

// OverridesIn is Overrides in the caller's transaction or snapshot.
func (s *Service) OverridesIn(ctx context.Context, q db.Querier) ([]Override, error) {
	if err := access.Check(ctx, managing); err != nil {
		return nil, err
	}
	return listOverrides(ctx, q)
}

// SaveOverride holds a field; one that is held already is held anew.
func (s *Service) SaveOverride(ctx context.Context, o Override) (Override, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Override, error) { return s.SaveOverrideIn(ctx, tx, o) })
}

// SaveOverrideIn is SaveOverride in the caller's transaction.
func (s *Service) SaveOverrideIn(ctx context.Context, tx *db.Tx, o Override) (Override, error) {
	if err := access.Check(ctx, managing); err != nil {
		return o, err
	}
	v, err := s.vocabulary(ctx, tx)
	if err != nil {
		return o, err
	}
	if o, err = o.check(v); err != nil {
		return o, err
	}
	if o.Until != (bizcal.Date{}) && !o.Holds(bizcal.DateOf(tx.Now().UTC())) {
		return o, fault.Field("until", "%s is over already. Choose a day to come, or none", o.Until)
	}
	return s.putOverride(ctx, tx, o)
}

func (s *Service) putOverride(ctx context.Context, tx *db.Tx, o Override) (Override, error) {
	if err := lockOverrides(ctx, tx); err != nil {
		return o, err
	}
	all, err := listOverrides(ctx, tx)
	if err != nil {
		return o, err
	}
	for _, known := range all {
		if AccountKey(known.AccountID) == AccountKey(o.AccountID) && known.Field == o.Field {
			o.ID, o.Customer, o.Expired = known.ID, known.Customer, known.Expired
			if o == known {
				return o, nil
			}
		}
	}
	o.Expired = false
	actor, _ := access.From(ctx)
	if o.ID, err = putOverride(ctx, tx, actor.UserID, o); err != nil {
		return o, err
	}
	return o, s.Log.Append(ctx, tx, overrideSubject(o.ID),
		OverrideSaved{Account: o.AccountID, Field: o.Field, Value: o.Value, Until: people.FormatDate(o.Until)})
}

// DropOverride takes an override away: the next plan shows what the CRM says.
func (s *Service) DropOverride(ctx context.Context, id int64) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.DropOverrideIn(ctx, tx, id) })
}

// DropOverrideIn is DropOverride in the caller's transaction.
func (s *Service) DropOverrideIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, managing); err != nil {
		return err
	}
	if err := lockOverrides(ctx, tx); err != nil {
		return err
	}
	all, err := listOverrides(ctx, tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(o Override) bool { return o.ID == id })
	if at < 0 {
		return fault.New(fault.NotFound, "There is no override with the number %d", id)
	}
	if err := deleteOverride(ctx, tx, id); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, overrideSubject(id), OverrideEnded{Account: all[at].AccountID, Field: all[at].Field})
}

// expire tells of the overrides whose time is over. They stay listed, and count no more.
func (s *Service) expire(ctx context.Context, tx *db.Tx) error {
	today := bizcal.DateOf(tx.Now().UTC())
	if err := lockOverrides(ctx, tx); err != nil {
		return err
	}
	all, err := listOverrides(ctx, tx)
	if err != nil {
		return err
	}
	var lines []string
	for _, o := range all {
		if o.Expired || o.Holds(today) {
			continue
		}
		if err := tellExpired(ctx, tx, o.ID); err != nil {
			return err
		}
		if err := s.Log.Append(ctx, tx, overrideSubject(o.ID), OverrideEnded{Account: o.AccountID, Field: o.Field, Expired: true}); err != nil {
			return err
		}
		lines = append(lines, fmt.Sprintf("%s, %s: held at “%s” until %s", o.AccountID, o.Field, fault.Clip(o.Value, 60), o.Until))
	}
	if len(lines) == 0 {
		return nil
	}
	return s.tell(ctx, tx, Notice{Cause: "crm:expired:" + today.String(), Subject: "Overrides of customers ended", Lines: lines, Path: OverridesPath,
		Lead: "From the next plan on these fields follow the CRM again. Hold them anew where that would be wrong."})
}

// OverridesPath is the page of the overrides.
const OverridesPath = "/crm/overrides"

func (s *Service) vocabulary(ctx context.Context, q db.Querier) (v Vocabulary, err error) {
	if v.Levels, err = people.SupportLevels.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Tiers, err = people.SuccessTiers.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Regions, err = people.Regions.Get(ctx, q); err != nil {
		return v, err
	}
	v.Calendars, err = s.calendars(ctx, q)
	return v, err
}
