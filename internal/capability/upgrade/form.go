package upgrade

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// EnsureDefaults gives a desk without the form for upgrades one. Customers are offered it once the desk says so.
func (s *Service) EnsureDefaults(ctx context.Context, tx *db.Tx) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	rules, err := Rules.Get(ctx, tx)
	if err != nil {
		return err
	}
	forms, err := s.Tickets.FormsIn(ctx, tx)
	if err != nil || slices.ContainsFunc(forms, func(f ticket.Form) bool { return people.FoldName(f.Title) == people.FoldName(rules.Form) }) {
		return err
	}
	_, err = s.Tickets.SaveFormIn(ctx, tx, ticket.Form{Title: rules.Form, Position: len(forms) + 1,
		About: "You plan an upgrade of an installation that you run, and want us to look at the plan and the way back. Tell us the versions, when you mean to do it, and add your plan."})
	return err
}

// rank gives a new ticket on that form a high priority where nobody gave it one.
func (s *Service) rank(ctx context.Context, tx *db.Tx, e event.Event) error {
	if tx.Moved() { // what is imported happened long ago
		return nil
	}
	t, err := s.Tickets.Load(ctx, tx, e.Subject.ID)
	if err != nil || t.FormID == 0 || t.Priority != ticket.NoPriority {
		return err
	}
	rules, err := Rules.Get(ctx, tx)
	if err != nil {
		return err
	}
	system := access.AsSystem(ctx, "upgrade")
	forms, err := s.Tickets.FormsIn(system, tx)
	if err != nil || !slices.ContainsFunc(forms, func(f ticket.Form) bool {
		return f.ID == t.FormID && people.FoldName(f.Title) == people.FoldName(rules.Form)
	}) {
		return err
	}
	tx.BeforeCommit(func() error { return s.raise(system, tx, t.ID) }) // the ticket is not whole before
	return nil
}
