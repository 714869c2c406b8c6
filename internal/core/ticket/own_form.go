package ticket

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// OwnForms lists the forms that the customer may choose, in their order: those that fit what their organization has.
func (s *Service) OwnForms(ctx context.Context) ([]Form, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return nil, err
	}
	q := s.db.Read()
	org, err := s.organizationOf(ctx, q, customerOf(ctx))
	if err != nil {
		return nil, err
	}
	all, err := customersForms(ctx, q)
	return fitting(all, org), err
}

// customersForms are those of the forms that any customer may choose.
func customersForms(ctx context.Context, q db.Querier) ([]Form, error) {
	all, err := listForms(ctx, q)
	return slices.DeleteFunc(all, func(f Form) bool { return !f.Customers || f.Retired }), err
}

func fitting(forms []Form, org people.Organization) []Form {
	return slices.DeleteFunc(slices.Clone(forms), func(f Form) bool { return !f.Fits(org) })
}

// OwnQuestion is a custom field that a form asks for now.
type OwnQuestion struct {
	Field
	Required bool
}

// OwnQuestions are what a form asks, given what is filled in so far.
type OwnQuestions struct {
	Form      Form // empty where the desk has no forms for customers
	Questions []OwnQuestion
	// Depends says that other answers may bring up other questions.
	Depends bool
	// Emergencies are the forms to be offered beside an ordinary request without a form.
	Emergencies []Form
	// Refuses is what the desk does not take of anybody.
	Refuses Refusals
}

// OwnQuestions resolves which fields the form of n asks for, with the answers that n has. A form that is not offered to
// the customer's organization is fault.Invalid on "form" with NotOffered in its chain. The form 0 is that of a desk
// without forms, but for those of emergencies: whoever wants something ordinary need not choose.
func (s *Service) OwnQuestions(ctx context.Context, n OwnNew) (OwnQuestions, error) {
	if err := access.Check(ctx, access.OwnTickets); err != nil {
		return OwnQuestions{}, err
	}
	asked, err := s.questions(ctx, s.db.Read(), n)
	if err != nil {
		return asked, err
	}
	asked.Refuses, err = s.Refuses(ctx, s.db.Read())
	return asked, err
}

func (s *Service) questions(ctx context.Context, q db.Querier, n OwnNew) (OwnQuestions, error) {
	org, err := s.organizationOf(ctx, q, customerOf(ctx))
	if err != nil {
		return OwnQuestions{}, err
	}
	all, err := customersForms(ctx, q)
	forms := fitting(all, org)
	ordinary := slices.ContainsFunc(forms, func(f Form) bool { return !f.Emergency })
	if err != nil || !ordinary && n.FormID == 0 {
		return OwnQuestions{Emergencies: forms}, err
	}
	i := slices.IndexFunc(all, func(f Form) bool { return f.ID == n.FormID })
	switch {
	case i < 0:
		return OwnQuestions{}, fault.Field("form", "Choose a form of the list")
	case !all[i].Fits(org):
		return OwnQuestions{}, notOffered(ctx, q, all[i], org)
	}
	fields, err := listFields(ctx, q)
	if err != nil {
		return OwnQuestions{}, err
	}
	asked := OwnQuestions{Form: all[i], Depends: slices.ContainsFunc(all[i].Fields, func(f FormField) bool { return len(f.When) > 0 })}
	asked.Questions = s.shown(asked.Form, customersFields(fields), n.ticket())
	return asked, nil
}

func customersFields(all []Field) []Field {
	return slices.DeleteFunc(all, func(f Field) bool { return !f.Customers || f.Retired })
}

// shown asks for every field whose condition holds. An answer counts only while its own question is asked, so it is
// gone through until nothing changes; conditions that turn each other off end after one round a field.
func (s *Service) shown(form Form, fields []Field, t Ticket) (asked []OwnQuestion) {
	t.Fields = understood(fields, t.Fields)
	given := t.Fields
	for range len(form.Fields) + 1 {
		var now []OwnQuestion
		for _, f := range form.Fields {
			i := slices.IndexFunc(fields, func(d Field) bool { return d.Key == f.Key })
			if i >= 0 && s.asksFor(f, t) {
				now = append(now, OwnQuestion{fields[i], f.Required})
			}
		}
		if slices.EqualFunc(asked, now, func(x, y OwnQuestion) bool { return x.Key == y.Key }) {
			break
		}
		asked, t.Fields = now, map[string][]string{}
		for _, q := range asked {
			if values, ok := given[q.Key]; ok {
				t.Fields[q.Key] = values
			}
		}
	}
	return asked
}

// understood brings answers into the form in which they would be stored, and leaves out those that make no sense yet.
func understood(fields []Field, given map[string][]string) map[string][]string {
	clean := map[string][]string{}
	for _, f := range fields {
		if values, err := f.clean(given[f.Key]); err == nil && len(values) > 0 {
			clean[f.Key] = values
		}
	}
	return clean
}
