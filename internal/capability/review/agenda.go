package review

import (
	"cmp"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
)

// Item is a ticket as an agenda and a report show it: only what the customer may read, and only tickets they know of.
type Item struct {
	ID        int64
	Subject   string
	Status    ticket.Status
	Priority  ticket.Priority
	Assignee  string // name; empty: nobody
	CreatedAt time.Time
	SolvedAt  time.Time // zero: not solved
	Requester string
}

// Agenda is what an account goes through in its next call.
type Agenda struct {
	OrganizationID int64
	Organization   string
	Meeting        Meeting   // zero: none is planned
	Since          time.Time // the last call that was held; zero: none yet
	Open           []Item    // in the customer's order
	Solved         []Item    // since then, the newest first
	Decisions      []Decision
	Actions        []Action  // open ones, carried over
	Risks          []Risk    // those shared with the customer
	Away           []Absence // of both sides, up to the call behind this one
}

// Arrange puts tickets into the customer's order; those that nobody has placed yet follow by age. It is pure.
func Arrange(items []Item, order []int64) []Item {
	place := make(map[int64]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	at := func(i Item) int {
		if p, ok := place[i.ID]; ok {
			return p
		}
		return len(order)
	}
	return slices.SortedStableFunc(slices.Values(items), func(a, b Item) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
}

// Place gives the order in which ticket id has place to, from 0; one that is too high is the last. Unknown tickets change
// nothing. It is pure.
func Place(order []int64, id int64, to int) []int64 {
	at := slices.Index(order, id)
	if at < 0 {
		return order
	}
	order = slices.Delete(slices.Clone(order), at, at+1)
	return slices.Insert(order, max(0, min(to, len(order))), id)
}

// numbers are the ids of tickets.
func numbers(items []Item) []int64 {
	ids := make([]int64, len(items))
	for i, it := range items {
		ids[i] = it.ID
	}
	return ids
}
