package oncall

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/oncall/rotation"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const lookoutKind = "oncall.lookout"

// lookOut tells the managers of holes and clock changes in the days ahead, each once.
func (s *Service) lookOut(ctx context.Context, _ job.Job) error {
	ctx = access.AsSystem(ctx, "oncall")
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		b, err := s.gather(ctx, tx, tx.Now().Add(-around))
		if err != nil {
			return err
		}
		until := tx.Now().AddDate(0, 0, b.rules.Ahead)
		for _, schedule := range b.schedules {
			if len(schedule.held().Layers) == 0 {
				continue
			}
			if err := s.warnHoles(ctx, tx, b, schedule, until); err != nil {
				return err
			}
			if err := s.warnClocks(ctx, tx, b, schedule, until); err != nil {
				return err
			}
		}
		return nil
	})
}

// warnHoles tells of critical schedules that nobody is on call for.
func (s *Service) warnHoles(ctx context.Context, tx *db.Tx, b *book, schedule Schedule, until time.Time) error {
	if !schedule.Critical {
		return nil
	}
	segments, err := b.history(schedule.ID).timeline(tx.Now(), until)
	if err != nil {
		return err
	}
	gaps := rotation.Gaps(segments)
	if len(gaps) == 0 {
		return nil
	}
	n := Notice{Cause: fmt.Sprintf("oncall_hole:%d:%d", schedule.ID, gaps[0].Until.Unix()), Path: schedule.Path(),
		Subject: "Nobody on call: " + schedule.Title, Lead: fmt.Sprintf("In the next %d days nobody is on call for %s at these times:",
			b.rules.Ahead, schedule.Title)}
	for i, gap := range gaps {
		if i == 10 {
			n.Lines = append(n.Lines, fmt.Sprintf("and %d times more", len(gaps)-i))
			break
		}
		n.Lines = append(n.Lines, gap.From.Format(stamp)+" to "+gap.Until.Format(stamp))
	}
	return s.tell(ctx, tx, b, n)
}

// warnClocks tells of changes of the clocks that move who is on call when.
func (s *Service) warnClocks(ctx context.Context, tx *db.Tx, b *book, schedule Schedule, until time.Time) error {
	rota, err := rotation.Compile(b.history(schedule.ID).at(tx.Now()).rotation(nil))
	if err != nil {
		return err
	}
	changes, err := rota.ClockChanges(tx.Now(), until, b.bound, b.rules.day())
	for _, c := range changes {
		if !c.Matters() {
			continue
		}
		n := Notice{Cause: fmt.Sprintf("oncall_clocks:%d:%d", schedule.ID, c.At.Unix()), Path: schedule.Path(), Subject: "Clocks change: " + schedule.Title,
			Lead: "The clocks change on " + c.At.Format(stamp) + ", and that moves who is on call when:", Lines: ClockWords(c)}
		if err := s.tell(ctx, tx, b, n); err != nil {
			return err
		}
	}
	return err
}

// ClockWords say what a change of the clocks does in a week, one line for each thing that it does.
func ClockWords(c rotation.ClockChange) (lines []string) {
	for i, zone := range c.Zones {
		lines = append(lines, fmt.Sprintf("%s: by %+d minutes", zone, int(c.By[i].Minutes())))
	}
	for _, x := range []struct {
		what          string
		before, after time.Duration
	}{{"with nobody", c.Before.Gap, c.After.Gap}, {"with more than one person", c.Before.Overlap, c.After.Overlap},
		{"outside of somebody's day", c.Before.Outside, c.After.Outside}} {
		if x.before != x.after {
			lines = append(lines, fmt.Sprintf("%d minutes a week %s, before that %d", int(x.after.Minutes()), x.what, int(x.before.Minutes())))
		}
	}
	return lines
}

// Path is the page of a schedule.
func (s Schedule) Path() string { return fmt.Sprint("/on-call/schedules/", s.ID) }
