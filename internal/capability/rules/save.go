package rules

import (
	"context"
	"slices"
	"time"

	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/event"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

// List gives the rules of a kind in their order.
func (s *Service) List(ctx context.Context, kind Kind) ([]Rule, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	all, err := s.all(ctx, s.DB.Read())
	return slices.DeleteFunc(slices.Clone(all), func(r Rule) bool { return r.Kind != kind }), err
}

// Get gives one rule; fault.NotFound when there is none.
func (s *Service) Get(ctx context.Context, id int64) (Rule, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return Rule{}, err
	}
	return findRule(ctx, s.DB.Read(), id)
}

// Deeds are what a rule did lately.
type Deeds struct {
	Rule     int64
	Fired    int
	Tickets  int
	Problems int
	Problem  string // the last
	Last     time.Time
}

// Used tells what rules did since an instant, by their number; those that did nothing are left out.
func (s *Service) Used(ctx context.Context, since time.Time) (map[int64]Deeds, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	list, err := firings(ctx, s.DB.Read(), since)
	byRule := map[int64]Deeds{}
	for _, u := range list {
		byRule[u.Rule] = u
	}
	return byRule, err
}

// Fights finds the active rules that undo one another.
func (s *Service) Fights(ctx context.Context) ([]Fight, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return nil, err
	}
	all, err := s.all(ctx, s.DB.Read())
	return Fights(all), err
}

// Save makes (ID 0) or changes a rule. What makes no sense is fault.Invalid with the place as its field; a title
// that is taken, and a rule that would fight with others unless anyway is set, are fault.Conflict.
func (s *Service) Save(ctx context.Context, r Rule, anyway bool) (Rule, error) {
	return db.InTx(ctx, s.DB, func(tx *db.Tx) (Rule, error) { return s.SaveIn(ctx, tx, r, anyway) })
}

// SaveIn is Save inside the caller's transaction.
func (s *Service) SaveIn(ctx context.Context, tx *db.Tx, r Rule, anyway bool) (Rule, error) {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return r, err
	}
	r, err := r.Check()
	if err != nil {
		return r, err
	}
	if err := s.checkNamed(ctx, tx, r); err != nil {
		return r, err
	}
	if err := s.checkOthers(ctx, tx, r, anyway); err != nil {
		return r, err
	}
	if err := s.place(ctx, tx, &r); err != nil {
		return r, err
	}
	actor, _ := access.From(ctx)
	isNew := r.ID == 0
	if actor.UserID != 0 || isNew {
		r.AuthorID = actor.UserID
	}
	wrote(tx)
	if err := storeRule(ctx, tx, &r); err != nil {
		return r, err
	}
	if r.Kind == Automation {
		if err := s.disarm(ctx, tx, r.ID); err != nil {
			return r, err
		}
		if err := s.rearm(ctx, tx, rearming{Rule: r.ID}); err != nil {
			return r, err
		}
	}
	fact := Saved{Kind: r.Kind, Title: r.Title, New: isNew, Active: r.Active, Position: r.Position, Conditions: r.Conditions}
	for _, a := range r.Actions {
		fact.Fields = append(fact.Fields, a.Field)
	}
	return r, s.Log.Append(ctx, tx, Subject(r.ID), fact)
}

// place keeps what a change leaves alone, and puts a new rule behind all others.
func (s *Service) place(ctx context.Context, tx *db.Tx, r *Rule) error {
	if r.ID == 0 {
		if r.Position != 0 {
			return nil
		}
		last, err := lastPosition(ctx, tx, r.Kind)
		r.Position = last + 10
		return err
	}
	before, err := lockRule(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if before.Kind != r.Kind {
		return fault.Field("kind", "“%s” is one of the %ss and stays one. Make a new rule instead", before.Title, before.Kind)
	}
	r.CreatedAt, r.AuthorID = before.CreatedAt, before.AuthorID
	return nil
}

// checkOthers holds a rule against those that are there.
func (s *Service) checkOthers(ctx context.Context, tx *db.Tx, r Rule, anyway bool) error {
	all, err := s.all(ctx, tx)
	if err != nil {
		return err
	}
	list := []Rule{}
	for _, other := range all {
		if other.ID == r.ID {
			continue
		}
		if other.Kind == r.Kind && sameTitle(other, r) {
			return &fault.Error{Kind: fault.Conflict, Field: "title", Public: "There is a rule “" + other.Title + "” already. Give this one another title"}
		}
		list = append(list, other)
	}
	if anyway || !r.Active {
		return nil
	}
	for _, f := range Fights(append([]Rule{r}, list...)) {
		if slices.ContainsFunc(f.Rules, func(in Rule) bool { return in.Kind == r.Kind && in.Title == r.Title }) {
			return &fault.Error{Kind: fault.Conflict, Field: "fight", Public: "These rules would undo one another: " + f.String() +
				". Change their conditions, or save it anyway"}
		}
	}
	return nil
}

// Delete removes a rule. What it did stays in the history of tickets.
func (s *Service) Delete(ctx context.Context, id int64) error {
	return s.DB.Do(ctx, func(tx *db.Tx) error { return s.DeleteIn(ctx, tx, id) })
}

// DeleteIn is Delete inside the caller's transaction.
func (s *Service) DeleteIn(ctx context.Context, tx *db.Tx, id int64) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	r, err := lockRule(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := s.disarm(ctx, tx, id); err != nil {
		return err
	}
	wrote(tx)
	if err := deleteRule(ctx, tx, id); err != nil {
		return err
	}
	return s.Log.Append(ctx, tx, Subject(id), Deleted{Kind: r.Kind, Title: r.Title})
}

// Move puts a rule before (up) or behind its neighbour.
func (s *Service) Move(ctx context.Context, id int64, up bool) error {
	if err := access.Check(ctx, access.ManageSettings); err != nil {
		return err
	}
	return s.DB.Do(ctx, func(tx *db.Tx) error {
		r, err := lockRule(ctx, tx, id)
		if err != nil {
			return err
		}
		all, err := findRules(ctx, tx)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(o Rule) bool { return o.Kind != r.Kind })
		i := slices.IndexFunc(all, func(o Rule) bool { return o.ID == id })
		j := i + 1
		if up {
			j = i - 1
		}
		if j < 0 || j >= len(all) {
			return nil
		}
		all[i], all[j] = all[j], all[i]
		return s.renumber(ctx, tx, all)
	})
}

func (s *Service) renumber(ctx context.Context, tx *db.Tx, list []Rule) error {
	wrote(tx)
	for i, r := range list {
		if r.Position == (i+1)*10 {
			continue
		}
		r.Position = (i + 1) * 10
		if err := storeRule(ctx, tx, &r); err != nil {
			return err
		}
		fact := Saved{Kind: r.Kind, Title: r.Title, Active: r.Active, Position: r.Position, Conditions: r.Conditions}
		if err := s.Log.Append(ctx, tx, event.Subject{Type: "rule", ID: r.ID}, fact); err != nil {
			return err
		}
	}
	return nil
}
