package environment

import (
	"strings"

	"github.com/daywatch/daywatch/internal/core/environment/version"
	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// InventoryRules say what is known of the product that customers run, and when what is known of them is old.
type InventoryRules struct {
	Supported      []string `json:"supported"`       // releases that are maintained, as 17.2; empty warns of none
	StaleDays      int      `json:"stale_days"`      // after which the customer is asked whether it is still so; 0: never
	DocumentMB     int      `json:"document_mb"`     // the largest file
	NodeRoles      []string `json:"node_roles"`      // offered where nodes are written down
	SupportedUntil string   `json:"supported_until"` // where the list is kept: an address, or empty
}

// Rules is the setting of environments. Releases of the last three months are maintained, with two before them for
// security.
var Rules = settings.Key[InventoryRules]{Name: "environment.rules", Check: InventoryRules.check, Default: InventoryRules{
	Supported: []string{"18.7", "18.6", "18.5"}, StaleDays: 90, DocumentMB: 20,
	NodeRoles: []string{"Application", "Database", "Cache", "Repository storage", "Background jobs", "Load balancer", "Object storage",
		"Search", "Monitoring"}}}

func (r InventoryRules) check() error {
	for _, s := range r.Supported {
		if v, err := version.Parse(s); err != nil || v.Given > 2 {
			return fault.Field("supported", "“%s” is no release such as 17.2", fault.Clip(s, 40))
		}
	}
	switch {
	case r.StaleDays < 0 || r.StaleDays > 3650:
		return fault.Field("stale_days", "What is known is old after 0 to 3650 days, not %d", r.StaleDays)
	case r.DocumentMB < 1 || r.DocumentMB > 1024:
		return fault.Field("document_mb", "A file has up to 1 to 1024 megabytes, not %d", r.DocumentMB)
	}
	for _, role := range r.NodeRoles {
		if strings.TrimSpace(role) == "" || len([]rune(role)) > 60 {
			return fault.Field("node_roles", "A role has 1 to 60 characters; “%s” has not", fault.Clip(role, 60))
		}
	}
	if r.SupportedUntil != "" && !strings.HasPrefix(r.SupportedUntil, "https://") {
		return fault.Field("supported_until", "The address begins with https://; “%s” does not", fault.Clip(r.SupportedUntil, 60))
	}
	return nil
}

// Age is how a version stands to the releases that are maintained.
type Age string

// The ages.
const (
	Current  Age = "current"   // maintained
	PastEnd  Age = "past_end"  // older than every release that is maintained, or between them
	Newer    Age = "newer"     // than every release on the list: the list is old, or the version is wrong
	UnknownV Age = "unknown_v" // no version is known, or no list is kept
)

// AgeOf says whether a version is maintained; it is pure.
func (r InventoryRules) AgeOf(v version.Version) Age {
	if !v.Known() || len(r.Supported) == 0 {
		return UnknownV
	}
	newer := true
	for _, s := range r.Supported {
		bound, err := version.Parse(s)
		if err != nil {
			continue
		}
		switch order, _ := v.Against(bound); {
		case order == 0:
			return Current
		case order < 0:
			newer = false
		}
	}
	if newer {
		return Newer
	}
	return PastEnd
}
