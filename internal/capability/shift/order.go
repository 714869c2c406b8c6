package shift

import (
	"context"

	"github.com/daywatch/daywatch/internal/core/ticket"
	"github.com/daywatch/daywatch/internal/platform/access"
)

// Beside is what a restricted desk reads of another one: how many, and where. Never what stands in them.
type Beside struct {
	Desk  string // name
	Count int
	More  bool   // there are more than Count
	Link  string // absolute
}

// Stage is a step as it stands now.
type Stage struct {
	Step
	Rows   []ticket.Row // of this desk
	More   bool         // there are more than these
	Beside Beside       // of another desk, read inwards; Desk is empty where there is none
	Away   string       // the link to a restricted desk, from an ordinary one: nothing is known of it; empty otherwise
	Absent bool         // there is no such desk in this installation
}

// mostRows is how many tickets of a step are shown, and looked through for those whose clock runs round the clock.
const mostRows = 50

// Order gives the order of work with what waits in each step now. A ticket stands in the first step that it fits.
// On a restricted desk it counts what waits on others; on an ordinary one nothing is known of a restricted desk.
func (s *Service) Order(ctx context.Context) ([]Stage, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	steps, err := OrderKey.Get(ctx, s.DB.Read())
	if err != nil {
		return nil, err
	}
	stages, seen := make([]Stage, len(steps)), map[int64]bool{}
	for i, step := range steps {
		if stages[i], err = s.stage(ctx, step, seen); err != nil {
			return nil, err
		}
	}
	return stages, nil
}

func (s *Service) stage(ctx context.Context, step Step, seen map[int64]bool) (Stage, error) {
	g := Stage{Step: step}
	var err error
	switch {
	case step.Means(s.Desk, s.Restricted):
		g.Rows, g.More, err = s.rows(ctx, step, seen)
	case s.Restricted && s.Beside != nil:
		var ok bool
		g.Beside, ok, err = s.Deps.Beside(ctx, step)
		g.Absent = !ok
	case step.Means("", true) && s.Elsewhere != "":
		g.Away = s.Elsewhere
	default:
		g.Absent = true
	}
	return g, err
}

// rows lists the tickets of a step that no step before has.
func (s *Service) rows(ctx context.Context, step Step, seen map[int64]bool) (rows []ticket.Row, more bool, err error) {
	page, err := s.Tickets.List(ctx, ticket.ListRequest{Query: step.Query(), Sort: "breach", Limit: mostRows})
	if err != nil {
		return nil, false, err
	}
	for _, r := range page.Rows {
		fits, err := s.runs(ctx, step, r.ID)
		if err != nil {
			return nil, false, err
		}
		if fits && !seen[r.ID] {
			seen[r.ID] = true
			rows = append(rows, r)
		}
	}
	return rows, page.Next != "", nil
}

// runs reports whether a ticket's clock is one that the step asks for.
func (s *Service) runs(ctx context.Context, step Step, id int64) (bool, error) {
	if !step.Always || s.RoundTheClock == nil {
		return true, nil
	}
	return s.RoundTheClock(ctx, id)
}

// Waiting counts the tickets of a step on this desk, for a desk beside that may look in.
func (s *Service) Waiting(ctx context.Context, step Step) (n int, more bool, err error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return 0, false, err
	}
	if !step.Always {
		return s.Tickets.Count(ctx, step.Query())
	}
	rows, more, err := s.rows(ctx, step, map[int64]bool{})
	return len(rows), more, err
}
