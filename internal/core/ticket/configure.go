package ticket

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// The functions of this file are for whoever configures a desk as a whole, in one transaction or snapshot.

// FieldsIn is FieldList.
func (s *Service) FieldsIn(ctx context.Context, q db.Querier) ([]Field, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return nil, err
	}
	return listFields(ctx, q)
}

// FormsIn is Forms.
func (s *Service) FormsIn(ctx context.Context, q db.Querier) ([]Form, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return nil, err
	}
	return listForms(ctx, q)
}

// MacrosIn is Macros.
func (s *Service) MacrosIn(ctx context.Context, q db.Querier) ([]Macro, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listMacros(ctx, q)
}

// DeleteMacroIn is DeleteMacro.
func (s *Service) DeleteMacroIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	title, err := deleteMacro(ctx, tx, id)
	if err != nil {
		return err
	}
	return s.log.Append(ctx, tx, event.Subject{Type: "macro", ID: id}, MacroSaved{Title: title, Deleted: true})
}

// SharedViewsIn lists the views that everyone sees, in their order.
func (s *Service) SharedViewsIn(ctx context.Context, q db.Querier) ([]View, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return findViews(ctx, q, 0)
}

// SaveSharedViewIn is SaveView for a view that everyone sees.
func (s *Service) SaveSharedViewIn(ctx context.Context, tx *db.Tx, v View) (View, error) {
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return v, err
	}
	v.OwnerID = 0
	if err := checkView(&v); err != nil {
		return v, err
	}
	if err := s.mayChange(ctx, tx, v.ID, 0); err != nil {
		return v, err
	}
	return v, s.saveView(ctx, tx, &v)
}

// DeleteSharedViewIn is DeleteView for a view that everyone sees.
func (s *Service) DeleteSharedViewIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	return s.deleteView(ctx, tx, id)
}
