package crm

import (
	"fmt"
	"strings"
)

// Loss is what a plan would take away.
type Loss struct {
	Customers int `json:"customers"` // organizations that came from the CRM
	Vanish    int `json:"vanish"`    // of those, that the CRM has no more
	Levelled  int `json:"levelled"`  // organizations that came from the CRM and have a level
	Lose      int `json:"lose"`      // of those, that lose it
}

// Stops reports whether the loss is so large that a person must say yes first.
func (g Guard) Stops(l Loss) bool {
	return l.Vanish > 0 && (l.Vanish > g.VanishCount || l.Vanish*100 > l.Customers*g.VanishPercent) ||
		l.Lose > 0 && l.Lose*100 > l.Levelled*g.LosePercent
}

// Words are what a person types to say yes: the figures, so that nobody says yes to others than those they read.
func (l Loss) Words() string {
	return fmt.Sprintf("%d of %d vanish, %d of %d lose their level", l.Vanish, l.Customers, l.Lose, l.Levelled)
}

// Said reports whether somebody typed the figures.
func (l Loss) Said(typed string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(strings.TrimSuffix(strings.TrimSpace(typed), ".")), " "), l.Words())
}
