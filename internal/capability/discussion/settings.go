package discussion

import (
	"github.com/daywatch/daywatch/internal/platform/boundary"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Rules say what may be named in a discussion item, and who reads it before it leaves.
type Rules struct {
	SecondReader bool     `json:"second_reader"` // somebody other than the author reads every item first
	Allowed      []string `json:"allowed"`       // public domains and addresses that are no customer's
}

// RulesKey is the setting.
var RulesKey = settings.Key[Rules]{Name: "discussion.rules", Default: Rules{Allowed: boundary.Public()}, Check: func(r Rules) error {
	for _, a := range r.Allowed {
		if len(a) < 3 || len(a) > 253 {
			return fault.Field("allowed", "“%s” is no domain and no address", fault.Clip(a, 40))
		}
	}
	return nil
}}
