package alert

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// storm finds the alert into which a new one is folded; nil where it stands for itself: fewer than the rules allow page by
// themselves, or the new one is louder than whatever would hold it.
func (s *Service) storm(ctx context.Context, tx *db.Tx, m Monitored, a Alert) (*Alert, error) {
	rules, err := RulesKey.Get(ctx, tx)
	if err != nil || rules.StormAlerts == 0 {
		return nil, err
	}
	since := tx.Now().Add(-time.Duration(rules.StormMinutes) * time.Minute)
	n, err := openedSince(ctx, tx, m.ID, since)
	if err != nil || n < rules.StormAlerts {
		return nil, err
	}
	leads, err := openLeads(ctx, tx, m.ID, since)
	if err != nil {
		return nil, err
	}
	for _, lead := range leads {
		if !a.Urgency.Louder(lead.Urgency) {
			return &lead, nil
		}
	}
	return nil, nil
}

// unfold takes an alert out of the storm it is in.
func unfold(ctx context.Context, tx *db.Tx, a *Alert) error {
	lead, err := findAlert(ctx, tx, a.LeadID)
	if err != nil {
		return err
	}
	a.LeadID = 0
	lead.Folded = max(0, lead.Folded-1)
	return updateAlert(ctx, tx, lead)
}

// leadOn makes the oldest alert that is still open lead the storm of one that is over. It pages, unless somebody looks at
// the storm already.
func (s *Service) leadOn(ctx context.Context, tx *db.Tx, m Monitored, over Alert) error {
	rest, err := openFolded(ctx, tx, over.ID)
	if err != nil || len(rest) == 0 {
		return err
	}
	next := rest[0]
	for _, a := range rest { // the loudest of them, else the oldest
		if a.Urgency.Louder(next.Urgency) {
			next = a
		}
	}
	next.LeadID, next.Folded = 0, len(rest)-1
	if next.State == Triggered && !over.AckedAt.IsZero() {
		next.State, next.AckedBy, next.AckedAt = Acknowledged, over.AckedBy, tx.Now()
	}
	if err := updateAlert(ctx, tx, next); err != nil {
		return err
	}
	if err := moveFolded(ctx, tx, over.ID, next.ID); err != nil {
		return err
	}
	if err := s.Log.Append(ctx, tx, Subject(next.ID), LeadsStorm{Folded: next.Folded}); err != nil {
		return err
	}
	if next.State != Triggered {
		return nil
	}
	return s.page(ctx, tx, m, next)
}
