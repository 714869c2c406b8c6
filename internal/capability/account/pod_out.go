package account

import (
	"context"
	"fmt"
	"slices"

	"github.com/daywatch/daywatch/internal/capability/account/coverage"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// podOut tells others of a pod, and from so many on the manager, that time off has several of them out at one time. It refuses
// nothing: time off has no balance.
func (s *Service) podOut(ctx context.Context, tx *db.Tx, userID int64, off people.TimeOffPlanned) error {
	p, ok, err := podOf(ctx, tx, userID)
	if err != nil || !ok {
		return err
	}
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil {
		return err
	}
	w, err := s.watching(ctx, tx, off.From, off.Until)
	if err != nil {
		return err
	}
	out, when := coverage.Most(coverage.Span{From: off.From, Until: off.Until}, w.out(p.Members)...)
	step := rules.Step(out)
	if step == Enter {
		return nil
	}
	if err := s.Log.Append(ctx, tx, userSubject(userID), PodOut{Pod: p.ID, TimeOff: off.ID, Out: out, Step: step}); err != nil {
		return err
	}
	users, err := s.People.Named(ctx, tx, userID)
	if err != nil {
		return err
	}
	u := users[userID]
	n := Notice{Cause: podCause(p.ID, off.ID), Subject: fmt.Sprintf("%d of %s are out at one time", out, p.Name), Path: PodsPath,
		Lead: fmt.Sprintf("%s planned time off. From %s to %s %d of the %d people of %s are out.", u.Name, stamp(when.From),
			stamp(when.Until), out, len(p.Members), p.Name),
		Lines: []string{"See who covers which account before it begins."}}
	others := slices.DeleteFunc(slices.Clone(p.Members), func(id int64) bool { return id == userID })
	if step == Post {
		return s.tell(ctx, tx, n, false, others...)
	}
	n.Lines = append(n.Lines, fmt.Sprintf("So many should be out only after a word with the manager of %s.", u.Name))
	return s.tell(ctx, tx, n, u.ManagerID == 0, append(others, u.ManagerID, userID)...)
}
