package paging

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

var errUnbuilt = fault.New(fault.Unavailable, "Paging is being built")

// Trigger opens a page and asks the first people in the transaction of its cause. While a page of the same key is open, it
// gives that one and asks nobody again.
func (s *Service) Trigger(ctx context.Context, tx *db.Tx, a Alarm) (Page, error) {
	return Page{}, errUnbuilt
}

// Acknowledge answers a page for the one signed in. The first who does has it; others are noted beside. Acknowledging again
// changes nothing.
func (s *Service) Acknowledge(ctx context.Context, id int64) (Page, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return Page{}, err
	}
	return Page{}, errUnbuilt
}

// AcknowledgeAs answers a page for a person who proved otherwise who they are: how is link, webhook, reply.
func (s *Service) AcknowledgeAs(ctx context.Context, tx *db.Tx, id, userID int64, how string) (Page, error) {
	return Page{}, errUnbuilt
}

// Resolve ends the open pages of a subject.
func (s *Service) Resolve(ctx context.Context, tx *db.Tx, subject event.Subject, reason string) error {
	return errUnbuilt
}

// Opened notes that the receiver of an attempt looked at it.
func (s *Service) Opened(ctx context.Context, tx *db.Tx, attemptID int64) error { return errUnbuilt }

// Find gives a page.
func (s *Service) Find(ctx context.Context, q db.Querier, id int64) (Page, error) {
	return Page{}, errUnbuilt
}

// AttemptPage gives the page of an attempt and who it went to.
func (s *Service) AttemptPage(ctx context.Context, q db.Querier, attemptID int64) (Page, int64, error) {
	return Page{}, 0, errUnbuilt
}

// Open lists the pages of a subject that are not resolved, newest first.
func (s *Service) Open(ctx context.Context, q db.Querier, subject event.Subject) ([]Page, error) {
	return nil, errUnbuilt
}

// Ringing lists the pages that nobody has acknowledged, oldest first.
func (s *Service) Ringing(ctx context.Context) ([]Page, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return nil, errUnbuilt
}
