package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// CapacityLimits are the shares of a region's people who may be away, in percent.
type CapacityLimits struct {
	Green  int `json:"green"`  // up to this all is well
	Yellow int `json:"yellow"` // up to this it is thin; above it is red
}

// Limits is the setting of the shares. The defaults are those of tickets.md, Out-of-office.
var Limits = settings.Key[CapacityLimits]{
	Name:    "people.capacity",
	Default: CapacityLimits{Green: 15, Yellow: 20},
	Check: func(l CapacityLimits) error {
		if l.Green < 0 || l.Yellow < l.Green || l.Yellow > 100 {
			return fault.Field("capacity",
				"Green up to %d %% and yellow up to %d %% do not fit. They are shares from 0 to 100, green the smaller", l.Green, l.Yellow)
		}
		return nil
	},
}

func (l CapacityLimits) level(out, team int) CapacityLevel {
	switch {
	case 100*out <= l.Green*team:
		return Green
	case 100*out <= l.Yellow*team:
		return Yellow
	}
	return Red
}

// SaveCapacityLimits changes from which share away a region is yellow and red.
func (s *Service) SaveCapacityLimits(ctx context.Context, l CapacityLimits) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error { return Limits.Set(ctx, tx, s.log, l) })
}
