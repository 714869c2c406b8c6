package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// fieldFile is a custom field of tickets.
type fieldFile struct {
	Key       string          `yaml:"key" required:"true" about:"What rules and searches call it; it never changes"`
	Position  int             `yaml:"position" about:"Its place among the fields"`
	Active    bool            `yaml:"active" about:"false keeps it where it is set, and offers it nowhere"`
	Title     string          `yaml:"title" required:"true" about:"What people call it"`
	Kind      string          `yaml:"kind" required:"true" oneof:"text number date checkbox select multiselect" about:"What it holds; it never changes"`
	Options   []ticket.Option `yaml:"options,omitempty" style:"flow" about:"Of a select or multiselect: value and title of each choice"`
	Help      string          `yaml:"help,omitempty" about:"A line beside the field"`
	Customers bool            `yaml:"customers" about:"Whether customers fill it in, too"`
}

func fields() kind {
	return &kindOf[fieldFile]{
		noun: "field", dir: "fields",
		blank:    func() fieldFile { return fieldFile{Active: true} },
		name:     func(f *fieldFile) *string { return &f.Key },
		position: func(f *fieldFile) *int { return &f.Position },
		list: func(ctx context.Context, s *session) ([]held[fieldFile], error) {
			all, err := s.Tickets.FieldsIn(ctx, s.q)
			out := make([]held[fieldFile], len(all))
			for i, f := range all {
				out[i] = held[fieldFile]{id: f.ID, idle: f.Retired, file: fieldFile{Key: f.Key, Active: !f.Retired, Title: f.Title,
					Kind: string(f.Kind), Options: f.Options, Help: lines(f.Help), Customers: f.Customers}}
			}
			return out, err
		},
		put: putField,
		remove: func(ctx context.Context, s *session, was held[fieldFile]) error {
			was.file.Active = false
			return putField(ctx, s, &was, was.file)
		},
		order: func(ctx context.Context, s *session, all []held[fieldFile]) error {
			known, err := s.Tickets.FieldsIn(ctx, s.q)
			if err != nil {
				return err
			}
			return arranged(all, known, func(f ticket.Field) int64 { return f.ID }, func(f *ticket.Field) *int { return &f.Position },
				func(f ticket.Field) error {
					_, err := s.Tickets.SaveFieldIn(ctx, s.tx, f)
					return err
				})
		},
	}
}

func putField(ctx context.Context, s *session, was *held[fieldFile], f fieldFile) error {
	field := ticket.Field{Key: f.Key, Title: f.Title, Kind: ticket.FieldKind(f.Kind), Options: f.Options, Help: f.Help, Customers: f.Customers,
		Position: f.Position, Retired: !f.Active}
	if was != nil {
		if field.ID = was.id; was.file.Kind != f.Kind {
			return fault.Field("kind",
				"The field %s is of the kind %s and stays it, for the sake of the values it has. Make a field with another key", f.Key, was.file.Kind)
		}
	}
	_, err := s.Tickets.SaveFieldIn(ctx, s.tx, field)
	return err
}
