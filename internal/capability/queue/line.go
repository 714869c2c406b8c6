package queue

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// Waiting is a live ticket as the queue weighs it.
type Waiting struct {
	ID             int64
	Status         ticket.Status
	Priority       ticket.Priority
	Stage          ticket.Stage
	Region         string // key of the preferred region; empty: all
	RequesterID    int64
	OrganizationID int64
	GroupID        int64
	AssigneeID     int64 // 0: nobody
	Tier           string
	Escalated      bool
	Owed           bool // the customer waits for a word of ours
	BreachAt       time.Time
	Rehomed        bool
	Turns          int
	Weight         Weight
}

// Ours reports whether the ticket waits for us, not for the customer or somebody else.
func (w Waiting) Ours() bool { return w.Status == ticket.New || w.Status == ticket.Open }

func (w Waiting) facts() Facts {
	return Facts{Stage: w.Stage, Priority: w.Priority, Tier: w.Tier, Escalated: w.Escalated, Rehomed: w.Rehomed, Turns: w.Turns, BreachAt: w.BreachAt}
}

// Line is the one queue of all regions at a moment.
type Line struct {
	Now     time.Time
	Tickets []Waiting // in the order in which they are to be taken
	Cut     bool      // there are more, which breach later; see Longest
}

// Of lists what waits for a region, in the line's order.
func (l Line) Of(region string) (list []Waiting) {
	for _, w := range l.Tickets {
		if w.Region == region {
			list = append(list, w)
		}
	}
	return list
}

// Line gives the queue as it is: all live tickets that nobody has, the heaviest first. What waits for a customer or
// somebody else stands behind all that waits for us.
func (s *Service) Line(ctx context.Context) (Line, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Line{}, err
	}
	return s.line(ctx, s.DB.Read(), s.DB.Now(ctx))
}

// line takes three statements, however long the queue is.
func (s *Service) line(ctx context.Context, q db.Querier, now time.Time) (Line, error) {
	most, err := Longest.Get(ctx, q)
	if err != nil {
		return Line{}, err
	}
	weights, err := WeightsKey.Get(ctx, q)
	if err != nil {
		return Line{}, err
	}
	list, err := findUnassigned(ctx, q, most+1)
	l := Line{Now: now, Tickets: list[:min(len(list), most)], Cut: len(list) > most}
	weights.order(l.Tickets, now)
	return l, err
}

// order weighs tickets and puts them into the order in which they are to be taken.
func (w Weights) order(list []Waiting, now time.Time) {
	for i := range list {
		list[i].Weight = w.Weigh(list[i].facts(), now)
	}
	slices.SortFunc(list, func(a, b Waiting) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Weight.Total, a.Weight.Total), earlier(a.BreachAt, b.BreachAt), cmp.Compare(a.ID, b.ID))
	})
}

func rank(w Waiting) int {
	if w.Ours() {
		return 0
	}
	return 1
}

// earlier puts what never breaches last.
func earlier(a, b time.Time) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return a.Compare(b)
}
