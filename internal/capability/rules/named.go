package rules

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
	"github.com/daywatch/daywatch/internal/platform/fault"
)

func sameTitle(a, b Rule) bool { return people.FoldName(a.Title) == people.FoldName(b.Title) }

// Vocabulary gives what conditions and actions may name on this desk, with the people and organizations that
// these rules name.
func (s *Service) Vocabulary(ctx context.Context, rules ...Rule) (condition.Vocabulary, error) {
	if err := access.Check(ctx, access.ViewTickets); err != nil {
		return condition.Vocabulary{}, err
	}
	return s.vocabulary(ctx, s.DB.Read(), rules...)
}

func (s *Service) vocabulary(ctx context.Context, q db.Querier, rules ...Rule) (condition.Vocabulary, error) {
	var users, organizations []string
	for _, r := range rules {
		users = append(users, r.Conditions.Named("user")...)
		organizations = append(organizations, r.Conditions.Named("organization")...)
		for _, a := range r.Actions {
			if f, _ := ActionFieldOf(a.Field); f.Sort == SetPerson || a.Field == "notification_user" {
				users = append(users, a.Value[:min(1, len(a.Value))]...)
			}
		}
	}
	return s.Matters.Vocabulary(ctx, q, users, organizations)
}

// checkNamed refuses a rule that names what the desk does not have.
func (s *Service) checkNamed(ctx context.Context, q db.Querier, r Rule) error {
	v, err := s.vocabulary(ctx, q, r)
	if err != nil {
		return err
	}
	if err := v.Check(r.Conditions); err != nil {
		return err
	}
	return checkActionNames(v, r.Actions)
}

func checkActionNames(v condition.Vocabulary, actions []Action) error {
	for i, a := range actions {
		place := fmt.Sprintf("actions[%d].value", i)
		f, _ := ActionFieldOf(a.Field)
		ref, id := "user", first(a.Value)
		switch {
		case f.Sort == SetField:
			asked := condition.Set{All: []condition.Condition{{Field: f.Sets, Operator: condition.Is, Value: a.Value}}}
			if err := v.Check(asked); err != nil {
				sentence, _ := fault.Public(err)
				return &fault.Error{Kind: fault.Invalid, Field: place, Public: sentence, Err: err}
			}
			continue
		case a.Field == "notification_group":
			ref = "group"
		case f.Sort != SetPerson && a.Field != "notification_user":
			continue
		}
		if _, err := strconv.ParseInt(id, 10, 64); err != nil {
			continue // a word for somebody of the ticket
		}
		if !slices.ContainsFunc(v.Choices[ref], func(c condition.Choice) bool { return c.Value == id }) {
			return fault.Field(place, "There is no %s %s any more. Choose another", ref, id)
		}
	}
	return nil
}
