package paging

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/db"
)

// flight is an attempt in this process's hands.
type flight struct {
	Delivery
	page Page
}

// lease is how long a try may take before its process counts as dead. It is longer than tryTimeout, which ends each try.
const (
	tryTimeout = 10 * time.Second
	lease      = 15 * time.Second
)

// claim leases attempts that are due, by ways that are not full, and writes their tries ahead. It holds the rows of their
// pages, so that an acknowledgement has committed before it or comes after. skipped says that others had some in hand.
func (s *Service) claim(ctx context.Context, full []Kind) (flights []flight, skipped bool, err error) {
	ready, err := dueDeliveries(ctx, s.DB.Read(), s.DB.Now(ctx), full, atOnce)
	if err != nil || len(ready) == 0 {
		return nil, false, err
	}
	ready = room(ready)
	err = s.DB.Do(ctx, func(tx *db.Tx) error {
		flights, skipped = nil, false
		var ids []int64
		for _, d := range ready {
			if !slices.Contains(ids, d.page) {
				ids = append(ids, d.page)
			}
		}
		pages, err := lockRows(ctx, tx, ids)
		if err != nil {
			return err
		}
		for _, d := range ready {
			r, held := pages[d.page]
			if !held {
				skipped = true
				continue
			}
			f, ok, err := s.take(ctx, tx, d.id, r.Page)
			if err != nil {
				return err
			}
			if ok {
				flights = append(flights, f)
			}
		}
		return nil
	})
	return flights, skipped, err
}

// room keeps of each way as many as may be under way.
func room(ready []due) (some []due) {
	n := map[Kind]int{}
	for _, d := range ready {
		if n[d.kind]++; n[d.kind] <= perKind {
			some = append(some, d)
		}
	}
	return some
}

// take leases one attempt of a page whose row is held; ok is false where it is not to be sent, now or ever.
func (s *Service) take(ctx context.Context, tx *db.Tx, id int64, page Page) (f flight, ok bool, err error) {
	d, leased, err := lockDelivery(ctx, tx, id)
	if err != nil {
		return f, false, err
	}
	now := tx.Now()
	switch {
	case d.State == Sending && !leased.After(now):
		if _, err := endTry(ctx, tx, d, TryLost, "Daywatch stopped while it sent this: it may have arrived"); err != nil {
			return f, false, err
		}
	case d.State != Queued || d.NextTryAt.After(now):
		return f, false, nil
	}
	if page.State != Triggered {
		d.State, d.SettledAt, d.Said = Cancelled, now, string(page.State)
		return f, false, saveDelivery(ctx, tx, d)
	}
	why, err := throttled(ctx, tx, d)
	if err != nil {
		return f, false, err
	}
	if why != "" {
		d.State, d.SettledAt, d.Said = Held, now, why
		return f, false, s.settle(ctx, tx, d)
	}
	d.Tries, d.State = d.Tries+1, Sending
	return flight{d, page}, true, leaseDelivery(ctx, tx, d, now.Add(lease))
}

// settle stores what became of an attempt whose page's row is held, and takes the next way where this one does not work.
func (s *Service) settle(ctx context.Context, tx *db.Tx, d Delivery) error {
	if err := saveDelivery(ctx, tx, d); err != nil {
		return err
	}
	patience, err := Insist.Get(ctx, tx)
	if err != nil || !d.elsewhere(patience) {
		return err
	}
	found, err := hasten(ctx, tx, d)
	if err != nil || found {
		return err
	}
	all, err := deliveriesIn(ctx, tx, d.PageID, d.Ask)
	if err != nil {
		return err
	}
	if _, lost := unreachable(all, patience); lost {
		return nudge(ctx, tx, d.PageID)
	}
	return nil
}
