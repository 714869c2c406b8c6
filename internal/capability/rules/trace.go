package rules

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Trace is one time that a rule fired on a ticket.
type Trace struct {
	Fired
	At    time.Time
	Audit int64 // of the update it belongs to
	Seq   int64
}

// Trace tells what rules did to a ticket, and why, newest first; fault.NotFound where there is no such ticket.
func (s *Service) Trace(ctx context.Context, ticketID int64) ([]Trace, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	events, err := event.Of(ctx, s.DB.Read(), event.Ticket(ticketID), 0)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 { // every ticket began with one
		return nil, fault.New(fault.NotFound, "There is no ticket #%d", ticketID)
	}
	var list []Trace
	for _, e := range events {
		if e.Kind != (Fired{}).EventKind() {
			continue
		}
		f, err := event.Decode[Fired](e)
		if err != nil {
			return nil, err
		}
		list = append(list, Trace{f, e.At, e.AuditID, e.Seq})
	}
	slices.Reverse(list)
	return list, nil
}
