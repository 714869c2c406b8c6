package config

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// statusFile says what becomes of a status by itself, after days of 24 hours; 0 is never.
type statusFile struct {
	Status    string `yaml:"status" required:"true" oneof:"pending hold solved closed" about:"The status"`
	Remind    *int   `yaml:"remind_after_days,omitempty" about:"Of pending: the customer is reminded"`
	Solve     *int   `yaml:"solve_after_days,omitempty" about:"Of pending: the customer is told once more, and the ticket is solved"`
	Reopen    *int   `yaml:"reopen_after_days,omitempty" about:"Of hold: the ticket is open again, unless it is a task"`
	Close     *int   `yaml:"close_after_days,omitempty" about:"Of solved: the ticket is closed"`
	Files     *int   `yaml:"remove_files_after_days,omitempty" about:"Of closed: its files are removed; 0 is as usual for the desk"`
	CloseLate *int   `yaml:"close_late_after_days,omitempty" about:"Of solved: the same with the tag skip_autoclose"`
}

func statuses() kind {
	return &kindOf[statusFile]{
		noun: "status", dir: "statuses",
		name: func(f *statusFile) *string { return &f.Status },
		list: func(ctx context.Context, s *session) ([]held[statusFile], error) {
			r, err := ticket.Life.Get(ctx, s.q)
			return []held[statusFile]{ // idle: they are always there, and cannot be taken away
				{idle: true, file: statusFile{Status: "pending", Remind: &r.RemindDays, Solve: &r.SolveDays}},
				{idle: true, file: statusFile{Status: "hold", Reopen: &r.ReopenDays}},
				{idle: true, file: statusFile{Status: "solved", Close: &r.CloseDays, CloseLate: &r.CloseLateDays}},
				{idle: true, file: statusFile{Status: "closed", Files: &r.FileDays}},
			}, err
		},
		put: func(ctx context.Context, s *session, _ *held[statusFile], f statusFile) error {
			r, err := ticket.Life.Get(ctx, s.tx)
			if err != nil {
				return err
			}
			if err := f.apply(&r); err != nil {
				return err
			}
			return ticket.Life.Set(ctx, s.tx, s.Log, r)
		},
		remove: func(context.Context, *session, held[statusFile]) error { return nil },
		place: func(field string) string {
			return map[string]string{"remind_days": "remind_after_days", "solve_days": "solve_after_days", "reopen_days": "reopen_after_days",
				"close_days": "close_after_days", "close_late_days": "close_late_after_days", "file_days": "remove_files_after_days"}[field]
		},
	}
}

// apply puts what the file says into the rules, and refuses what another status does.
func (f statusFile) apply(r *ticket.LifeRules) error {
	for _, step := range []struct {
		key, of string
		from    *int
		to      *int
	}{
		{"remind_days", "pending", f.Remind, &r.RemindDays}, {"solve_days", "pending", f.Solve, &r.SolveDays},
		{"reopen_days", "hold", f.Reopen, &r.ReopenDays},
		{"close_days", "solved", f.Close, &r.CloseDays}, {"close_late_days", "solved", f.CloseLate, &r.CloseLateDays},
		{"file_days", "closed", f.Files, &r.FileDays},
	} {
		switch {
		case step.from == nil:
			continue
		case step.of != f.Status:
			return fault.Field(step.key, "This happens to the status %s, not to %s. Move it to the file of that status", step.of, f.Status)
		}
		*step.to = *step.from
	}
	return nil
}
