package ticket

import (
	"context"
	"slices"

	"github.com/daywatch/daywatch/internal/core/condition"
	"github.com/daywatch/daywatch/internal/core/people"
	"github.com/daywatch/daywatch/internal/platform/access"
	"github.com/daywatch/daywatch/internal/platform/db"
)

// narrowing compiles conditions for a list, for whoever asks: "current_user" and "current_groups" are theirs.
func (s *Service) narrowing(ctx context.Context, q db.Querier, set condition.Set) (func(*db.Where), error) {
	if set.Empty() {
		return nil, nil
	}
	env := condition.Env{Now: s.db.Now(ctx)}
	var err error
	if s.ports.Env != nil {
		if env, err = s.ports.Env(ctx, q, env.Now); err != nil {
			return nil, err
		}
	}
	me, _ := access.From(ctx)
	env.Me = me.UserID
	groups, err := s.people.Groups(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, g := range slices.DeleteFunc(groups, func(g people.Group) bool { return !slices.Contains(g.Members, me.UserID) }) {
		env.Groups = append(env.Groups, g.ID)
	}
	return func(w *db.Where) { w.And(condition.Compile(set, env, q, w)) }, nil
}
