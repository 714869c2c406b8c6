package rules

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Macro is a saved reply and what it does besides: an engineer calls it on a ticket.
type Macro struct {
	ticket.Macro
	Actions []Action // without comment_value, which is the Body
}

// MacroActed is the fact that what a macro does besides its words was changed.
type MacroActed struct {
	Title  string   `json:"title"`
	Fields []string `json:"fields"`
}

// EventKind implements event.Fact.
func (MacroActed) EventKind() string { return "macro.acted" }

// Macros lists the macros in their order.
func (s *Service) Macros(ctx context.Context) ([]Macro, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return s.MacrosIn(ctx, s.DB.Read())
}

// Callable lists the macros that can be called on a ticket: none on a closed one. fault.NotFound where there is no
// such ticket.
func (s *Service) Callable(ctx context.Context, ticketID int64) ([]Macro, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return nil, err
	}
	t, err := s.Tickets.Get(ctx, ticketID)
	if err != nil || t.Status == ticket.Closed {
		return nil, err
	}
	return s.Macros(ctx)
}

// Macro gives one macro; fault.NotFound when there is none.
func (s *Service) Macro(ctx context.Context, id int64) (Macro, error) {
	all, err := s.Macros(ctx)
	if err != nil {
		return Macro{}, err
	}
	i := slices.IndexFunc(all, func(m Macro) bool { return m.ID == id })
	if i < 0 {
		return Macro{}, fault.New(fault.NotFound, "There is no macro %d", id)
	}
	return all[i], nil
}

// SaveMacro makes (ID 0) or changes a macro. What makes no sense is fault.Invalid with the place as its field.
func (s *Service) SaveMacro(ctx context.Context, m Macro) (Macro, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Macro, error) { return s.SaveMacroIn(ctx, tx, m) })
}

// SaveMacroIn is SaveMacro inside the caller's transaction.
func (s *Service) SaveMacroIn(ctx context.Context, tx *db.Tx, m Macro) (Macro, error) {
	if err := access.Check(ctx, access.ManageViews); err != nil {
		return m, err
	}
	m, err := m.check()
	if err != nil {
		return m, err
	}
	v, err := s.vocabulary(ctx, tx, Rule{Actions: m.Actions})
	if err != nil {
		return m, err
	}
	if err := checkActionNames(v, m.Actions); err != nil {
		return m, err
	}
	if m.Macro, err = s.Tickets.SaveMacroIn(ctx, tx, m.Macro); err != nil {
		return m, err
	}
	if err := storeMacroActions(ctx, tx, m.ID, m.Actions); err != nil {
		return m, err
	}
	fact := MacroActed{Title: m.Title, Fields: []string{}}
	for _, a := range m.Actions {
		fact.Fields = append(fact.Fields, a.Field)
	}
	return m, s.Log.Append(ctx, tx, event.Subject{Type: "macro", ID: m.ID}, fact)
}

// check takes the words out of the actions, where Zendesk has them.
func (m Macro) check() (Macro, error) {
	actions, err := CheckActions(m.Actions, InMacros)
	if err != nil {
		return m, err
	}
	m.Actions = nil
	for _, a := range actions {
		if a.Field == "comment_value" {
			m.Body = strings.TrimSpace(m.Body + "\n\n" + a.Value[0])
			continue
		}
		m.Actions = append(m.Actions, a)
	}
	if strings.TrimSpace(m.Body) != "" {
		if _, err := checkText("body", m.Body, 0); err != nil {
			return m, err
		}
	}
	m.Acts = len(m.Actions) > 0
	return m, nil
}

// Call is what a macro would do to a ticket if it were called now.
type Call struct {
	Macro   Macro
	Effects []Effect
	Body    string // filled in; empty where it says nothing
	Public  bool
	Update  ticket.Update // what it changes; without the comment
	Seq     int64         // of the ticket, for the reply's IfSeq
}

// Preview says what a macro would do to a ticket, by the principal.
func (s *Service) Preview(ctx context.Context, macroID, ticketID int64) (Call, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Call{}, err
	}
	m, err := s.Macro(ctx, macroID)
	if err != nil {
		return Call{}, err
	}
	q := s.DB.Read()
	about, err := s.Matters.Load(ctx, q, ticketID, []string{})
	if err != nil {
		return Call{}, err
	}
	actor, _ := access.From(ctx)
	filler, err := s.filler(ctx, q, about, actor.UserID)
	if err != nil {
		return Call{}, err
	}
	c := Call{Macro: m, Effects: Effects(m.Actions, about.Facts, actor.UserID), Public: true, Seq: about.Ticket.Seq}
	if m.Body != "" {
		if c.Body, err = fill(ctx, m.Body, filler.values(markdown)); err != nil {
			return c, err
		}
	}
	return c, c.gather(ctx, filler, about.Facts, actor.UserID)
}

// gather joins the actions into one update.
func (c *Call) gather(ctx context.Context, filler subjectMatter, f condition.Facts, me int64) error {
	for _, a := range c.Macro.Actions {
		switch a.Field {
		case "comment_mode_is_public":
			c.Public = a.Value[0] == "true"
			continue
		case "subject":
			subject, err := fill(ctx, a.Value[0], filler.values(plain))
			if err != nil {
				return err
			}
			c.Update.Subject = &subject
			continue
		}
		u, err := change(a, f, me)
		if err != nil {
			return err
		}
		merge(&c.Update, u)
	}
	return nil
}

// merge adds what u changes to all.
func merge(all *ticket.Update, u ticket.Update) {
	all.Status, all.Priority, all.Type = or(u.Status, all.Status), or(u.Priority, all.Priority), or(u.Type, all.Type)
	all.Stage, all.Region = or(u.Stage, all.Stage), or(u.Region, all.Region)
	all.GroupID, all.AssigneeID, all.FormID = or(u.GroupID, all.GroupID), or(u.AssigneeID, all.AssigneeID), or(u.FormID, all.FormID)
	all.AddTags, all.RemoveTags = append(all.AddTags, u.AddTags...), append(all.RemoveTags, u.RemoveTags...)
	all.AddCCs, all.AddFollowers = append(all.AddCCs, u.AddCCs...), append(all.AddFollowers, u.AddFollowers...)
	for key, values := range u.Fields {
		if all.Fields == nil {
			all.Fields = map[string][]string{}
		}
		all.Fields[key] = values
	}
}

func or[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}

// Do calls a macro on a ticket with the words as the engineer left them: none says nothing. A public reply is
// held for the desk's undo time like any other.
func (s *Service) Do(ctx context.Context, macroID, ticketID int64, body string, public bool, ifSeq int64) (ticket.Held, error) {
	c, err := s.Preview(ctx, macroID, ticketID)
	if err != nil {
		return ticket.Held{}, err
	}
	if strings.TrimSpace(body) == "" {
		_, err := s.Tickets.Update(ctx, ticketID, c.Update)
		return ticket.Held{}, err
	}
	return s.Tickets.Send(ctx, ticket.Reply{TicketID: ticketID, Public: public, Body: body, Then: c.Update, IfSeq: ifSeq})
}
