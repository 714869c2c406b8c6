package ticket

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Macro is a saved reply. Its body may name {{ticket.id}}, {{ticket.subject}}, {{requester.name}},
// {{requester.first_name}} and {{agent.name}}.
type Macro struct {
	ID        int64
	Title     string
	Body      string // Markdown
	Position  int
	UpdatedAt time.Time
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
	return db.All(ctx, s.db.Read(), func(row *sql.Rows, m *Macro) error {
		return row.Scan(&m.ID, &m.Title, &m.Body, &m.Position, db.Time(&m.UpdatedAt))
	}, "SELECT id, title, body, position, updated_at FROM macros ORDER BY position, lower(title), id")
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
	case strings.TrimSpace(m.Body) == "":
		return m, fault.Field("body", "A saved reply without words would insert nothing")
	}
	if err := saveMacro(ctx, tx, &m); err != nil {
		return m, err
	}
	return m, s.log.Append(ctx, tx, event.Subject{Type: "macro", ID: m.ID}, MacroSaved{Title: m.Title})
}

func saveMacro(ctx context.Context, tx *db.Tx, m *Macro) (err error) {
	m.UpdatedAt = tx.Now()
	if m.ID == 0 {
		m.ID, err = tx.Insert(ctx, "INSERT INTO macros (title, body, position, updated_at) VALUES ($1, $2, $3, $4) RETURNING id",
			m.Title, m.Body, m.Position, m.UpdatedAt)
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE macros SET title = $1, body = $2, position = $3, updated_at = $4 WHERE id = $5",
		m.Title, m.Body, m.Position, m.UpdatedAt, m.ID)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no saved reply %d", m.ID)
	}
	return err
}

// DeleteMacro removes a saved reply.
func (s *Service) DeleteMacro(ctx context.Context, id int64) error {
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error {
		var title string
		err := tx.QueryRow(ctx, "DELETE FROM macros WHERE id = $1 RETURNING title", id).Scan(&title)
		if err != nil {
			return db.OrNotFound(err, "There is no saved reply %d", id)
		}
		return s.log.Append(ctx, tx, event.Subject{Type: "macro", ID: id}, MacroSaved{Title: title, Deleted: true})
	})
}

// Fill replaces the placeholders of a saved reply.
func (m Macro) Fill(t Ticket, requester, agent string) string {
	first, _, _ := strings.Cut(requester, " ")
	return strings.NewReplacer(
		"{{ticket.id}}", idWord(t.ID), "{{ticket.subject}}", t.Subject,
		"{{requester.name}}", requester, "{{requester.first_name}}", first, "{{agent.name}}", agent,
	).Replace(m.Body)
}
