package clearance

import (
	"slices"

	"github.com/daywatch/daywatch/internal/platform/fault"
	"github.com/daywatch/daywatch/internal/platform/settings"
)

// Rules say which facts a desk records, which of them its door asks for where it is restricted, and what counts as proof.
type Rules struct {
	Facts  []string `json:"facts"`
	Door   string   `json:"door"`   // one of Facts
	Proofs []string `json:"proofs"` // kinds of proof, never documents
}

// RulesKey is the setting (us-government.md: verified by People Operations; job-family.md, US Government).
var RulesKey = settings.Key[Rules]{Name: "clearance.rules", Check: Rules.check, Default: Rules{
	Facts: []string{"US citizenship"}, Door: "US citizenship",
	Proofs: []string{"Passport seen", "Birth certificate seen", "Naturalisation certificate seen", "Record of People Operations", "Official register asked"}}}

func (r Rules) check() error {
	for field, list := range map[string][]string{"facts": r.Facts, "proofs": r.Proofs} {
		if len(list) == 0 {
			return fault.Field(field, "Name at least one, one on each line")
		}
		for _, text := range list {
			if tidy(text) != text || text == "" || len([]rune(text)) > 60 {
				return fault.Field(field, "“%s” has not 1 to 60 characters, or spaces at its ends", fault.Clip(text, 40))
			}
			if err := withoutNumbers(field, text); err != nil {
				return err
			}
		}
	}
	if !slices.Contains(r.Facts, r.Door) {
		return fault.Field("door", "“%s” is none of the facts. The door asks for one of them", fault.Clip(r.Door, 40))
	}
	return nil
}
