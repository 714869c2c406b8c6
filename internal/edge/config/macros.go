package config

import (
	"context"

	"go.yaml.in/yaml/v4"

	"github.com/daywatch/daywatch/internal/capability/rules"
	"github.com/daywatch/daywatch/internal/core/ticket"
)

// macroFile is a saved reply, and what it does besides.
type macroFile struct {
	Title         string       `yaml:"title" required:"true" about:"What the saved reply is found by"`
	PreviousTitle string       `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	Position      int          `yaml:"position" about:"Its place in the list"`
	Body          string       `yaml:"body,omitempty" about:"The words, in Markdown, with placeholders such as {{requester.first_name}}"`
	Actions       macroActions `yaml:"actions,omitempty" about:"What it does besides"`
}

type macroActions struct{ actions }

func (m *macroActions) read(d *decoder, n *yaml.Node, field string) {
	m.use = rules.InMacros
	m.actions.read(d, n, field)
}

func macros() kind {
	return &kindOf[macroFile]{
		noun: "macro", dir: "macros",
		name:     func(f *macroFile) *string { return &f.Title },
		previous: func(f *macroFile) *string { return &f.PreviousTitle },
		position: func(f *macroFile) *int { return &f.Position },
		list:     listMacros,
		put:      putMacro,
		remove: func(ctx context.Context, s *session, was held[macroFile]) error {
			return s.Tickets.DeleteMacroIn(ctx, s.tx, was.id)
		},
		order: func(ctx context.Context, s *session, all []held[macroFile]) error {
			known, err := s.Rules.MacrosIn(ctx, s.q)
			if err != nil {
				return err
			}
			return arranged(all, known, func(m rules.Macro) int64 { return m.ID }, func(m *rules.Macro) *int { return &m.Position },
				func(m rules.Macro) error {
					_, err := s.Tickets.SaveMacroIn(ctx, s.tx, m.Macro)
					return err
				})
		},
	}
}

func listMacros(ctx context.Context, s *session) ([]held[macroFile], error) {
	all, err := s.Rules.MacrosIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	out := make([]held[macroFile], len(all))
	for i, m := range all {
		f := macroFile{Title: m.Title, Body: lines(m.Body)}
		if f.Actions.list, err = translated(m.Actions, s.toName(ctx)); err != nil {
			return nil, err
		}
		out[i] = held[macroFile]{id: m.ID, file: f}
	}
	return out, nil
}

func putMacro(ctx context.Context, s *session, was *held[macroFile], f macroFile) error {
	m := rules.Macro{Macro: ticket.Macro{Title: f.Title, Body: f.Body, Position: f.Position}}
	if was != nil {
		m.ID = was.id
	}
	var err error
	if m.Actions, err = translated(f.Actions.list, s.toID(ctx)); err != nil {
		return err
	}
	_, err = s.Rules.SaveMacroIn(ctx, s.tx, m)
	return err
}
