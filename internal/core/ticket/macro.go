package ticket

import (
	"context"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Macro is a saved reply. Its body may name {{ticket.id}}, {{ticket.subject}}, {{requester.name}},
// {{requester.first_name}}, {{agent.name}} and {{agent.first_name}}, or the same by the names that desks bring
// along (Zendesk: Using placeholders).
type Macro struct {
	ID        int64
	Title     string
	Body      string // Markdown
	Position  int
	UpdatedAt time.Time
	// Acts says that the macro does something besides, so that it needs no words. Macros leaves it empty: what
	// that is, is kept elsewhere.
	Acts bool
}

// MacroSaved is the fact that a saved reply was made, changed or, with Deleted, removed.
type MacroSaved struct {
	Title   string `json:"title"`
	Deleted bool   `json:"deleted,omitempty"`
}

// EventKind implements event.Fact.
func (MacroSaved) EventKind() string { return "macro.saved" }

// Macros lists the saved replies in their order.
func (s *Service) Macros(ctx context.Context) ([]Macro, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listMacros(ctx, s.db.Read())
}

// SaveMacro makes (ID 0) or changes a saved reply.
func (s *Service) SaveMacro(ctx context.Context, m Macro) (Macro, error) {
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Macro, error) { return s.SaveMacroIn(ctx, tx, m) })
}

// SaveMacroIn is SaveMacro inside the caller's transaction.
func (s *Service) SaveMacroIn(ctx context.Context, tx *db.Tx, m Macro) (Macro, error) {
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return m, err
	}
	m.Title = strings.TrimSpace(m.Title)
	switch {
	case m.Title == "":
		return m, fault.Field("title", "A saved reply needs a title to be found by")
	case strings.TrimSpace(m.Body) == "" && !m.Acts:
		return m, fault.Field("body", "A saved reply without words would insert nothing")
	}
	if err := saveMacro(ctx, tx, &m); err != nil {
		return m, err
	}
	return m, s.log.Append(ctx, tx, event.Subject{Type: "macro", ID: m.ID}, MacroSaved{Title: m.Title})
}

// DeleteMacro removes a saved reply.
func (s *Service) DeleteMacro(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error { return s.DeleteMacroIn(ctx, tx, id) })
}

// Fill replaces the placeholders of a saved reply.
func (m Macro) Fill(t Ticket, requester, agent string) string {
	first, _, _ := strings.Cut(requester, " ")
	agentFirst, _, _ := strings.Cut(agent, " ")
	return strings.NewReplacer(
		"{{ticket.id}}", idWord(t.ID), "{{ticket.subject}}", t.Subject, "{{ticket.title}}", t.Subject,
		"{{requester.name}}", requester, "{{ticket.requester.name}}", requester,
		"{{requester.first_name}}", first, "{{ticket.requester.first_name}}", first,
		"{{agent.name}}", agent, "{{current_user.name}}", agent,
		"{{agent.first_name}}", agentFirst, "{{current_user.first_name}}", agentFirst,
	).Replace(m.Body)
}
