package crm

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Setup is what taking over customers goes by, but for the connection, whose secrets are its own affair.
type Setup struct {
	Way       Way
	Mapping   Mapping
	SKUs      []SKU
	Rules     Rules
	Guard     Guard
	Schedule  Schedule
	WriteBack WriteBack
}

// Setup gives the settings.
func (s *Service) Setup(ctx context.Context) (v Setup, err error) {
	if err := access.Check(ctx, managing); err != nil {
		return v, err
	}
	return readSetup(ctx, s.DB.Read())
}

func readSetup(ctx context.Context, q db.Querier) (v Setup, err error) {
	if v.Way, err = WayKey.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Mapping, err = MappingKey.Get(ctx, q); err != nil {
		return v, err
	}
	if v.SKUs, err = SKUsKey.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Rules, err = RulesKey.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Guard, err = GuardKey.Get(ctx, q); err != nil {
		return v, err
	}
	if v.Schedule, err = ScheduleKey.Get(ctx, q); err != nil {
		return v, err
	}
	v.WriteBack, err = WriteBackKey.Get(ctx, q)
	return v, err
}

// ChangeSetup changes the settings; what edit leaves alone stays as it is now. Errors name the field.
func (s *Service) ChangeSetup(ctx context.Context, edit func(v *Setup)) error {
	if err := access.Check(ctx, managing); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		v, err := readSetup(ctx, tx)
		if err != nil {
			return err
		}
		edit(&v)
		if err := s.checkKnown(ctx, tx, v.SKUs); err != nil {
			return err
		}
		if err := WayKey.Set(ctx, tx, s.Log, v.Way); err != nil {
			return err
		}
		if err := MappingKey.Set(ctx, tx, s.Log, v.Mapping); err != nil {
			return err
		}
		if err := SKUsKey.Set(ctx, tx, s.Log, v.SKUs); err != nil {
			return err
		}
		if err := RulesKey.Set(ctx, tx, s.Log, v.Rules); err != nil {
			return err
		}
		if err := GuardKey.Set(ctx, tx, s.Log, v.Guard); err != nil {
			return err
		}
		if err := ScheduleKey.Set(ctx, tx, s.Log, v.Schedule); err != nil {
			return err
		}
		return WriteBackKey.Set(ctx, tx, s.Log, v.WriteBack)
	})
}
