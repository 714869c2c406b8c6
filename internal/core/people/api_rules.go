package people

import (
	"context"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// APIRules are how programs are let in.
type APIRules struct {
	// Passwords lets them sign in by the address and password of a person, too. A password opens more than a program
	// needs, and cannot be taken from one program alone.
	Passwords bool `json:"passwords"`
	// PerMinute is how many requests a person's programs may send in a minute; 0 has no limit.
	PerMinute int `json:"per_minute"`
}

// APIRulesKey is the setting. 700 requests a minute are what Zendesk's larger plans allow.
var APIRulesKey = settings.Key[APIRules]{Name: "api.rules", Default: APIRules{PerMinute: 700}, Check: func(r APIRules) error {
	if r.PerMinute < 0 || r.PerMinute > 1_000_000 {
		return fault.Field("per_minute", "From 1 to 1000000 requests a minute can be allowed, or 0 for no limit; not %d", r.PerMinute)
	}
	return nil
}}

// APIRules gives how programs are let in.
func (s *Service) APIRules(ctx context.Context) (APIRules, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return APIRules{}, err
	}
	return APIRulesKey.Get(ctx, s.db.Read())
}

// SaveAPIRules changes how programs are let in.
func (s *Service) SaveAPIRules(ctx context.Context, r APIRules) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.db.Do(ctx, func(tx *db.Tx) error { return APIRulesKey.Set(ctx, tx, s.log, r) })
}
