package crm

import (
	"fmt"
	"slices"
	"strings"
)

// Loss is what a plan would take away.
type Loss struct {
	Customers int `json:"customers"` // organizations that came from the CRM
	Vanish    int `json:"vanish"`    // of those, that the CRM has no more
	Levelled  int `json:"levelled"`  // organizations that came from the CRM and have a level
	Lose      int `json:"lose"`      // of those, that lose it
	Contacts  int `json:"contacts"`  // whom the CRM named
	Drop      int `json:"drop"`      // of those, whom it takes off
}

// Stops reports whether the loss is so large that a person must say yes first.
func (g Guard) Stops(l Loss) bool {
	return l.Vanish > 0 && (l.Vanish > g.VanishCount || l.Vanish*100 > l.Customers*g.VanishPercent) ||
		l.Lose > 0 && l.Lose*100 > l.Levelled*g.LosePercent ||
		l.Drop > 0 && l.Drop*100 > l.Contacts*g.DropPercent
}

// Words are what a person types to say yes: the figures, so that nobody says yes to others than those they read.
func (l Loss) Words() string {
	words := fmt.Sprintf("%d of %d vanish, %d of %d lose their level", l.Vanish, l.Customers, l.Lose, l.Levelled)
	if l.Drop > 0 {
		words += fmt.Sprintf(", %d of %d contacts are taken off", l.Drop, l.Contacts)
	}
	return words
}

// Said reports whether somebody typed the figures, in the words of whatever language.
func (l Loss) Said(typed string) bool {
	figures := func(text string) []string {
		return strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	}
	return slices.Equal(figures(typed), figures(l.Words()))
}
