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

// Reminders says when those who promised something hear of it again.
type Reminders struct {
	Days      int  `json:"days"`      // before the day it is due; 0: on that day
	Hour      int  `json:"hour"`      // of their own clock
	Customers bool `json:"customers"` // people of customers are reminded too, by mail
}

// ReminderRules is the setting of when those who promised something are reminded.
var ReminderRules = settings.Key[Reminders]{Name: "review.reminders", Check: Reminders.check, Default: Reminders{Days: 1, Hour: 9, Customers: true}}

func (r Reminders) check() error {
	switch {
	case r.Days < 0 || r.Days > 30:
		return fault.Field("days", "0 to 30 days before, not %d", r.Days)
	case r.Hour < 0 || r.Hour > 23:
		return fault.Field("hour", "Choose an hour of the day, 0 to 23, not %d", r.Hour)
	}
	return nil
}

// Rules gives how review calls are planned, and when those who promised something are reminded.
func (s *Service) Rules(ctx context.Context) (c Calls, r Reminders, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return c, r, err
	}
	if c, err = CallRules.Get(ctx, s.DB.Read()); err == nil {
		r, err = ReminderRules.Get(ctx, s.DB.Read())
	}
	return c, r, err
}

// SaveRules changes how review calls are planned, from the next on, and when those who promised something are reminded.
func (s *Service) SaveRules(ctx context.Context, c Calls, r Reminders) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := CallRules.Set(ctx, tx, s.Log, c); err != nil {
			return err
		}
		return ReminderRules.Set(ctx, tx, s.Log, r)
	})
}
