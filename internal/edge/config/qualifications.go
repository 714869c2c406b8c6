package config

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/capability/oncall"
)

// qualificationFile is what on-call schedules can demand, with whom it was recorded for.
type qualificationFile struct {
	Title         string   `yaml:"title" required:"true" about:"What the qualification is called"`
	PreviousTitle string   `yaml:"previous_title,omitempty" about:"What it was called, to rename it"`
	Kind          string   `yaml:"kind" oneof:"training clearance" about:"A training that was done, or a clearance that was verified"`
	About         string   `yaml:"about,omitempty" about:"What must be so"`
	Holders       []string `yaml:"holders,omitempty" ref:"staff" about:"The addresses of those who have it"`
}

func qualifications() kind {
	return &kindOf[qualificationFile]{
		noun: "qualification", dir: "qualifications",
		blank:    func() qualificationFile { return qualificationFile{Kind: string(oncall.Training)} },
		name:     func(f *qualificationFile) *string { return &f.Title },
		previous: func(f *qualificationFile) *string { return &f.PreviousTitle },
		list:     listQualifications,
		put: func(ctx context.Context, s *session, was *held[qualificationFile], f qualificationFile) error {
			q := oncall.Qualification{Title: f.Title, Kind: oncall.QualificationKind(f.Kind), About: f.About}
			if was != nil {
				q.ID = was.id
			}
			var err error
			if q.Holders, err = s.ids(ctx, "staff", f.Holders); err != nil {
				return err
			}
			_, err = s.OnCall.SaveQualificationIn(ctx, s.tx, q)
			return err
		},
		remove: func(ctx context.Context, s *session, was held[qualificationFile]) error {
			return s.OnCall.DeleteQualificationIn(ctx, s.tx, was.id)
		},
	}
}

func listQualifications(ctx context.Context, s *session) ([]held[qualificationFile], error) {
	all, err := s.OnCall.QualificationsIn(ctx, s.q)
	if err != nil {
		return nil, err
	}
	out := make([]held[qualificationFile], len(all))
	for i, q := range all {
		f := qualificationFile{Title: q.Title, Kind: string(q.Kind), About: q.About}
		for _, id := range q.Holders {
			email, err := s.name(ctx, "staff", id)
			if err != nil {
				return nil, err
			}
			f.Holders = append(f.Holders, email)
		}
		slices.Sort(f.Holders)
		out[i] = held[qualificationFile]{id: q.ID, file: f}
	}
	return out, nil
}
