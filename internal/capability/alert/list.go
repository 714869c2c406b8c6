package alert

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Filter chooses alerts.
type Filter struct {
	Over      bool  // those that are over, else those that are open
	ServiceID int64 // 0: all
	Before    int64 // of those that are over: an alert's number, for the next page; 0: from the newest
}

// pageLength is how many alerts stand on a page. Storms are folded, so that of open ones hardly ever more stand there.
const pageLength = 100

// Alerts lists alerts that stand for themselves: open ones by urgency and age, others newest first. more says that the
// list goes on.
func (s *Service) Alerts(ctx context.Context, f Filter) (list []Alert, more bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, false, err
	}
	list, err = listAlerts(ctx, s.DB.Read(), f, pageLength+1)
	if len(list) > pageLength {
		return list[:pageLength], true, err
	}
	return list, false, err
}

// Count gives how many alerts wait that nobody looks at.
func (s *Service) Count(ctx context.Context) (int, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return 0, err
	}
	return countTriggered(ctx, s.DB.Read())
}

// View is all there is to an alert.
type View struct {
	Alert
	Members []Member
	Storm   []Alert       // the open alerts that are folded into it
	Steps   []Step        // newest first
	History []event.Event // oldest first
	Changes []Deployed    // at the service, in the hours before it began
}

// before is how far back a change may lie that an alert may come from.
const before = 4 * time.Hour

// View gives an alert with its history; fault.NotFound where there is none.
func (s *Service) View(ctx context.Context, id int64) (v View, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return v, err
	}
	q := s.DB.Read()
	if v.Alert, err = findAlert(ctx, q, id); err != nil {
		return v, err
	}
	members, err := membersOf(ctx, q, id)
	if err != nil {
		return v, err
	}
	v.Members = sorted(members)
	if v.Storm, err = openFolded(ctx, q, id); err != nil {
		return v, err
	}
	if v.Steps, err = stepsOf(ctx, q, id); err != nil {
		return v, err
	}
	if v.History, err = event.Of(ctx, q, Subject(id), 0); err != nil {
		return v, err
	}
	v.Changes, err = changesOf(ctx, q, v.ServiceID, v.OpenedAt.Add(-before), v.OpenedAt)
	return v, err
}

// Find gives an alert for what a page tells about it. The caller has asked who may.
func (s *Service) Find(ctx context.Context, q db.Querier, id int64) (Alert, error) {
	return findAlert(ctx, q, id)
}

// OfTicket gives the alerts that a ticket was opened for.
func (s *Service) OfTicket(ctx context.Context, ticketID int64) ([]Alert, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return ticketed(ctx, s.DB.Read(), ticketID)
}

// Lock keeps an alert from changing until the transaction ends.
func (s *Service) Lock(ctx context.Context, tx *db.Tx, id int64) error {
	_, _, err := lockAlert(ctx, tx, id)
	return err
}
