package ticket

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Form is a kind of request: which custom fields it asks for, and what becomes of its tickets.
type Form struct {
	ID        int64       `json:"id"`
	Title     string      `json:"title"`
	About     string      `json:"about,omitempty"` // what it is for, shown beside it
	Customers bool        `json:"customers"`       // customers may choose it
	Emergency bool        `json:"emergency,omitempty"`
	Closes    bool        `json:"closes,omitempty"` // a rule answers and closes its tickets
	Fields    []FormField `json:"fields"`
	Position  int         `json:"position"`
	Retired   bool        `json:"retired,omitempty"`
	Offer                 // to which organizations
}

// FormField is a custom field as a form asks for it.
type FormField struct {
	Key      string `json:"key"`
	Required bool   `json:"required,omitempty"` // of customers
	Solve    bool   `json:"solve,omitempty"`    // of the team, before a ticket is solved
	// When is the condition under which the form asks, in the words of core/condition; empty: always.
	When json.RawMessage `json:"when,omitempty"`
}

// FormSaved is the fact that a form was made or changed.
type FormSaved struct {
	Title string `json:"title"`
	New   bool   `json:"new,omitempty"`
}

// EventKind implements event.Fact.
func (FormSaved) EventKind() string { return "form.saved" }

// Forms lists the forms in their order, retired ones last.
func (s *Service) Forms(ctx context.Context) ([]Form, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return nil, err
	}
	return listForms(ctx, s.db.Read())
}

// SaveForm makes (ID 0) or changes a form.
func (s *Service) SaveForm(ctx context.Context, f Form) (Form, error) {
	return db.InTx(ctx, s.db, func(tx *db.Tx) (Form, error) { return s.SaveFormIn(ctx, tx, f) })
}

// SaveFormIn is SaveForm inside the caller's transaction.
func (s *Service) SaveFormIn(ctx context.Context, tx *db.Tx, f Form) (Form, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return f, err
	}
	forms, err := listForms(ctx, tx)
	if err != nil {
		return f, err
	}
	fields, err := listFields(ctx, tx)
	if err != nil {
		return f, err
	}
	if f, err = f.checked(forms, fields); err != nil {
		return f, err
	}
	if err := checkOffer(ctx, tx, &f.Offer); err != nil {
		return f, err
	}
	for _, asked := range f.Fields {
		if s.ports.CheckWhen == nil || len(asked.When) == 0 {
			continue
		}
		if err := s.ports.CheckWhen(asked.When); err != nil {
			return f, fault.Wrap(fault.Invalid, err, "The condition of %s is not understood: %v", asked.Key, err)
		}
	}
	fact := FormSaved{Title: f.Title, New: f.ID == 0}
	if err := storeForm(ctx, tx, &f); err != nil {
		return f, err
	}
	return f, s.log.Append(ctx, tx, event.Subject{Type: "form", ID: f.ID}, fact)
}

func (f Form) checked(forms []Form, fields []Field) (Form, error) {
	f.Title, f.About = strings.Join(strings.Fields(f.Title), " "), strings.TrimSpace(f.About)
	if f.Title == "" {
		return f, fault.Field("title", "A form needs a title")
	}
	for _, other := range forms {
		if other.ID != f.ID && people.FoldName(other.Title) == people.FoldName(f.Title) {
			return f, fault.Field("title", "There is a form called %s already", other.Title)
		}
	}
	seen := map[string]bool{}
	for _, asked := range f.Fields {
		switch {
		case !slices.ContainsFunc(fields, func(d Field) bool { return d.Key == asked.Key }):
			return f, fault.Field("fields", "There is no field with the key %q", asked.Key)
		case seen[asked.Key]:
			return f, fault.Field("fields", "The form asks for %q twice", asked.Key)
		}
		seen[asked.Key] = true
	}
	return f, nil
}

// changeForm moves t to a form and sets what follows from it: an emergency form makes an emergency, leaving
// it gives the stage back to the thread, unless the update says otherwise.
func changeForm(ctx context.Context, tx *db.Tx, t *Ticket, u Update) ([]Changed, error) {
	if u.FormID == nil || *u.FormID == t.FormID {
		return nil, nil
	}
	before, err := formOf(ctx, tx, t.FormID)
	if err != nil {
		return nil, err
	}
	after, err := formOf(ctx, tx, *u.FormID)
	if err != nil {
		return nil, err
	}
	all := setID("form", &t.FormID, u.FormID)
	switch {
	case u.Stage != nil:
	case after.Emergency:
		all = append(all, t.setStage(Emergency)...)
	case before.Emergency && t.Stage == Emergency:
		all = append(all, t.setStage(t.threadStage())...)
	}
	return all, nil
}

// formOf gives the form with a number; 0 is the empty form.
func formOf(ctx context.Context, q db.Querier, id int64) (Form, error) {
	if id == 0 {
		return Form{}, nil
	}
	forms, err := listForms(ctx, q)
	if err != nil {
		return Form{}, err
	}
	for _, f := range forms {
		if f.ID == id {
			return f, nil
		}
	}
	return Form{}, fault.Field("form", "There is no form with the number %d", id)
}
