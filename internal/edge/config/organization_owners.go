package config

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/daywatch/daywatch/internal/core/people"
)

// ownersFile writes who answers for a customer by role, as the form of the customer does.
func (s *session) ownersFile(ctx context.Context, o people.Organization) (map[string]string, error) {
	if len(o.Owners) == 0 {
		return nil, nil
	}
	owners, err := s.People.WithOwners(ctx, s.q, o.Owners)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for i, w := range owners {
		if o.Owners[i].UserID != 0 {
			w.Name = "" // that of the account, which may change
		}
		if before := out[w.Role]; before != "" {
			out[w.Role] = before + "; " + w.String()
		} else {
			out[w.Role] = w.String()
		}
	}
	return out, nil
}

// ownersOf reads what ownersFile writes; the side follows from the role.
func ownersOf(file map[string]string) (owners []people.Owner) {
	for _, role := range slices.Sorted(maps.Keys(file)) {
		for part := range strings.SplitSeq(file[role], ";") {
			if w := people.ParseOwner(part); w != (people.Owner{}) {
				w.Role = role
				owners = append(owners, w)
			}
		}
	}
	return owners
}
