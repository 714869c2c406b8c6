package emergency

import (
	"cmp"
	"slices"
)

// sortLive puts the clock that ends first first; those without a clock stand behind, the oldest first.
func sortLive(list []Live) {
	slices.SortStableFunc(list, func(a, b Live) int {
		x, y := a.Ticket.BreachAt, b.Ticket.BreachAt
		switch {
		case x.IsZero() != y.IsZero():
			if x.IsZero() {
				return 1
			}
			return -1
		case !x.Equal(y):
			return x.Compare(y)
		}
		return cmp.Compare(a.ID, b.ID)
	})
}
