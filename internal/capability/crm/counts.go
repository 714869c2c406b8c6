package crm

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/capability/crm/salesforce"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// counted is how far back tickets count.
const counted = 90 * 24 * time.Hour

// sendCounts tells the CRM how many tickets each account has, where that changed. What one request does not tell the next day's does.
func (s *Service) sendCounts(ctx context.Context) error {
	w, err := WriteBackKey.Get(ctx, s.DB.Read())
	if err != nil || !w.Counts || s.Restricted {
		return err
	}
	mapping, err := MappingKey.Get(ctx, s.DB.Read())
	if err != nil {
		return err
	}
	client, err := s.client(ctx)
	if fault.Is(err, fault.Invalid) {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := newFigures(ctx, s.DB.Read(), s.DB.Now(ctx).Add(-counted))
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, salesforce.MostUpdates) {
		errs, err := client.Update(ctx, mapping.Account.Object, updates(some, w))
		if err != nil {
			s.Logger.Warn("crm: figures were not told", "accounts", len(some), "err", err)
			return err
		}
		err = s.DB.Do(ctx, func(tx *db.Tx) error {
			for i, f := range some {
				if errs[i] != nil {
					s.Logger.Info("crm: an account took no figures", "organization", f.organizationID, "err", errs[i])
					continue
				}
				if err := figureTold(ctx, tx, f); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func updates(some []figure, w WriteBack) []salesforce.Update {
	all := make([]salesforce.Update, len(some))
	for i, f := range some {
		values := map[string]any{}
		if w.OpenField != "" {
			values[w.OpenField] = f.open
		}
		if w.DaysField != "" {
			values[w.DaysField] = f.days
		}
		all[i] = salesforce.Update{ID: f.account, Values: values}
	}
	return all
}

// CaseOf gives what the CRM knows of a ticket; false where it is told nothing.
func (s *Service) CaseOf(ctx context.Context, ticketID int64) (Case, bool, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Case{}, false, err
	}
	return findCase(ctx, s.DB.Read(), ticketID)
}

// LinkOf gives the account that an organization came from; false for one that did not.
func (s *Service) LinkOf(ctx context.Context, organizationID int64) (Link, bool, error) {
	if err := access.Check(ctx, access.ViewPeople); err != nil {
		return Link{}, false, err
	}
	links, err := linksOf(ctx, s.DB.Read(), []int64{organizationID})
	l, ok := links[organizationID]
	return l, ok, err
}
