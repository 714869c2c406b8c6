package upgrade

import (
	"context"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
)

// Filter chooses upgrades. Its zero value is those that are planned or ready, by their windows.
type Filter struct {
	Over           bool // those that ended, the newest first
	All            bool // both, the newest first
	OrganizationID int64
	EnvironmentID  int64
	TicketID       int64
	EngineerID     int64
	Limit          int // 0: 200
}

func (f Filter) limit() int {
	if f.Limit == 0 {
		return 200
	}
	return f.Limit
}

// Upgrades lists upgrades.
func (s *Service) Upgrades(ctx context.Context, f Filter) ([]Upgrade, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return listUpgrades(ctx, s.DB.Read(), f)
}

// Upgrade gives one; fault.NotFound when there is none.
func (s *Service) Upgrade(ctx context.Context, id int64) (Upgrade, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Upgrade{}, err
	}
	return findUpgrade(ctx, s.DB.Read(), id)
}

// Windows lists the upgrades that are ready and whose window meets a stretch of time, for who is on call then.
func (s *Service) Windows(ctx context.Context, from, until time.Time) ([]Upgrade, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return windowsIn(ctx, s.DB.Read(), from, until)
}

// OpenAt gives the upgrade of an organization whose window is open at an instant, for what an emergency of theirs tells.
func (s *Service) OpenAt(ctx context.Context, q db.Querier, organizationID int64, at time.Time) (Upgrade, bool, error) {
	all, err := windowsIn(ctx, q, at, at.Add(time.Microsecond))
	for _, u := range all {
		if u.OrganizationID == organizationID && u.Open(at) {
			return u, true, err
		}
	}
	return Upgrade{}, false, err
}

// History lists what happened to an upgrade, in order.
func (s *Service) History(ctx context.Context, id int64) ([]event.Event, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return event.Of(ctx, s.DB.Read(), subject(id), 0)
}

// Setup gives what upgrades go by.
func (s *Service) Setup(ctx context.Context) (AssistanceRules, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return AssistanceRules{}, err
	}
	return Rules.Get(ctx, s.DB.Read())
}

// SaveSetup changes it.
func (s *Service) SaveSetup(ctx context.Context, r AssistanceRules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return Rules.Set(ctx, tx, s.Log, r) })
}
