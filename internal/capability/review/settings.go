package review

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Calls says how review calls are planned.
type Calls struct {
	Ahead  int `json:"ahead"`  // how many of a series are in the calendars
	Length int `json:"length"` // minutes, where nobody says otherwise
}

// CallRules is the setting of how review calls are planned.
var CallRules = settings.Key[Calls]{Name: "review.calls", Check: Calls.check, Default: Calls{Ahead: 2, Length: 30}}

func (c Calls) check() error {
	switch {
	case c.Ahead < 1 || c.Ahead > 12:
		return fault.Field("ahead", "1 to 12 calls of a series are in the calendars, not %d", c.Ahead)
	case c.Length < shortest || c.Length > longest:
		return fault.Field("length", "A call lasts %d to %d minutes, not %d", shortest, longest, c.Length)
	}
	return nil
}

// Rules gives how review calls are planned.
func (s *Service) Rules(ctx context.Context) (Calls, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Calls{}, err
	}
	return CallRules.Get(ctx, s.DB.Read())
}

// SaveRules changes how review calls are planned, from the next on.
func (s *Service) SaveRules(ctx context.Context, c Calls) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error { return CallRules.Set(ctx, tx, s.Log, c) })
}
