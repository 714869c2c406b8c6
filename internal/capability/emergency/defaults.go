package emergency

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// EnsureDefaults gives a desk without a form for emergencies one, the form that a downgraded ticket gets, and the saved replies
// of an emergency. It changes nothing on a desk that has one. Customers are offered the emergency alone: whoever wants
// something ordinary need not choose a form.
func (s *Service) EnsureDefaults(ctx context.Context, tx *db.Tx) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	forms, err := s.Tickets.FormsIn(ctx, tx)
	if err != nil {
		return err
	}
	for _, f := range forms {
		if f.Emergency {
			return nil
		}
	}
	for i, f := range []ticket.Form{
		{Title: "Self-Managed", About: "A question or a problem with an installation that you run."},
		{Title: "Emergency", About: "Production is not available, or cannot be used. Somebody looks at it at once, at any hour.",
			Customers: true, Emergency: true},
	} {
		if _, ok := titled(forms, f.Title); ok {
			continue
		}
		f.Position = len(forms) + i + 1
		if _, err := s.Tickets.SaveFormIn(ctx, tx, f); err != nil {
			return err
		}
	}
	return s.ensureReplies(ctx, tx)
}

func (s *Service) ensureReplies(ctx context.Context, tx *db.Tx) error {
	macros, err := s.Tickets.MacrosIn(ctx, tx)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	for _, m := range macros {
		has[people.FoldName(m.Title)] = true
	}
	for _, m := range []ticket.Macro{
		{Title: "Emergency: we are on it",
			Body: "Hello {{requester.first_name}},\n\nI am {{agent.name}}, and I look at this with you now. Please tell me:\n\n1. What do your users see, and since when?\n2. What changed before it began?\n3. Can you join a call?"},
		{Title: "Emergency: are you still there?",
			Body: "Hello {{requester.first_name}},\n\nare you still with us? Without a word from you we close the call in 15 minutes and go on in this ticket at high priority. A new emergency is welcome at any hour."},
		{Title: "Emergency: call summary",
			Body: "Hello {{requester.first_name}},\n\nthank you for the call. In short:\n\n- What we saw:\n- What we did:\n- What is next, and who does it:"},
	} {
		if has[people.FoldName(m.Title)] {
			continue
		}
		if _, err := s.Tickets.SaveMacroIn(ctx, tx, m); err != nil {
			return err
		}
	}
	return nil
}

// titled finds a form that is in use by its title.
func titled(forms []ticket.Form, title string) (ticket.Form, bool) {
	for _, f := range forms {
		if !f.Retired && people.FoldName(f.Title) == people.FoldName(title) {
			return f, true
		}
	}
	return ticket.Form{}, false
}
