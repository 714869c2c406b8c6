package account

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

// plannedOff looks what time off of an engineer leaves uncovered: it names the minutes of each account, and gives people time
// to promise cover before the manager is asked.
func (s *Service) plannedOff(ctx context.Context, tx *db.Tx, userID int64, off people.TimeOffPlanned) error {
	all, err := s.AccountsOf(ctx, tx, userID)
	if err != nil || len(all) == 0 {
		return err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	var lines []string
	for _, a := range all {
		gap, err := s.gap(ctx, tx, a, off.From, off.Until)
		if err != nil {
			return err
		}
		if gap == 0 {
			continue
		}
		minutes := int64(gap / time.Minute)
		lines = append(lines, fmt.Sprintf("%s: %d contract minutes have nobody", a.Organization, minutes))
		fact := Uncovered{Organization: a.OrganizationID, TimeOff: off.ID, From: off.From, Until: off.Until, Minutes: minutes}
		if err := s.Log.Append(ctx, tx, AssignmentSubject(a.ID), fact); err != nil {
			return err
		}
		if err := awaitPromise(ctx, tx, wantedArgs{a.ID, off.ID, off.From, off.Until}, rules); err != nil {
			return err
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return s.tell(ctx, tx, Notice{Cause: fmt.Sprint("account-uncovered-", off.ID), Subject: "Your time off needs cover",
		Lead: fmt.Sprintf("From %s to %s nobody is there for your accounts.", stamp(off.From), stamp(off.Until)), Lines: lines,
		Path: OffPath(off.ID)}, false, userID)
}

// OffPath is the page that tells what time off leaves uncovered.
func OffPath(timeOff int64) string { return fmt.Sprint("/covers/ask?time_off=", timeOff) }

// cancelledOff takes back what was asked for because of time off that is not taken, and ends early what had begun.
func (s *Service) cancelledOff(ctx context.Context, tx *db.Tx, off people.TimeOffCancelled) error {
	covers, err := coversOfTimeOff(ctx, tx, off.ID)
	if err != nil {
		return err
	}
	for _, c := range covers {
		if _, err := job.Cancel(ctx, tx, wantedKind, wantedKey(c.AssignmentID, off.ID)); err != nil {
			return err
		}
		if _, err := job.Cancel(ctx, tx, backKind, fmt.Sprint(c.ID)); err != nil {
			return err
		}
		to := Withdrawn
		if c.State == Promised && c.From.Before(tx.Now()) {
			c.Until, to = tx.Now(), Over
		}
		if err := s.moveCover(ctx, tx, c, to); err != nil {
			return err
		}
	}
	return nil
}
