package review

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// account is all that a report of an account is made of. What stays inside is not even gathered: no notes, no text of a
// risk that is not shared, no words of who spent hours on what.
type account struct {
	sums
	organization people.Organization
	reader       Reader
	written      Report
	backlog      []Item
	decisions    []Decision
	upgrades     []Upgraded
	risks        []Risk
	plan, next   []Goal
	spent        []spentIn
	agreed       int // minutes; 0: nothing is agreed
	now          time.Time
}

// spentIn is the hours of one month.
type spentIn struct {
	month   Period
	minutes int
	agreed  int
}

// gather reads what a report says.
func (s *Service) gather(ctx context.Context, q db.Querier, organization int64, p Period, now time.Time) (a account, err error) {
	a.now = now
	if a.organization, err = s.organization(ctx, q, organization); err != nil {
		return a, err
	}
	if a.reader, err = s.reader(ctx, q, a.organization); err != nil {
		return a, err
	}
	if a.written, err = reportOf(ctx, q, organization, p); err != nil {
		return a, err
	}
	if a.written.Language != "" {
		a.reader.Language = language(a.written.Language)
	}
	from, until := p.Bounds(a.reader.Zone)
	if until.After(now) {
		until = now
	}
	if err := s.gatherTickets(ctx, q, &a, from, until); err != nil {
		return a, err
	}
	if a.decisions, err = decisionsBetween(ctx, q, organization, from, until); err != nil {
		return a, err
	}
	if s.Upgrades != nil {
		if a.upgrades, err = s.Upgrades(ctx, q, organization, from, until); err != nil {
			return a, err
		}
	}
	if a.risks, err = risksOf(ctx, q, organization, true); err != nil {
		return a, err
	}
	first, _ := p.Days()
	if a.plan, err = goalsOf(ctx, q, organization, QuarterOf(first)); err != nil {
		return a, err
	}
	if a.next, err = goalsOf(ctx, q, organization, QuarterOf(first).Next()); err != nil {
		return a, err
	}
	return a, s.gatherHours(ctx, q, &a, p)
}

func (s *Service) gatherTickets(ctx context.Context, q db.Querier, a *account, from, until time.Time) error {
	items, err := livedItems(ctx, q, a.organization.ID, from, until)
	if err != nil {
		return err
	}
	var replies map[int64]Replied
	if s.Replies != nil && len(items) > 0 {
		if replies, err = s.Replies(ctx, q, numbers(items)...); err != nil {
			return err
		}
	}
	a.sums = sum(items, replies, from, until, a.reader.Zone)
	a.backlog, err = openInOrder(ctx, q, a.organization.ID)
	return err
}

// gatherHours sums hours by month, up to today.
func (s *Service) gatherHours(ctx context.Context, q db.Querier, a *account, p Period) error {
	first, last := p.Days()
	today := dateOf(a.now.In(a.reader.Zone))
	for month := MonthOf(first); ; month = month.Next() {
		from, until := month.Days()
		if from.Compare(last) > 0 || from.Compare(today) > 0 {
			return nil
		}
		if until.Compare(today) > 0 {
			until = today
		}
		sheet, err := s.timeLog(ctx, q, a.organization.ID, from, until)
		if err != nil {
			return err
		}
		a.agreed += sheet.Agreed
		a.spent = append(a.spent, spentIn{month: month, minutes: sheet.Total, agreed: sheet.Agreed})
	}
}
