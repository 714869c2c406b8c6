package attention

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Filter chooses requests. Its zero value is those that are open.
type Filter struct {
	Over    bool    // those that are decided, the newest first; otherwise the open ones, by when they are due
	Urgency Urgency // empty: all
	Kind    Kind    // empty: all
	Whose   int64   // asked, triaged or worked on by this person; 0: anybody
	Limit   int     // 0: 200
}

// Requests lists requests.
func (s *Service) Requests(ctx context.Context, f Filter) ([]Request, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listRequests(ctx, s.DB.Read(), f)
}

// Request gives one request; fault.NotFound when there is none.
func (s *Service) Request(ctx context.Context, id int64) (Request, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Request{}, err
	}
	return findRequest(ctx, s.DB.Read(), id)
}

// Of lists the requests about a ticket, the newest first.
func (s *Service) Of(ctx context.Context, ticketID int64) ([]Request, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return requestsOf(ctx, s.DB.Read(), ticketID)
}

// Indicators tell how requests since a moment were handled.
func (s *Service) Indicators(ctx context.Context, since time.Time) (Indicators, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Indicators{}, err
	}
	all, err := requestsSince(ctx, s.DB.Read(), since)
	return measure(all, s.DB.Now(ctx)), err
}

// Setup is what requests and escalations go by.
type Setup struct {
	Stars       StarRules
	Escalations EscalationRules
}

// Setup gives the settings.
func (s *Service) Setup(ctx context.Context) (u Setup, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return u, err
	}
	if u.Stars, err = Stars.Get(ctx, s.DB.Read()); err != nil {
		return u, err
	}
	u.Escalations, err = Escalations.Get(ctx, s.DB.Read())
	return u, err
}

// SaveStars changes which requests are taken and how soon a manager looks.
func (s *Service) SaveStars(ctx context.Context, r StarRules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return save(ctx, s, Stars, r)
}

// SaveEscalations changes how often the customers of escalated accounts hear from us.
func (s *Service) SaveEscalations(ctx context.Context, r EscalationRules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return save(ctx, s, Escalations, r)
}

func save[T any](ctx context.Context, s *Service, key settings.Key[T], v T) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error { return key.Set(ctx, tx, s.Log, v) })
}
