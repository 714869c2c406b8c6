package people

import (
	"slices"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Level is a word of the desk for what a customer bought.
type Level struct {
	Key  string `json:"key"`  // stored with organizations; never changes
	Name string `json:"name"` // Ultimate
}

// LevelExpired is the level of a customer without support, whatever the dates of the contract say.
const LevelExpired = "expired"

// SupportLevels are the desk's, highest first: a customer with several subscriptions has the highest. The
// defaults are those of tickets.md, Entitlement and organisations.
var SupportLevels = settings.Key[[]Level]{
	Name: "people.support_levels",
	Default: []Level{
		{"ultimate", "Ultimate"}, {"gold", "Gold"}, {"premium", "Premium"}, {"silver", "Silver"}, {"consumption", "Consumption only"},
		{"custom", "Custom"}, {"community", "Community"}, {LevelExpired, "Expired"},
	},
	Check: func(list []Level) error { return checkLevels("support_levels", list) },
}

// SuccessTiers are the desk's offers beside support, highest first. Most customers have none.
var SuccessTiers = settings.Key[[]Level]{
	Name:    "people.success_tiers",
	Default: []Level{{"signature", "Signature"}, {"advanced", "Advanced"}},
	Check:   func(list []Level) error { return checkLevels("success_tiers", list) },
}

func checkLevels(field string, list []Level) error {
	seen := map[string]bool{}
	for _, l := range list {
		switch {
		case l.Key == "" || l.Name == "":
			return fault.Field(field, "A level needs a key and a name")
		case seen[l.Key]:
			return fault.Field(field, "Two levels have the key %s", l.Key)
		}
		seen[l.Key] = true
	}
	return nil
}

// LevelName is the name of a key, or the key where the desk has no such level any more.
func LevelName(list []Level, key string) string {
	if i := slices.IndexFunc(list, func(l Level) bool { return l.Key == key }); i >= 0 {
		return list[i].Name
	}
	return key
}

// Terms are the usual numbers of a new customer (tickets.md, Entitlement and organisations).
type Terms struct {
	GraceDays    int `json:"grace_days"`
	ContactLimit int `json:"contact_limit"` // 0: none
}

// UsualTerms is the setting of what a new organization begins with.
var UsualTerms = settings.Key[Terms]{
	Name:    "people.terms",
	Default: Terms{GraceDays: 15, ContactLimit: 30},
	Check: func(t Terms) error {
		return checkTerms(t.GraceDays, t.ContactLimit)
	},
}

const (
	longestGrace    = 366
	mostContactsMay = 10_000
)

func checkTerms(graceDays, contactLimit int) error {
	if graceDays < 0 || graceDays > longestGrace {
		return fault.Field("grace_days", "%d days of grace are not possible. Choose from 0 to %d", graceDays, longestGrace)
	}
	if contactLimit < 0 || contactLimit > mostContactsMay {
		return fault.Field("contact_limit", "A limit of %d contacts is not possible. Choose from 1 to %d, or 0 for no limit", contactLimit, mostContactsMay)
	}
	return nil
}
