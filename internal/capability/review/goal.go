package review

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// GoalKind tells what a customer and we want to reach in a quarter from what the engineer does for it unasked.
type GoalKind string

// The kinds (assigned-support.md: quarterly support plan; proactive work beside tickets).
const (
	Aim       GoalKind = "goal"
	Proactive GoalKind = "proactive" // architecture, migrations, upgrades
)

// GoalState is how a goal stands.
type GoalState string

// The states of a goal.
const (
	GoalPlanned  GoalState = "planned"
	GoalUnderway GoalState = "underway"
	GoalDone     GoalState = "done"
	GoalDropped  GoalState = "dropped"
	GoalCarried  GoalState = "carried" // over to the next quarter, as a goal of its own
)

// GoalStates lists those that one chooses; a goal is carried over by CarryOver.
func GoalStates() []GoalState { return []GoalState{GoalPlanned, GoalUnderway, GoalDone, GoalDropped} }

// Goal is a line of an account's quarterly plan. Customers read its title, its kind and its state.
type Goal struct {
	ID             int64
	OrganizationID int64
	Quarter        Period
	Kind           GoalKind
	Title          string
	About          string // Markdown, inside
	OwnerID        int64  // 0: nobody
	State          GoalState
	CarriedFrom    int64 // 0: it is new
	By             int64
	At             time.Time
}

// Open reports whether there is still something to do.
func (g Goal) Open() bool { return g.State == GoalPlanned || g.State == GoalUnderway }

func (g Goal) typed() (Goal, error) {
	g.Title = oneLine(g.Title)
	if _, err := ParsePeriod(string(g.Quarter)); err != nil || !g.Quarter.Quarter() {
		return g, fault.Field("quarter", "“%s” is no quarter. Write it like 2026-Q4", fault.Clip(string(g.Quarter), 20))
	}
	switch {
	case g.Kind != Aim && g.Kind != Proactive:
		return g, fault.Field("kind", "Choose a goal or proactive work")
	case g.Title == "" || len([]rune(g.Title)) > 200:
		return g, fault.Field("title", "Say in up to 200 characters what will be reached; the customer reads it")
	case !slices.Contains(GoalStates(), g.State):
		return g, fault.Field("state", "Choose how it stands")
	case tooLong(g.About):
		return g, fault.Field("about", "Write up to %d characters", mostText)
	}
	return g, nil
}

// SaveGoal writes a line of an account's plan, or changes the one with its number.
func (s *Service) SaveGoal(ctx context.Context, g Goal) (Goal, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return g, err
	}
	g, err := g.typed()
	if err != nil {
		return g, err
	}
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Goal, error) {
		if err := s.checkLinks(ctx, tx, g.OrganizationID, g.OwnerID, nil); err != nil {
			return g, err
		}
		actor, _ := access.From(ctx)
		if g.ID != 0 {
			err = updateGoal(ctx, tx, g)
		} else {
			g.By, g.At = actor.UserID, tx.Now()
			g.ID, err = insertGoal(ctx, tx, g)
		}
		if err != nil {
			return g, err
		}
		return g, s.keptGoal(ctx, tx, g)
	})
}

func (s *Service) keptGoal(ctx context.Context, tx *db.Tx, g Goal) error {
	return s.Log.Append(ctx, tx, event.Subject{Type: "review_goal", ID: g.ID}, Kept{What: "goal", Organization: g.OrganizationID, State: string(g.State)})
}

// CarryOver takes what is unfinished in a quarter over into the next, and gives how much that was.
func (s *Service) CarryOver(ctx context.Context, organization int64, quarter Period) (int, error) {
	if err := access.Check(ctx, access.UpdateTickets); err != nil {
		return 0, err
	}
	if !quarter.Quarter() {
		return 0, fault.Field("quarter", "“%s” is no quarter. Write it like 2026-Q4", fault.Clip(string(quarter), 20))
	}
	actor, _ := access.From(ctx)
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (n int, err error) {
		if err := lockAccount(ctx, tx, organization); err != nil {
			return 0, err
		}
		goals, err := goalsOf(ctx, tx, organization, quarter)
		for _, g := range goals {
			if err != nil || !g.Open() {
				continue
			}
			next := g
			next.ID, next.Quarter, next.CarriedFrom, next.By, next.At = 0, quarter.Next(), g.ID, actor.UserID, tx.Now()
			if next.ID, err = insertGoal(ctx, tx, next); err != nil {
				return n, err
			}
			g.State = GoalCarried
			if err = updateGoal(ctx, tx, g); err != nil {
				return n, err
			}
			if err = s.keptGoal(ctx, tx, g); err != nil {
				return n, err
			}
			n++
		}
		return n, err
	})
}

// Goals lists an account's plan for a quarter: its goals, then proactive work.
func (s *Service) Goals(ctx context.Context, organization int64, quarter Period) ([]Goal, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	return goalsOf(ctx, s.DB.Read(), organization, quarter)
}

// Goal gives one line of a plan; fault.NotFound when there is none.
func (s *Service) Goal(ctx context.Context, id int64) (Goal, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Goal{}, err
	}
	return findGoal(ctx, s.DB.Read(), id)
}
