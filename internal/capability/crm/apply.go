package crm

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// applyNext applies the next batch of a plan in one transaction. Where one line of it cannot be applied, each is applied by
// itself, so that none is kept back for another's sake.
func (s *Service) applyNext(ctx context.Context, r *Run) (time.Duration, error) {
	rules, err := RulesKey.Get(ctx, s.DB.Read())
	if err != nil {
		return 0, err
	}
	words, err := s.words(ctx, s.DB.Read())
	if err != nil {
		return 0, err
	}
	lines, err := waiting(ctx, s.DB.Read(), r.ID, rules.Batch)
	if err != nil {
		return 0, err
	}
	if len(lines) == 0 {
		return 0, s.finish(ctx, r)
	}
	err = s.applyTogether(ctx, r, lines, words)
	if !refused(err) {
		return pauseAfter(lines, rules), err
	}
	for _, l := range lines {
		err := s.applyTogether(ctx, r, []Line{l}, words)
		if refused(err) {
			err = s.failLine(ctx, r, l, err)
		}
		if err != nil {
			return 0, err
		}
	}
	return pauseAfter(lines, rules), nil
}

// refused reports whether the desk will not have a line as it is.
func refused(err error) bool {
	return err != errMoved && (fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound))
}

// pauseAfter leaves the desk's other work some room, where the batch changed anything.
func pauseAfter(lines []Line, rules Rules) time.Duration {
	for _, l := range lines {
		if l.Does() {
			return time.Duration(rules.PauseMillis) * time.Millisecond
		}
	}
	return 0
}

// applyTogether applies lines in one transaction with the progress of the run.
func (s *Service) applyTogether(ctx context.Context, r *Run, lines []Line, words Words) error {
	return s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
		if fresh, err := lockRun(ctx, tx, r.ID); err != nil {
			return err
		} else if fresh.version != r.version {
			return errMoved
		}
		b, err := s.batch(ctx, tx, r, lines, words)
		if err != nil {
			return err
		}
		for _, l := range lines {
			l, err := b.line(ctx, tx, l)
			if err != nil {
				return err
			}
			next.Progress.settle(l)
			if err := settleRow(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle counts what became of a line.
func (p *Progress) settle(l Line) {
	switch {
	case l.State == Conflict:
		p.Conflict++
	case l.State == Failed:
		p.Failed++
	case l.Does():
		p.Applied++
	}
}

// failLine notes why a line was not applied.
func (s *Service) failLine(ctx context.Context, r *Run, l Line, cause error) error {
	l.State = Failed
	sentence, field := fault.Public(cause)
	if l.Said = sentence; field != "" {
		l.Said = field + ": " + sentence
	}
	return s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
		next.Progress.settle(l)
		return settleRow(ctx, tx, l)
	})
}

// finish ends a run whose lines are all settled.
func (s *Service) finish(ctx context.Context, r *Run) error {
	return s.advance(ctx, r, func(tx *db.Tx, next *Run) error {
		next.State, next.Busy, next.FinishedAt = Done, false, tx.Now()
		if err := dropRecords(ctx, tx, r.ID, ""); err != nil {
			return err
		}
		if err := forgetRows(ctx, tx, r.ID); err != nil {
			return err
		}
		p := next.Progress
		return s.Log.Append(ctx, tx, runSubject(r.ID), Ended{State: Done, Applied: p.Applied, Conflict: p.Conflict, Failed: p.Failed})
	})
}

// batch is what the lines of one transaction are applied with.
type batch struct {
	*Service
	run           *Run
	words         Words
	terms         people.Terms
	organizations map[int64]people.Organization
	links         map[int64]Link
	colleagues    map[string]int64 // numbers by address; 0: nobody of the team
}

// batch locks the organizations that lines are about, and reads how they are now.
func (s *Service) batch(ctx context.Context, tx *db.Tx, r *Run, lines []Line, words Words) (b *batch, err error) {
	b = &batch{Service: s, run: r, words: words, colleagues: map[string]int64{}}
	if b.terms, err = people.UsualTerms.Get(ctx, tx); err != nil {
		return b, err
	}
	var ids, changing []int64
	for _, l := range lines {
		if l.OrganizationID != 0 {
			ids = append(ids, l.OrganizationID)
		}
		if l.OrganizationID != 0 && l.Does() {
			changing = append(changing, l.OrganizationID)
		}
	}
	if err := lockOrganizations(ctx, tx, changing); err != nil {
		return b, err
	}
	if b.organizations, err = s.People.OrganizationsNamed(ctx, tx, changing...); err != nil {
		return b, err
	}
	b.links, err = linksOf(ctx, tx, ids)
	return b, err
}

// line applies one line.
func (b *batch) line(ctx context.Context, tx *db.Tx, l Line) (Line, error) {
	l.State = Applied
	if l.Kind == Unchanged {
		return l, b.link(ctx, tx, l)
	}
	var o people.Organization
	if l.Kind == Added {
		if id, err := taken(ctx, tx, l.AccountID, people.FoldName(l.Name)); err != nil {
			return l, err
		} else if id != 0 {
			l.State, l.Said = Conflict, fmt.Sprintf("Somebody made this organization meanwhile, with the number %d. The next plan compares with it", id)
			return l, nil
		}
		o = people.Organization{GraceDays: b.terms.GraceDays, ContactLimit: b.terms.ContactLimit}
	} else {
		var ok bool
		if o, ok = b.organizations[l.OrganizationID]; !ok {
			l.State, l.Said = Conflict, "The organization is not there any more"
			return l, nil
		}
		if l.Said = b.conflict(ctx, tx, o, l.Row); l.Said != "" {
			l.State = Conflict
			return l, nil
		}
	}
	changed, err := b.set(ctx, tx, o, l.Row)
	if err != nil {
		return l, err
	}
	if changed, err = b.People.SaveOrganizationIn(ctx, tx, changed); err != nil {
		return l, err
	}
	l.OrganizationID = changed.ID
	if err := b.meet(ctx, tx, changed, &l); err != nil {
		return l, err
	}
	return l, b.link(ctx, tx, l)
}

// conflict says what somebody changed since the plan was made: theirs stays, and the next plan shows both.
func (b *batch) conflict(ctx context.Context, tx *db.Tx, o people.Organization, r Row) string {
	one := []people.Organization{o}
	if err := b.nameOwners(ctx, tx, one); err != nil {
		return err.Error()
	}
	now := FactsOf(one[0], r.Facts, b.words)
	for _, c := range r.Changes {
		if c.Field == ContactLine || same(c.Field, now[c.Field], c.From) || same(c.Field, now[c.Field], c.To) {
			continue
		}
		return fmt.Sprintf("%s became “%s” since the plan was made, which said “%s”. It stays; the next plan compares with it",
			c.Field, fault.Clip(now[c.Field], 80), fault.Clip(c.From, 80))
	}
	return ""
}

// link keeps the account that the organization came from, with what was said of it.
func (b *batch) link(ctx context.Context, tx *db.Tx, l Line) error {
	before := b.links[l.OrganizationID]
	after := Link{OrganizationID: l.OrganizationID, Key: l.Key, AccountID: l.AccountID, Source: b.run.Source, Facts: l.Facts}
	if l.Kind == Vanished {
		after.Source, after.Facts = before.Source, maps.Clone(before.Facts)
		if after.Facts == nil {
			after.Facts = Facts{}
		}
		after.Facts[Marked] = l.Facts[Marked]
	}
	return saveLink(ctx, tx, b.run.ID, before, after)
}
