package incident

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Setup is all that incidents go by.
type Setup struct {
	Limit       int // of an update's body, in characters
	Warn        int // minutes before an update is due
	Cadence     Cadence
	Approvals   []string
	Duty        Duty
	Maintenance MaintenanceWords
	Templates   []Template
	Page        PublicPage
}

// Setup gives the settings of incidents, which everybody who works with them sees.
func (s *Service) Setup(ctx context.Context) (u Setup, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return u, err
	}
	q := s.DB.Read()
	if u.Limit, err = BodyLimit.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Warn, err = WarnMinutes.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Cadence, err = CadenceKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Approvals, err = Approvals.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Duty, err = DutyKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Maintenance, err = MaintenanceKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Templates, err = TemplatesKey.Get(ctx, q); err != nil {
		return u, err
	}
	u.Page, err = PublicPageKey.Get(ctx, q)
	return u, err
}

// SaveRules changes when words are due, who reads them first, and who is called.
func (s *Service) SaveRules(ctx context.Context, u Setup) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := BodyLimit.Set(ctx, tx, s.Log, u.Limit); err != nil {
			return err
		}
		if err := WarnMinutes.Set(ctx, tx, s.Log, u.Warn); err != nil {
			return err
		}
		if err := CadenceKey.Set(ctx, tx, s.Log, u.Cadence); err != nil {
			return err
		}
		if err := Approvals.Set(ctx, tx, s.Log, u.Approvals); err != nil {
			return err
		}
		if err := DutyKey.Set(ctx, tx, s.Log, u.Duty); err != nil {
			return err
		}
		return MaintenanceKey.Set(ctx, tx, s.Log, u.Maintenance)
	})
}

// SaveTemplates changes the prepared texts.
func (s *Service) SaveTemplates(ctx context.Context, list []Template) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return TemplatesKey.Set(ctx, tx, s.Log, list) })
}

// SavePage changes how the public page is kept.
func (s *Service) SavePage(ctx context.Context, p PublicPage) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return PublicPageKey.Set(ctx, tx, s.Log, p) })
}
