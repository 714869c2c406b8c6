package account

import (
	"context"
	"fmt"
	"time"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/job"
)

const (
	wantedKind = "account.wanted"
	backKind   = "account.back"
)

// wantedArgs is the end of the time in which people may promise a cover.
type wantedArgs struct {
	Assignment int64     `json:"assignment"`
	TimeOff    int64     `json:"time_off"`
	From       time.Time `json:"from"`
	Until      time.Time `json:"until"`
}

func wantedKey(assignment, timeOff int64) string { return fmt.Sprint(assignment, ":", timeOff) }

// awaitPromise has the manager asked where nobody promises in time: so many hours for planned time off, fewer for sudden.
func awaitPromise(ctx context.Context, tx *db.Tx, a wantedArgs, rules Rules) error {
	wait := time.Duration(rules.PlannedHours) * time.Hour
	if a.From.Sub(tx.Now()) < time.Duration(rules.Sudden)*time.Hour {
		wait = time.Duration(rules.SuddenHours) * time.Hour
	}
	_, err := job.Enqueue(ctx, tx, wantedKind, a, job.Options{At: tx.Now().Add(wait), Unique: wantedKey(a.Assignment, a.TimeOff)})
	return err
}

// stillWanted asks the engineer's manager to name somebody where minutes of the contract still have nobody.
func (s *Service) stillWanted(ctx context.Context, tx *db.Tx, w wantedArgs) error {
	a, err := lockAssignment(ctx, tx, w.Assignment)
	if err != nil || !a.EndedAt.IsZero() {
		return err
	}
	from := w.From
	if from.Before(tx.Now()) {
		from = tx.Now()
	}
	gap, err := s.gap(ctx, tx, a, from, w.Until)
	if err != nil || gap == 0 {
		return err
	}
	if err := s.Log.Append(ctx, tx, AssignmentSubject(a.ID),
		Wanting{Organization: a.OrganizationID, TimeOff: w.TimeOff, Minutes: int64(gap / time.Minute)}); err != nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, a.UserID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, wanting(a, users[a.UserID], w, gap), users[a.UserID].ManagerID == 0, users[a.UserID].ManagerID)
}

func wanting(a Assignment, u people.User, w wantedArgs, gap time.Duration) Notice {
	return Notice{Cause: "account-wanting-" + wantedKey(w.Assignment, w.TimeOff), Subject: "Nobody covers " + a.Organization + " for " + u.Name,
		Lead: fmt.Sprintf("%s is away from %s to %s, and nobody promised to be there for %s: %d contract minutes have nobody.", u.Name,
			stamp(w.From), stamp(w.Until),
			a.Organization, int64(gap/time.Minute)),
		Lines: []string{"Name somebody. It is covered as soon as they accept."}, Path: AskPath(a.ID, w.TimeOff)}
}

// gap is how much of the contract from a up to b has nobody.
func (s *Service) gap(ctx context.Context, q db.Querier, a Assignment, from, until time.Time) (time.Duration, error) {
	w, err := s.watching(ctx, q, from, until)
	if err != nil {
		return 0, err
	}
	sc, err := w.scene(ctx, a)
	return coverage.Sum(sc.of(from, until), coverage.Gap), err
}

type backArgs struct {
	Cover int64 `json:"cover"`
}

// awaitBack has the account given back at the end of a cover.
func awaitBack(ctx context.Context, tx *db.Tx, c Cover) error {
	_, err := job.Enqueue(ctx, tx, backKind, backArgs{c.ID}, job.Options{At: c.Until, Unique: fmt.Sprint(c.ID)})
	return err
}

// coverEnds gives the tickets of a cover back to the engineer, by itself.
func (s *Service) coverEnds(ctx context.Context, tx *db.Tx, a backArgs) error {
	c, err := lockCover(ctx, tx, a.Cover)
	if err != nil || c.State != Promised {
		return err
	}
	return s.moveCover(ctx, tx, c, Over)
}
