package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Find gives a page.
func (s *Service) Find(ctx context.Context, q db.Querier, id int64) (Page, error) {
	r, err := findRow(ctx, q, id, "")
	return r.Page, err
}

// AttemptPage gives the page of an attempt and who it went to.
func (s *Service) AttemptPage(ctx context.Context, q db.Querier, attemptID int64) (Page, int64, error) {
	d, err := findDelivery(ctx, q, attemptID)
	if err != nil {
		return Page{}, 0, err
	}
	p, err := s.Find(ctx, q, d.PageID)
	return p, d.UserID, err
}

// Opened notes that the receiver of an attempt looked at it.
func (s *Service) Opened(ctx context.Context, tx *db.Tx, attemptID int64) error {
	d, err := findDelivery(ctx, tx, attemptID)
	if err != nil {
		return err
	}
	first, err := setOpened(ctx, tx, attemptID)
	if err == nil && first {
		s.wake(tx, d.PageID)
	}
	return err
}

// Open lists the pages of a subject that are not resolved, newest first.
func (s *Service) Open(ctx context.Context, q db.Querier, subject event.Subject) ([]Page, error) {
	return openOf(ctx, q, subject)
}

// Ringing lists the pages that nobody has acknowledged, oldest first.
func (s *Service) Ringing(ctx context.Context) ([]Page, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return pagesIn(ctx, s.DB.Read(), Triggered, mostListed)
}

// InHand lists the pages that somebody acknowledged and nobody resolved, oldest first.
func (s *Service) InHand(ctx context.Context) ([]Page, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return pagesIn(ctx, s.DB.Read(), Acknowledged, mostListed)
}

// Past lists resolved pages, newest first, behind the page before (0: from the newest).
func (s *Service) Past(ctx context.Context, before int64, limit int) ([]Page, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return pastPages(ctx, s.DB.Read(), before, min(limit, mostListed))
}

// Of lists all pages of a subject, newest first.
func (s *Service) Of(ctx context.Context, subject event.Subject) ([]Page, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return pagesOf(ctx, s.DB.Read(), subject, mostListed)
}

// mostListed bounds a list of pages.
const mostListed = 200

// Record is all that is known of a page.
type Record struct {
	Page       Page
	Policy     Policy
	Card       Card
	Acks       []Ack
	Deliveries []Delivery
	Tries      []Try
	Events     []event.Entry // the facts about the page, in order
}

// Record gives a page with its attempts and its history.
func (s *Service) Record(ctx context.Context, id int64) (r Record, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return r, err
	}
	q := s.DB.Read()
	if r.Page, err = s.Find(ctx, q, id); err != nil {
		return r, err
	}
	r.Card = s.card(ctx, r.Page)
	if r.Policy, err = findPolicy(ctx, q, r.Page.Policy); err != nil {
		return r, err
	}
	if r.Acks, err = acksOf(ctx, q, id); err != nil {
		return r, err
	}
	if r.Deliveries, err = deliveriesOf(ctx, q, id); err != nil {
		return r, err
	}
	if r.Tries, err = triesOf(ctx, q, id); err != nil {
		return r, err
	}
	r.Events, err = event.History(ctx, q, PageSubject(id))
	return r, err
}
