package emergency

import (
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/people"
)

// Right is whether a customer may call an emergency.
type Right string

// The rights.
const (
	Entitled    Right = "entitled"
	NotEntitled Right = "not_entitled"
	Unknown     Right = "unknown" // they belong to no organization
)

// Why somebody is not entitled, besides the words of people.Entitlement for a contract that does not run.
const (
	WhyLevel    = "level"    // they bought less
	WhyStranger = "stranger" // they belong to no organization
)

// Judge says whether a customer may call an emergency at now: a contract that runs, of the least level or one above it.
// Levels are the desk's, the highest first. A customer without a level is taken at the word of their plan. The second
// result is the key of the level for those entitled, the reason for others.
func Judge(o people.Organization, levels []people.Level, least string, now time.Time) (Right, string) {
	if o.ID == 0 {
		return Unknown, WhyStranger
	}
	if e := o.Entitlement(now); e != people.Active && e != people.Grace {
		return NotEntitled, string(e)
	}
	has := slices.IndexFunc(levels, func(l people.Level) bool {
		if o.SupportLevel != "" {
			return l.Key == o.SupportLevel
		}
		return o.Plan != "" && people.FoldName(l.Name) == people.FoldName(o.Plan)
	})
	enough := slices.IndexFunc(levels, func(l people.Level) bool { return l.Key == least })
	if has < 0 || has > enough {
		return NotEntitled, WhyLevel
	}
	return Entitled, levels[has].Key
}

// loudness is how an emergency of such a right makes people look. What a colleague declared always rings: a person decided.
func (r Rules) loudness(right Right, how How) Loudness {
	switch {
	case how == ByHand || right == Entitled:
		return PageHigh
	case right == Unknown:
		return r.Strangers
	}
	return r.Unentitled
}
