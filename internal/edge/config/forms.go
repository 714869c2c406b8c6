package config

import (
	"context"
	"encoding/json"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// formFile is a kind of request.
type formFile struct {
	Title         string          `yaml:"title" required:"true" about:"What the form is called"`
	PreviousTitle string          `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	Position      int             `yaml:"position" about:"Its place among the forms"`
	Active        bool            `yaml:"active" about:"false offers it nowhere"`
	About         string          `yaml:"about,omitempty" about:"What it is for, shown beside it"`
	Customers     bool            `yaml:"customers" about:"Whether customers may choose it"`
	Emergency     bool            `yaml:"emergency,omitempty" about:"Whether its tickets are emergencies"`
	Closes        bool            `yaml:"closes,omitempty" about:"Whether a rule answers and closes its tickets"`
	Levels        []string        `yaml:"levels,omitempty" about:"The keys of the support levels it is offered to; none: all"`
	Plans         []string        `yaml:"plans,omitempty" about:"The plans it is offered to, as organizations have them; none: all"`
	Deployments   []string        `yaml:"deployments,omitempty" about:"The deployments it is offered to: self-managed, saas; none: all"`
	Fields        []formFieldFile `yaml:"fields,omitempty" about:"What it asks for, in this order"`
}

type formFieldFile struct {
	Field    string    `yaml:"field" required:"true" ref:"field" about:"The key of the field"`
	Required bool      `yaml:"required,omitempty" about:"Whether customers must fill it in"`
	Solve    bool      `yaml:"required_on_solve,omitempty" about:"Whether the team must fill it in before a ticket is solved"`
	When     policySet `yaml:"when,omitempty" about:"Under which conditions it is asked; none: always"`
}

// policySet are conditions on a ticket as it stands.
type policySet struct{ conditions }

func (p *policySet) read(d *decoder, n *yaml.Node, field string) {
	p.use = condition.ForPolicy
	p.conditions.read(d, n, field)
}

func newPolicySet(set condition.Set) policySet {
	return policySet{conditions{Set: set, use: condition.ForPolicy}}
}

func forms() kind {
	return &kindOf[formFile]{
		noun: "form", dir: "forms",
		blank:    func() formFile { return formFile{Active: true} },
		name:     func(f *formFile) *string { return &f.Title },
		previous: func(f *formFile) *string { return &f.PreviousTitle },
		position: func(f *formFile) *int { return &f.Position },
		list:     listForms,
		put:      putForm,
		remove: func(ctx context.Context, s *session, was held[formFile]) error {
			was.file.Active = false
			return putForm(ctx, s, &was, was.file)
		},
		order: func(ctx context.Context, s *session, all []held[formFile]) error {
			known, err := s.Tickets.FormsIn(ctx, s.q)
			if err != nil {
				return err
			}
			return arranged(all, known, func(f ticket.Form) int64 { return f.ID }, func(f *ticket.Form) *int { return &f.Position },
				func(f ticket.Form) error {
					_, err := s.Tickets.SaveFormIn(ctx, s.tx, f)
					return err
				})
		},
	}
}

func listForms(ctx context.Context, s *session) ([]held[formFile], error) {
	all, err := s.Tickets.FormsIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	out := make([]held[formFile], len(all))
	for i, form := range all {
		f := formFile{Title: form.Title, Active: !form.Retired, About: lines(form.About), Customers: form.Customers,
			Emergency: form.Emergency, Closes: form.Closes,
			Levels: form.Levels, Plans: form.Plans, Deployments: form.Deployments}
		for _, asked := range form.Fields {
			when, err := s.formCondition(ctx, asked.When)
			if err != nil {
				return nil, err
			}
			f.Fields = append(f.Fields, formFieldFile{Field: asked.Key, Required: asked.Required, Solve: asked.Solve, When: when})
		}
		out[i] = held[formFile]{id: form.ID, idle: form.Retired, file: f}
	}
	return out, nil
}

func (s *session) formCondition(ctx context.Context, raw json.RawMessage) (policySet, error) {
	if len(raw) == 0 {
		return policySet{}, nil
	}
	set, err := condition.Parse(raw)
	if err != nil {
		return policySet{}, err
	}
	set, err = set.Translate(s.toName(ctx))
	return newPolicySet(set), err
}

func putForm(ctx context.Context, s *session, was *held[formFile], f formFile) error {
	form := ticket.Form{Title: f.Title, About: f.About, Customers: f.Customers, Emergency: f.Emergency, Closes: f.Closes,
		Position: f.Position, Retired: !f.Active,
		Offer: ticket.Offer{Levels: f.Levels, Plans: f.Plans, Deployments: f.Deployments}}
	if was != nil {
		form.ID = was.id
	}
	for _, asked := range f.Fields {
		field := ticket.FormField{Key: asked.Field, Required: asked.Required, Solve: asked.Solve}
		if !asked.When.Empty() {
			set, err := asked.When.Translate(s.toID(ctx))
			if err != nil {
				return err
			}
			if field.When, err = json.Marshal(set); err != nil {
				return err
			}
		}
		form.Fields = append(form.Fields, field)
	}
	_, err := s.Tickets.SaveFormIn(ctx, s.tx, form)
	return err
}
