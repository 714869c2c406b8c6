package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/people"
)

// groupFile is a group of the team. Who belongs to it stands in the files of people.
type groupFile struct {
	Title         string `yaml:"title" required:"true" about:"What the group is called"`
	PreviousTitle string `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
}

func groups() kind {
	return &kindOf[groupFile]{
		noun: "group", dir: "groups",
		name:     func(f *groupFile) *string { return &f.Title },
		previous: func(f *groupFile) *string { return &f.PreviousTitle },
		list: func(ctx context.Context, s *session) ([]held[groupFile], error) {
			all, err := s.People.Groups(ctx, s.q)
			out := make([]held[groupFile], len(all))
			for i, g := range all {
				out[i] = held[groupFile]{id: g.ID, file: groupFile{Title: g.Name}}
			}
			return out, err
		},
		put: func(ctx context.Context, s *session, was *held[groupFile], f groupFile) error {
			g := people.Group{Name: f.Title}
			if was != nil {
				all, err := s.People.Groups(ctx, s.q)
				if err != nil {
					return err
				}
				for _, known := range all {
					if known.ID == was.id {
						g.ID, g.Members = known.ID, known.Members
					}
				}
			}
			_, err := s.People.SaveGroupIn(ctx, s.tx, g)
			return err
		},
		remove: func(ctx context.Context, s *session, was held[groupFile]) error {
			return s.People.DeleteGroupIn(ctx, s.tx, was.id)
		},
		place: titleForName,
	}
}

// titleForName is for what the desk calls a name and files a title.
func titleForName(field string) string {
	if field == "name" {
		return "title"
	}
	return field
}
