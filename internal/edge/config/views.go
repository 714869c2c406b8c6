package config

import (
	"context"
	"regexp"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// viewFile is a view that everyone sees. Personal ones are their owner's and no configuration.
type viewFile struct {
	Title         string  `yaml:"title" required:"true" about:"What the view is called"`
	PreviousTitle string  `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	Position      int     `yaml:"position" about:"Its place in the sidebar"`
	Query         string  `yaml:"query" about:"What it shows, as in the search: assignee:none status<solved"`
	Conditions    viewSet `yaml:"conditions,omitempty" about:"What must hold besides, in the words of rules"`
	Sort          string  `yaml:"sort,omitempty" about:"updated, created, priority, waiting or breach, also with -asc or -desc"`
}

// viewSet are conditions that are asked when somebody looks.
type viewSet struct{ conditions }

func (v *viewSet) read(d *decoder, n *yaml.Node, field string) {
	v.use = condition.ForView
	v.conditions.read(d, n, field)
}

// byNumber finds people and organizations that a search names by their number.
var byNumber = regexp.MustCompile(`\w+:#\d+`)

func views() kind {
	return &kindOf[viewFile]{
		noun: "view", dir: "views",
		name:     func(f *viewFile) *string { return &f.Title },
		previous: func(f *viewFile) *string { return &f.PreviousTitle },
		position: func(f *viewFile) *int { return &f.Position },
		list: func(ctx context.Context, s *session) ([]held[viewFile], error) {
			all, err := s.Tickets.SharedViewsIn(ctx, s.q)
			out := make([]held[viewFile], len(all))
			if err != nil {
				return nil, err
			}
			for i, v := range all {
				set, err := v.Conditions.Translate(s.toName(ctx))
				if err != nil {
					return nil, err
				}
				out[i] = held[viewFile]{id: v.ID,
					file: viewFile{Title: v.Title, Query: v.Query, Sort: v.Sort, Conditions: viewSet{conditions{Set: set, use: condition.ForView}}}}
			}
			return out, nil
		},
		put: func(ctx context.Context, s *session, was *held[viewFile], f viewFile) error {
			if id := byNumber.FindString(f.Query); id != "" {
				return fault.Field("query", "“%s” names something by its number, which is another on every desk. Write its name or address instead", id)
			}
			v := ticket.View{Title: f.Title, Query: f.Query, Sort: f.Sort, Position: f.Position}
			if was != nil {
				v.ID = was.id
			}
			var err error
			if v.Conditions, err = f.Conditions.Translate(s.toID(ctx)); err != nil {
				return err
			}
			_, err = s.Tickets.SaveSharedViewIn(ctx, s.tx, v)
			return err
		},
		place: conditionPlace,
		remove: func(ctx context.Context, s *session, was held[viewFile]) error {
			return s.Tickets.DeleteSharedViewIn(ctx, s.tx, was.id)
		},
		order: func(ctx context.Context, s *session, all []held[viewFile]) error {
			known, err := s.Tickets.SharedViewsIn(ctx, s.q)
			if err != nil {
				return err
			}
			return arranged(all, known, func(v ticket.View) int64 { return v.ID }, func(v *ticket.View) *int { return &v.Position },
				func(v ticket.View) error {
					_, err := s.Tickets.SaveSharedViewIn(ctx, s.tx, v)
					return err
				})
		},
	}
}
