package emergency

import (
	"context"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// Setup is all that emergencies go by.
type Setup struct {
	Rules      Rules
	Timers     Timers
	Words      Words
	RetroOwner int64
	RetroTag   string
}

// Setup gives the settings of emergencies.
func (s *Service) Setup(ctx context.Context) (Setup, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return Setup{}, err
	}
	return readSetup(ctx, s.DB.Read())
}

func readSetup(ctx context.Context, q db.Querier) (u Setup, err error) {
	if u.Rules, err = RulesKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Timers, err = TimersKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.Words, err = WordsKey.Get(ctx, q); err != nil {
		return u, err
	}
	if u.RetroOwner, err = RetroOwner.Get(ctx, q); err != nil {
		return u, err
	}
	u.RetroTag, err = RetroTag.Get(ctx, q)
	return u, err
}

// SaveSetup changes the settings of emergencies. An address must be one of the desk's own, or its mail would not come here.
func (s *Service) SaveSetup(ctx context.Context, u Setup) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		if err := s.checkSetup(ctx, tx, &u); err != nil {
			return err
		}
		if err := RulesKey.Set(ctx, tx, s.Log, u.Rules); err != nil {
			return err
		}
		if err := TimersKey.Set(ctx, tx, s.Log, u.Timers); err != nil {
			return err
		}
		if err := WordsKey.Set(ctx, tx, s.Log, u.Words); err != nil {
			return err
		}
		if err := RetroOwner.Set(ctx, tx, s.Log, u.RetroOwner); err != nil {
			return err
		}
		return RetroTag.Set(ctx, tx, s.Log, u.RetroTag)
	})
}

func (s *Service) checkSetup(ctx context.Context, tx *db.Tx, u *Setup) error {
	levels, err := people.SupportLevels.Get(ctx, tx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(levels, func(l people.Level) bool { return l.Key == u.Rules.Least }) {
		return fault.Field("least", "There is no support level %q. Choose one of the list", u.Rules.Least)
	}
	for i, a := range u.Rules.Addresses {
		u.Rules.Addresses[i] = people.Normalize(a)
		ours, err := s.Owns(ctx, tx, a)
		if err != nil {
			return err
		}
		if !ours {
			return fault.Field("addresses", "%s is none of the desk's addresses, so its mail does not come here. Add it under Settings, Mail first", a)
		}
	}
	forms, err := s.Tickets.FormsIn(ctx, tx)
	if err != nil {
		return err
	}
	if f, ok := titled(forms, u.Rules.Form); !ok || !f.Emergency {
		return fault.Field("form", "There is no form %q for emergencies. Make one under Settings, Forms, and mark it so", u.Rules.Form)
	}
	if f, ok := titled(forms, u.Rules.Plain); u.Rules.Plain != "" && (!ok || f.Emergency) {
		return fault.Field("plain", "There is no form %q that is not for emergencies. Leave it empty for none", u.Rules.Plain)
	}
	if u.RetroOwner != 0 {
		_, err = s.colleague(ctx, tx, u.RetroOwner, "retro_owner")
	}
	u.RetroTag = strings.ToLower(strings.TrimSpace(u.RetroTag))
	return err
}
