package ticket

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// solvable refuses to solve a ticket while fields are empty that its form asks for by then (Zendesk: "Required to solve a
// ticket"). It looks at the ticket as u would leave it, so that filling in and solving can be one step.
func (s *Service) solvable(ctx context.Context, q db.Querier, t Ticket, u Update) error {
	if u.Status == nil || *u.Status < Solved || t.Status >= Solved {
		return nil
	}
	if u.FormID != nil {
		t.FormID = *u.FormID
	}
	form, err := formOf(ctx, q, t.FormID)
	if err != nil || !slices.ContainsFunc(form.Fields, func(f FormField) bool { return f.Solve }) {
		return err
	}
	defined, err := listFields(ctx, q)
	if err != nil {
		return err
	}
	missing := s.missing(form, defined, t.after(u, defined))
	if len(missing) == 0 {
		return nil
	}
	return fault.Field("status", "“%s” asks for %s before a ticket is solved. Fill that in, then solve it", form.Title, strings.Join(missing, ", "))
}

// after is what forms ask about of t, once u has changed it.
func (t Ticket) after(u Update, defined []Field) Ticket {
	t.Fields = maps.Clone(t.Fields)
	if t.Fields == nil {
		t.Fields = map[string][]string{}
	}
	given := understood(defined, u.Fields)
	for key := range u.Fields {
		if t.Fields[key] = given[key]; len(given[key]) == 0 {
			delete(t.Fields, key)
		}
	}
	t.Status = *u.Status
	if u.Priority != nil {
		t.Priority = *u.Priority
	}
	if u.Type != nil {
		t.Type = *u.Type
	}
	if u.Stage != nil {
		t.Stage = *u.Stage
	}
	if u.Region != nil {
		t.Region = *u.Region
	}
	return t
}

// missing lists the titles of the fields that stand in the way of solving t.
func (s *Service) missing(form Form, defined []Field, t Ticket) (titles []string) {
	for _, f := range form.Fields {
		i := slices.IndexFunc(defined, func(d Field) bool { return d.Key == f.Key && !d.Retired })
		if f.Solve && i >= 0 && len(t.Fields[f.Key]) == 0 && s.asksFor(f, t) {
			titles = append(titles, defined[i].Title)
		}
	}
	return titles
}
