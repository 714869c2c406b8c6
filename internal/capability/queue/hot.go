package queue

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// HotKind is how a customer heated up outside the region that they prefer (tickets.md, Transfers).
type HotKind string

// The kinds of hot rehomes.
const (
	HotCall HotKind = "direct_to_call" // a call was promised without asking who would have to hold it
	HotStar HotKind = "falling_star"   // somebody asked for attention in the wrong region
	HotHeld HotKind = "held"           // it was kept for more than a shift outside its region
)

// HotKinds lists the kinds.
func HotKinds() []HotKind { return []HotKind{HotCall, HotStar, HotHeld} }

// hot is the kind of a rehome: what was said, else what the ticket's history shows.
func (s *Service) hot(ctx context.Context, tx *db.Tx, t ticket.Ticket, to people.Region, said HotKind) (HotKind, error) {
	if said != "" {
		if !slices.Contains(HotKinds(), said) {
			return "", fault.Field("hot", "%q is no kind of hot rehome", string(said))
		}
		return said, nil
	}
	if t.AssigneeID == 0 {
		return "", nil
	}
	since, err := s.ownedSince(ctx, tx, t)
	if err != nil || since.IsZero() {
		return "", err
	}
	if passed, ok := WatchOf(to).Round(since); ok && tx.Now().After(passed) {
		return HotHeld, nil
	}
	return "", nil
}

// ownedSince is when a ticket was given to whoever has it.
func (s *Service) ownedSince(ctx context.Context, q db.Querier, t ticket.Ticket) (time.Time, error) {
	log, err := event.Of(ctx, q, event.Ticket(t.ID), 0)
	if err != nil {
		return time.Time{}, err
	}
	for _, e := range slices.Backward(log) {
		if e.Kind != (ticket.Changed{}).EventKind() {
			continue
		}
		c, err := event.Decode[ticket.Changed](e)
		if err != nil {
			return time.Time{}, err
		}
		if c.Field == "assignee" && c.To == strconv.FormatInt(t.AssigneeID, 10) {
			return e.At, nil
		}
	}
	return t.CreatedAt, nil // it was opened with an owner
}
