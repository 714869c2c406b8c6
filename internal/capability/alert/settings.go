package alert

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Rules are how alerts are taken in, for all services.
type Rules struct {
	// StormAlerts is how many alerts of a service within StormMinutes page by themselves; further ones are folded into the
	// first and counted there. 0 folds nothing.
	StormAlerts  int `json:"storm_alerts"`
	StormMinutes int `json:"storm_minutes"`
	// PerMinute is how many reports of one key are taken in a minute; who sends more is told to come again. 0 has no limit.
	PerMinute int `json:"per_minute"`
	// KeepDays is how long an alert that is over is kept.
	KeepDays int `json:"keep_days"`
}

// RulesKey is the setting. Five alerts are what one person can hold apart at night; of PagerDuty's limit of 120 events a
// minute a burst of a large cluster takes several times as much.
var RulesKey = settings.Key[Rules]{Name: "alert.rules", Default: Rules{StormAlerts: 5, StormMinutes: 10, PerMinute: 1200, KeepDays: 365},
	Check: func(r Rules) error {
		switch {
		case r.StormAlerts < 0 || r.StormAlerts > 1000:
			return fault.Field("storm_alerts", "From 1 to 1000 alerts can page by themselves, or 0 to fold none; not %d", r.StormAlerts)
		case r.StormMinutes < 1 || r.StormMinutes > 1440:
			return fault.Field("storm_minutes", "A storm is looked for within 1 to 1440 minutes, not %d", r.StormMinutes)
		case r.PerMinute < 0 || r.PerMinute > 1_000_000:
			return fault.Field("per_minute", "From 1 to 1000000 reports a minute can be taken, or 0 for no limit; not %d", r.PerMinute)
		case r.KeepDays < 1 || r.KeepDays > 3650:
			return fault.Field("keep_days", "Alerts that are over are kept for 1 to 3650 days, not %d", r.KeepDays)
		}
		return nil
	}}

// Rules gives how alerts are taken in.
func (s *Service) Rules(ctx context.Context) (Rules, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Rules{}, err
	}
	return RulesKey.Get(ctx, s.DB.Read())
}

// SaveRules changes how alerts are taken in.
func (s *Service) SaveRules(ctx context.Context, r Rules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return RulesKey.Set(ctx, tx, s.Log, r) })
}
